import { z } from 'zod'
import { failureKinds } from '../message.ts'

const messageId = z.string({ error: 'expected the id of a message' })
const at = z.number({ error: 'expected a time in milliseconds since the epoch' })
const text = z.string({ error: 'expected text' })
const flag = z.boolean({ error: 'expected true or false' })

export const bounceInput = z.strictObject({
  messageId,
  permanent: flag,
  error: z.strictObject({
    kind: z.enum(failureKinds),
    message: text,
    code: z.number({ error: 'expected an SMTP reply code' }).optional(),
    enhancedCode: text.optional(),
  }),
  suppress: flag.optional(),
  recipient: text.optional(),
  at: at.optional(),
  kind: z
    .enum(['bounce', 'delay', 'complaint'])
    .refine(
      (kind): boolean => kind === 'bounce',
      'expected a bounce: give a complaint to recordComplaint, and nothing for a delay',
    )
    .optional(),
  status: text.optional(),
  diagnostic: text.optional(),
})

export const complaintInput = z.strictObject({ messageId, at: at.optional() })
