import type { Campaign, CampaignListItem, CampaignOptions } from '../domain/campaign.ts'
import { isoTime } from '../domain/clock.ts'
import type { Template, TemplateItem } from '../domain/content.ts'
import { lastTime, openTimes } from '../domain/open-times.ts'
import type { Outage } from '../domain/outage.ts'
import { recipientZone } from '../domain/sending-hours.ts'
import type { CampaignRecord, CampaignSummary } from '../store/port/records.ts'
import type { TemplateRecord, TemplateSummary } from '../store/port/template-records.ts'

/** A campaign as the API shows it at a moment, with the outage that it waits for. */
export function toCampaign(record: CampaignRecord, { now, outage }: { now: number; outage: Outage | null }): Campaign {
  const { preheader, html, text, document, attachments, options, warnings } = record
  const { opens: _opens, clicks: _clicks, ...shared } = toListItem(record, outage)
  const files = attachments.map((file) => ({ ...file, attachment: String(file.attachment) }))
  const content = { preheader, html, text, document, attachments: files }
  return { ...shared, ...content, ...settingsOf(options), waitsUntil: isoTime(waitsUntil(record, now)), warnings }
}

/** When the hours of a campaign open; null where nothing waits for them, or where there is no one such time. */
function waitsUntil({ status, options }: CampaignRecord, now: number): number | null {
  const hours = options.hours ?? null
  if (status !== 'sending' || hours === null || hours.timeZone === recipientZone) return null
  const { opensAt } = openTimes(hours)({}, now)
  return opensAt > now && opensAt < lastTime(options) ? opensAt : null
}

/** Beside name and subject, as they are given. Those stored before an option was added do not have it: null. */
export function settingsOf(options: CampaignOptions): CampaignOptions {
  const { delayMs, jitterMs, limits, concurrency, headers, tracking, topic, onUnknown, transport, hours, notAfter } =
    options
  return {
    delayMs,
    jitterMs,
    limits,
    concurrency: concurrency ?? null,
    headers,
    tracking,
    topic: topic ?? null,
    onUnknown,
    transport: transport ?? null,
    hours: hours ?? null,
    notAfter: notAfter ?? null,
  }
}

export function toListItem(record: CampaignSummary, outage: Outage | null): CampaignListItem {
  const { key, name, subject, from, replyTo, status, total, queued, sent, failed, skipped, unknown, pauseReason } =
    record
  return {
    id: String(record.id),
    key,
    name,
    subject,
    from,
    replyTo,
    status,
    revision: record.revision,
    templateId: record.templateId === null ? null : String(record.templateId),
    total,
    queued,
    sent,
    failed,
    skipped,
    unknown,
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
    scheduledAt: isoTime(record.scheduledAt),
    startedAt: isoTime(record.startedAt),
    finishedAt: isoTime(record.finishedAt),
    pauseReason,
    outage,
    opens: { unique: record.opens.unique, tracked: record.opens.tracked },
    clicks: { unique: record.clicks.unique, tracked: record.clicks.tracked },
  }
}

export function toTemplateItem({ id, key, name, subject, revision, ...times }: TemplateSummary): TemplateItem {
  return {
    id: String(id),
    key,
    name,
    subject,
    revision,
    createdAt: new Date(times.createdAt).toISOString(),
    updatedAt: new Date(times.updatedAt).toISOString(),
  }
}

export function toTemplate(record: TemplateRecord): Template {
  const { preheader, html, text, document } = record
  return { ...toTemplateItem(record), preheader, html, text, document }
}
