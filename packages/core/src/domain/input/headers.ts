import { z } from 'zod'
import * as field from './fields.ts'

/** Headers that a campaign does not set itself, by name, and what is expected instead. */
const reserved: readonly (readonly [name: RegExp, expected: string])[] = [
  [/^(?:from|sender)$/i, 'expected the sender in the field from'],
  [/^reply-to$/i, 'expected the reply address in the field replyTo'],
  [/^subject$/i, 'expected the subject in the field subject'],
  [/^(?:to|cc|bcc)$/i, 'expected no header with addresses: each message goes to one recipient alone'],
  [
    /^(?:list-.*|precedence|auto-submitted|feedback-id)$/i,
    'expected headers that mark mails in the option sending.marks of createSillage',
  ],
  [
    /^(?:date|message-id|mime-version|content-.*|dkim-signature|return-path|received|x-sillage-.*)$/i,
    'expected a header that neither the library nor a mail server writes',
  ],
]

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,76}$/, 'expected a header name of letters, digits and hyphens')
  .superRefine((name, context) => {
    const message = reserved.find(([pattern]) => pattern.test(name))?.[1]
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

/** Headers of the host's own by name. Names differ by more than their case, which mail servers ignore. */
export const headersInput = z
  .record(headerName, field.line(900), {
    // Of a name that is refused Zod says only that it is; why is in the issues of the name.
    error: (issue) => (issue.code === 'invalid_key' ? issue.issues?.[0]?.message : undefined),
  })
  .superRefine((headers, context) => {
    const seen = new Map<string, string>()
    for (const name of Object.keys(headers)) {
      const first = seen.get(name.toLowerCase())
      if (first === undefined) seen.set(name.toLowerCase(), name)
      else context.addIssue({ code: 'custom', path: [name], message: `expected each header once, got ${first} too` })
    }
  })
