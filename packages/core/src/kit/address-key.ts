import { asciiDomain } from './ascii-domain.ts'

/**
 * What makes two spellings of an address one mailbox: everything in lower case, an international domain in its ASCII
 * form, no surrounding spaces. For comparing only: the author's spelling is kept for showing and sending, because RFC
 * 5321 leaves the part before the @ to the receiving host, which may be case-sensitive.
 */
export function addressKey(email: string): string {
  const address = email.trim().toLowerCase()
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  return address.slice(0, at) + (asciiDomain(domain).toLowerCase() || domain)
}
