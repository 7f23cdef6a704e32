import addressparser from 'nodemailer/lib/addressparser'
import type { ParsedMailbox } from '../content/composer.ts'
import { SillageError } from '../domain/errors.ts'
import { asciiDomain } from '../kit/ascii-domain.ts'

/** RFC 5321 limits: 64 octets before the @, 254 in all. */
const MAX_LOCAL = 64
const MAX_ADDRESS = 254
/**
 * A dot-atom of RFC 5322. Quoted local parts are legal and refused: an address with one is a mistake or an attack
 * (GHSA-mm7p-fcc7-pg87).
 */
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const domainPart = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/i

/**
 * One address and nothing else (the addr-spec of RFC 5322, without comments, groups or quoted parts), in the author's
 * spelling. Throws `invalid_address` with what was expected; the message holds no address, so it may be logged.
 */
export function checkAddress(email: string, field = 'email'): string {
  const fault = addressFault(email)
  if (fault !== undefined) throw new SillageError('invalid_address', `${field}: ${fault}`, { field })
  return email.trim()
}

function addressFault(email: unknown): string | undefined {
  // The values of a host's own table may not be text.
  const address = typeof email === 'string' ? email.trim() : ''
  const at = address.lastIndexOf('@')
  if (at < 1) return 'expected an address such as name@example.org'
  const local = address.slice(0, at)
  if (address.length - at > MAX_ADDRESS) return `expected at most ${MAX_ADDRESS} characters`
  const domain = asciiDomain(address.slice(at + 1))
  if (local.length > MAX_LOCAL) return `expected at most ${MAX_LOCAL} characters before the @`
  if (!localPart.test(local))
    return "expected only letters without accents, digits, dots and !#$%&'*+/=?^_`{|}~- before the @"
  if (!domainPart.test(domain)) return 'expected a domain such as example.org after the @'
  return local.length + 1 + domain.length > MAX_ADDRESS ? `expected at most ${MAX_ADDRESS} characters` : undefined
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

/** Whether an address could have this domain. */
export const isDomain = (domain: string): boolean => domainPart.test(asciiDomain(domain))

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
