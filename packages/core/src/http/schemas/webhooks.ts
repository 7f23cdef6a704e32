import { z } from 'zod'
import { type EventType, eventTypes } from '../../domain/fact.ts'
import type { Webhook } from '../../domain/webhook.ts'

const time = z.iso.datetime()
const maybeTime = time.nullable()
const types = z.enum(eventTypes as readonly [EventType])

export const webhook = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.union([z.tuple([z.literal('*')]), z.array(types)]),
    machines: z.boolean(),
    description: z.string().nullable(),
    enabled: z.boolean(),
    disabledReason: z.string().nullable() as z.ZodType<Webhook['disabledReason']>,
    lagging: z.boolean(),
    failingSince: maybeTime,
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Webhook' })
export const createdWebhook = webhook.extend({ secret: z.string() }).meta({ id: 'CreatedWebhook' })
export const webhookSecret = z.object({ secret: z.string() }).meta({ id: 'WebhookSecret' })
export const webhookDelivery = z
  .object({
    id: z.string(),
    eventId: z.string(),
    type: types,
    status: z.enum(['delivered', 'waiting', 'failed']),
    attempts: z.int().min(0),
    at: time,
    answer: z.int().nullable(),
    error: z.string().nullable(),
    durationMs: z.number().min(0),
    nextTryAt: maybeTime,
  })
  .meta({ id: 'WebhookDelivery' })
