import { asciiDomain } from './ascii-domain.ts'

/**
 * What makes two spellings of an address one mailbox: everything in lower case, an international domain in its ASCII
 * form, no surrounding spaces. For comparing only: the author's spelling is kept for showing and sending, because RFC
 * 5321 leaves the part before the @ to the receiving host, which may be case-sensitive.
 */
export function addressKey(email: string): string {
  const address = email.trim()
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  // Its own rules say what is lower case in a domain; JavaScript's differ, for a Greek name's last letter.
  return address.slice(0, at).toLowerCase() + (asciiDomain(domain) || domain).toLowerCase()
}
