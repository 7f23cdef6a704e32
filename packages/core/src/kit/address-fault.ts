import { asciiDomain } from './ascii-domain.ts'

/** RFC 5321 limits: 64 octets before the @, 254 in all. */
const MAX_LOCAL = 64
const MAX_ADDRESS = 254
/**
 * A dot-atom of RFC 5322. Quoted local parts are legal and refused: an address with one is a mistake or an attack
 * (GHSA-mm7p-fcc7-pg87).
 */
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const domainPart = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/i

/** Whether this could be the domain of an address. */
export const isDomain = (domain: string): boolean => domainPart.test(asciiDomain(domain))

/** Why this is not one address and nothing else, as what was expected; undefined where it is one. */
export function addressFault(email: unknown): string | undefined {
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
