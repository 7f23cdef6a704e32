import type { Mailbox } from '../domain/mailbox.ts'
import { checkAddress } from './address.ts'
import { hasFields } from './read-mailbox.ts'

/** Words that no reader of addresses takes for anything else, with one space between them. */
const bareName = /^[\p{L}\p{M}\p{N}]+(?: [\p{L}\p{M}\p{N}]+)*$/u

/**
 * A mailbox as one text, which `parseMailbox` reads back: a name is quoted where it has to be. Throws `invalid_address`
 * for parts whose `email` is not one address; a text is returned as it is.
 */
export function mailboxText(mailbox: Mailbox, field = 'from'): string {
  if (typeof mailbox === 'string') return mailbox
  // With merge fields in it, it is checked where it is read.
  const email = hasFields(mailbox.email) ? mailbox.email.trim() : checkAddress(mailbox.email, `${field}.email`)
  const name = mailbox.name?.trim() ?? ''
  if (name === '') return email
  return `${bareName.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`} <${email}>`
}
