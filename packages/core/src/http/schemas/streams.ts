import { z } from 'zod'
import { documentInput } from '../../domain/input/documents.ts'
import { messageStatuses } from '../../domain/message.ts'
import { campaignSettings, campaignStats, file, maybeTime, messageItem, time } from './answers.ts'

/** The same of streams and their messages. */

const item = {
  key: z.string(),
  name: z.string(),
  status: z.enum(['sending', 'paused']),
  pauseReason: z.string().nullable(),
  transactional: z.boolean(),
  revision: z.int().min(1),
  createdAt: time,
  updatedAt: time,
}
const { delayMs: _delay, jitterMs: _jitter, notAfter: _end, ...settings } = campaignSettings
export const streamItem = z.object(item).meta({ id: 'StreamItem' })
export const stream = z
  .object({
    ...item,
    subject: z.string().nullable(),
    preheader: z.string().nullable(),
    from: z.string().nullable(),
    replyTo: z.array(z.string()),
    html: z.string().nullable(),
    text: z.string().nullable(),
    document: documentInput.nullable(),
    attachments: z.array(file.extend({ attachment: z.string() })),
    templateId: z.string().nullable(),
    ...settings,
  })
  .meta({ id: 'Stream' })
export const createdStream = stream.extend({ created: z.boolean() }).meta({ id: 'CreatedStream' })
const whole = z.int().min(0)
const streamHits = campaignStats.shape.opens
  .extend({ machine: whole.nullable(), early: whole.nullable() })
  .meta({ id: 'StreamHits' })
export const streamStats = campaignStats
  .omit({ campaign: true })
  .extend({
    stream,
    opens: streamHits,
    clicks: streamHits,
    unsubscribeReasons: campaignStats.shape.unsubscribeReasons.nullable(),
    links: campaignStats.shape.links.nullable(),
  })
  .meta({ id: 'StreamStats' })
export const sentMessage = z
  .object({ id: z.string(), status: z.enum(messageStatuses), created: z.boolean() })
  .meta({ id: 'SentMessage' })
export const trackedMail = z
  .object({
    id: z.string().nullable(),
    html: z.string(),
    text: z.string(),
    headers: z.record(z.string(), z.string()),
    suppressed: z.boolean(),
  })
  .meta({ id: 'TrackedMail' })
export const message = messageItem
  .extend({ subject: z.string(), createdAt: time, scheduledAt: maybeTime, rfcMessageId: z.string().nullable() })
  .meta({ id: 'Message' })
