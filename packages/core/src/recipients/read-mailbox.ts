import type { ParsedMailbox } from '../content/composer.ts'
import { SillageError } from '../domain/errors.ts'
import { checkAddress, parseMailbox } from './address.ts'

/** How merge fields begin, for every engine whose templates look like those of Mustache. */
const mark = '{{'

/** True where a text holds merge fields. */
export const hasFields = (text: string): boolean => text.includes(mark)

/**
 * Reads a mailbox of a campaign, whose name may hold merge fields; of `replyTo` the address as well, which is checked
 * in each message. Throws `invalid_address`.
 */
export function readMailbox(text: string, field: 'from' | 'replyTo'): ParsedMailbox {
  if (!hasFields(text)) return parseMailbox(text, field)
  const opens = text.lastIndexOf('<')
  const isNamed = opens >= 0 && text.trimEnd().endsWith('>')
  const address = (isNamed ? text.slice(opens + 1, text.lastIndexOf('>')) : text).trim()
  const name = isNamed ? unquoted(text.slice(0, opens).trim()) : ''
  if (!hasFields(address)) checkAddress(address, field)
  else if (field === 'from')
    throw new SillageError(
      'invalid_address',
      'from: expected merge fields in the name alone; the address of the sender is the same for all recipients.',
      { field },
    )
  return name === '' ? { address } : { name, address }
}

const unquoted = (name: string): string =>
  name.length > 1 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1).replace(/\\(.)/g, '$1') : name
