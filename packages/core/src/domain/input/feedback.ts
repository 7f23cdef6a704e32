import { z } from 'zod'
import { failureKinds } from '../message.ts'
import * as field from './fields.ts'

const text = z.string({ error: 'expected text' })
const flag = z.boolean({ error: 'expected true or false' })

const about = {
  refs: z.strictObject({ messageId: z.string({ error: 'expected the id of a message' }) }),
  at: field.when.optional(),
}

const bounceEvent = z.strictObject({
  ...about,
  type: z.literal('bounce'),
  recipient: text.optional(),
  bounce: z.strictObject({
    permanent: flag,
    error: z.strictObject({
      kind: z.enum(failureKinds),
      message: text,
      code: z.number({ error: 'expected an SMTP reply code' }).optional(),
      enhancedCode: text.optional(),
    }),
    suppress: flag.optional(),
  }),
})

const complaintEvent = z.strictObject({
  ...about,
  type: z.literal('complaint'),
  complaint: z.strictObject({ feedbackType: field.line(200).optional() }).optional(),
})

/** Events recorded by one call. */
const mostEvents = 1_000

export const feedbackEvents = z
  .array(z.discriminatedUnion('type', [bounceEvent, complaintEvent]), { error: 'expected an array of events' })
  .max(mostEvents, `expected at most ${mostEvents} events; record them in parts`)
export const feedbackOptions = z.strictObject({ source: field.line(200) })
