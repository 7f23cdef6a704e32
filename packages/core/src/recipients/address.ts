import addressparser from 'nodemailer/lib/addressparser'
import type { ParsedMailbox } from '../content/composer.ts'
import { SillageError } from '../domain/errors.ts'
import { addressFault } from '../kit/address-fault.ts'
import { asciiDomain } from '../kit/ascii-domain.ts'

/**
 * One address and nothing else (the addr-spec of RFC 5322, without comments, groups or quoted parts), in the author's
 * spelling. Throws `invalid_address` with what was expected; the message holds no address, so it may be logged.
 */
export function checkAddress(email: string, field = 'email'): string {
  const fault = addressFault(email)
  if (fault !== undefined) throw new SillageError('invalid_address', `${field}: ${fault}`, { field })
  return email.trim()
}

/**
 * The address as SMTP takes it: an international domain in its ASCII form, all else as it was checked. Throws
 * `invalid_address` for anything that is not one address: cutting it in two at an `@` that is not there would make
 * another address of it, and mail that.
 */
export function envelopeAddress(email: string): string {
  const address = checkAddress(email, 'to')
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}@${asciiDomain(address.slice(at + 1))}`
}

/** The domain of an address, ASCII and lower case: the key of per-domain limits. */
export function domainOf(email: string): string {
  return asciiDomain(email.slice(email.lastIndexOf('@') + 1)).toLowerCase()
}

/**
 * Reads one sender such as `Sillage <hello@example.org>`; throws `invalid_address` for a list, a group or no address.
 */
export function parseMailbox(text: string, field: string): ParsedMailbox {
  const parsed = addressparser(text)
  const [only] = parsed
  if (parsed.length !== 1 || only === undefined || 'group' in only || !only.address) {
    throw new SillageError('invalid_address', `${field}: expected one sender such as Name <name@example.org>`, {
      field,
    })
  }
  const address = checkAddress(only.address, field)
  return only.name ? { name: only.name, address } : { address }
}
