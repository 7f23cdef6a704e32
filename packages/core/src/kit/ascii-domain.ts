import { domainToASCII } from 'node:url'

/**
 * Node reads what is no part of a name as URLs do: it ends the domain at a slash, and decodes percent sequences. The
 * mail would go to another domain than the one that was written.
 */
const ofNoName = /[^A-Za-z0-9._\-\u0080-\u{10ffff}]/u

/**
 * The domain of an address as DNS and SMTP have it: an international one in its ASCII form (UTS 46, RFC 5891), any
 * other unchanged. Empty for one without such a form; whether an ASCII one is well-formed is not checked.
 */
export function asciiDomain(domain: string): string {
  if (/^[\x21-\x7e]+$/.test(domain)) return domain
  // Before Unicode 15.1 its tables made another letter of the capital one.
  return ofNoName.test(domain) ? '' : domainToASCII(domain.replaceAll('ẞ', 'ß'))
}
