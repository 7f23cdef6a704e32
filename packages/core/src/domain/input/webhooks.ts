import { z } from 'zod'
import { type EventType, eventTypes } from '../fact.ts'
import { secretPattern, type WebhookEvents } from '../webhook.ts'
import * as field from './fields.ts'

const longestUrl = 2_000
/** A week: for as long a receiver may have the old secret. */
const longestOverlapMs = 7 * 86_400_000

const url = field
  .line(longestUrl)
  .refine((text) => /^https?:\/\//i.test(text) && URL.canParse(text), 'expected an http or https URL')
  .refine(
    (text) => !URL.canParse(text) || new URL(text).username + new URL(text).password === '',
    'expected a URL without a user and password; every request is signed',
  )
const types = z
  .array(z.enum(eventTypes as readonly [EventType]))
  .min(1, 'expected the name of an event, or "*"')
  .max(100)
const events = z.union([z.tuple([z.literal('*')]), types]) as unknown as z.ZodType<WebhookEvents>
const secret = field.line(200).regex(secretPattern, 'expected whsec_ and base64 of 24 to 64 bytes')

export const webhookInput = z
  .strictObject({
    url,
    events,
    machines: z.boolean().optional(),
    secret: secret.optional(),
    description: field.line(500).optional(),
  })
  .meta({ id: 'WebhookInput' })
export const webhookPatch = z
  .strictObject({
    url: url.optional(),
    events: events.optional(),
    machines: z.boolean().optional(),
    enabled: z.boolean().optional(),
    description: field.line(500).nullable().optional(),
  })
  .meta({ id: 'WebhookPatch' })
export const secretRotation = z
  .strictObject({ overlapMs: field.count(0, longestOverlapMs).optional() })
  .meta({ id: 'SecretRotation' })
/** Of what is done without more being said. */
export const nothingInput = z.strictObject({}).optional()
export const webhookQuery = z.strictObject(field.page)
/** Over HTTP it is text. */
export const deliveryQuery = z.strictObject({
  ...field.page,
  failed: z.preprocess(
    (given) => (given === 'true' ? true : given === 'false' ? false : given),
    z.boolean().optional(),
  ),
})
