import { z } from 'zod'
import * as field from './fields.ts'
import { alwaysReserved } from './reserved-headers.ts'

const written = /^[A-Za-z0-9-]{1,76}$/

/** Whether a header can have this name. */
export const isHeaderName = (name: string): boolean => written.test(name)

const headerName = z
  .string()
  .regex(written, 'expected a header name of letters, digits and hyphens')
  .superRefine((name, context) => {
    const message = alwaysReserved.find((reserved) => reserved.name.test(name))?.expected
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

/**
 * Headers of the host's own by name. Names differ by more than their case, which mail servers ignore. Those that a mail
 * service acts on are the installation's matter (`campaigns/check-headers.ts`).
 */
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
