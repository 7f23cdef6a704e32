import { settingsOf } from '../campaigns/to-wire.ts'
import type { Stream, StreamItem } from '../domain/stream.ts'
import type { CampaignRecord, CampaignSummary } from '../store/port/records.ts'

/** A stream as lists show it. */
export function toStreamItem(record: CampaignSummary): StreamItem {
  const { key, name, status, pauseReason, transactional, revision } = record
  return {
    key: key ?? '',
    name,
    status: status === 'paused' ? 'paused' : 'sending',
    pauseReason,
    transactional,
    revision,
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
  }
}

/** A stream as the API shows it. */
export function toStream(record: CampaignRecord): Stream {
  const { subject, preheader, from, replyTo, html, text, document, templateId, attachments, options } = record
  const { delayMs: _delay, jitterMs: _jitter, notAfter: _end, ...settings } = settingsOf(options)
  return {
    ...toStreamItem(record),
    subject: subject || null,
    preheader,
    from: from || null,
    replyTo,
    html: html || null,
    text,
    document,
    attachments: attachments.map((file) => ({ ...file, attachment: String(file.attachment) })),
    templateId: templateId === null ? null : String(templateId),
    ...settings,
  }
}
