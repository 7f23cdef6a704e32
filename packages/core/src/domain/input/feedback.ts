import { z } from 'zod'
import { failureKinds } from '../message.ts'
import * as field from './fields.ts'

const text = z.string({ error: 'expected text' })
const flag = z.boolean({ error: 'expected true or false' })

const refs = z.strictObject({
  messageId: z.string({ error: 'expected the id of a message' }).optional(),
  token: text.optional(),
  rfcMessageId: text.optional(),
  providerId: text.optional(),
})
const about = { refs, recipient: text.optional(), at: field.when.optional(), label: text.optional() }

const error = z.strictObject({
  kind: z.enum(failureKinds),
  message: text,
  code: z.number({ error: 'expected an SMTP reply code' }).optional(),
  enhancedCode: text.optional(),
})

const bounceEvent = z.strictObject({
  ...about,
  type: z.literal('bounce'),
  bounce: z.strictObject({
    permanent: flag,
    error,
    suppress: z.enum(['now', 'soft', 'no']).optional(),
    ownList: z.enum(['bounce', 'complaint', 'unsubscribe']).optional(),
    stop: z.enum(['domain', 'campaign']).optional(),
  }),
})
const complaintEvent = z.strictObject({
  ...about,
  type: z.literal('complaint'),
  complaint: z.strictObject({ feedbackType: field.line(200).optional() }).optional(),
})
const unsubscribeEvent = z.strictObject({
  ...about,
  type: z.literal('unsubscribe'),
  unsubscribe: z.strictObject({ all: flag.optional() }).optional(),
})
const resubscribeEvent = z.strictObject({ ...about, type: z.literal('resubscribe') })
const deliveredEvent = z.strictObject({ ...about, type: z.literal('delivered') })
const deferredEvent = z.strictObject({
  ...about,
  type: z.literal('deferred'),
  deferred: z.strictObject({ error: error.optional() }).optional(),
})
const autoReplyEvent = z.strictObject({ ...about, type: z.literal('autoreply') })
const accountEvent = z.strictObject({
  ...about,
  type: z.literal('account'),
  account: z.strictObject({ message: text }),
})

/** Events recorded by one call. */
const mostEvents = 1_000

export const feedbackEvents = z
  .array(
    z.discriminatedUnion('type', [
      bounceEvent,
      complaintEvent,
      unsubscribeEvent,
      resubscribeEvent,
      deliveredEvent,
      deferredEvent,
      autoReplyEvent,
      accountEvent,
    ]),
    { error: 'expected an array of events' },
  )
  .max(mostEvents, `expected at most ${mostEvents} events; record them in parts`)
export const feedbackOptions = z.strictObject({ source: field.line(200) })
