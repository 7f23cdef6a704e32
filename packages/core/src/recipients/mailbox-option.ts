import { headerSafe } from '../content/html/escape.ts'
import { type Check, object, refuse, required, shown, text } from '../domain/expect/index.ts'
import type { Mailbox } from '../domain/mailbox.ts'
import { checkAddress, parseMailbox } from './address.ts'

const LONGEST_NAME = 200

const parts = object<Exclude<Mailbox, string>>({
  email: required((value, path) => addressOption(value, path)),
  name: text(
    `a name of one line, at most ${LONGEST_NAME} characters`,
    (name) => headerSafe(name, LONGEST_NAME) === name.trim(),
  ),
})

/** Checks an option that is one mailbox, as text or in parts. */
export const mailboxOption: Check<Mailbox> = (value, path) => {
  if (typeof value === 'object' && value !== null) return parts(value, path)
  const expected = 'one sender such as Name <name@example.org> or { email, name }'
  const mailbox = text(expected)(value, path)
  try {
    parseMailbox(mailbox, path)
  } catch (cause) {
    refuse(path, expected, shown(mailbox), cause)
  }
  return mailbox
}

/** Checks an option that is one address. `given` is what the message repeats, where `value` was made of it. */
export function addressOption(value: unknown, path: string, given = value): string {
  const expected = 'an address such as name@example.org'
  const address = text(expected)(value, path)
  try {
    return checkAddress(address)
  } catch (cause) {
    return refuse(path, expected, shown(given), cause)
  }
}
