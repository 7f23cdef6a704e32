import { z } from 'zod'
import { verdicts } from '../../domain/event.ts'
import type { EventData, EventType, SillageEvent } from '../../domain/fact.ts'
import { consentInput } from '../../domain/input/recipients.ts'
import { counts, messageError } from './answers.ts'

/** What webhooks are sent, for the OpenAPI document. A test holds each against the type of the domain. */

const message = {
  messageId: z.string(),
  campaignId: z.string().nullable(),
  stream: z.string().nullable(),
  ref: z.string().nullable(),
  key: z.string().nullable(),
}
const hit = { ...message, verdict: z.enum(verdicts), first: z.boolean() }
const campaign = { campaignId: z.string(), key: z.string().nullable() }
const webhook = { webhookId: z.string() }

export const factData = {
  'message.sent': z.object(message),
  'message.delivered': z.object(message),
  'message.failed': z.object({ ...message, error: messageError }),
  'message.skipped': z.object({ ...message, reason: z.string() }),
  'message.opened': z.object(hit),
  'message.clicked': z.object({ ...hit, link: z.object({ id: z.string(), url: z.string() }) }),
  'message.read': z.object({ ...hit, durationMs: z.number().min(0) }),
  'message.bounced': z.object({ ...message, permanent: z.boolean(), error: messageError }),
  'message.complained': z.object({ ...message, feedbackType: z.string().nullable() }),
  'recipient.unsubscribed': z.object({ ...message, topic: z.string().nullable(), by: z.string() }),
  'recipient.consented': z.object({ ...message, consent: consentInput }),
  'campaign.started': z.object(campaign),
  'campaign.paused': z.object({ ...campaign, reason: z.string() }),
  'campaign.completed': z.object({ ...campaign, counts: z.object(counts) }),
  'campaign.cancelled': z.object(campaign),
  'webhook.disabled': z.object({ ...webhook, reason: z.string() }),
  'webhook.test': z.object(webhook),
} satisfies { [T in EventType]: z.ZodType<EventData[T]> }

/** `message.sent` → `MessageSent`. */
const nameOf = (type: EventType): string => type.replace(/(?:^|\.)(\w)/g, (_, first: string) => first.toUpperCase())

/** The body of a request to a webhook. */
export const factOf = (type: EventType): z.ZodType<SillageEvent> =>
  z
    .object({
      id: z.string(),
      type: z.literal(type),
      timestamp: z.iso.datetime(),
      owner: z.string().nullable(),
      data: factData[type],
    })
    .meta({ id: `${nameOf(type)}Event` }) as unknown as z.ZodType<SillageEvent>
