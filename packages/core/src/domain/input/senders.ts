import { z } from 'zod'
import { addressFault } from '../../kit/address-fault.ts'
import * as field from './fields.ts'

export const mostSenders = 50

const address = field.email.superRefine((email, context) => {
  const fault = addressFault(email)
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
})

export const sendersInput = z
  .array(z.strictObject({ email: address, name: field.line(200).optional() }))
  .max(mostSenders)
  .superRefine((senders, context) => {
    const seen = new Set<string>()
    for (const [at, { email, name }] of senders.entries()) {
      const sender = JSON.stringify([email.toLowerCase(), name])
      if (seen.has(sender)) context.addIssue({ code: 'custom', path: [at], message: 'expected each sender once' })
      seen.add(sender)
    }
  })
  .meta({ id: 'Senders' })
