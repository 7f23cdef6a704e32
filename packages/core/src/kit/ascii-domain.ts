import { domainToASCII } from 'node:url'

/**
 * The domain of an address as DNS and SMTP have it: an international one in its ASCII form (RFC 5891), any other as it is. Empty for one that has no such
 * form; whether an ASCII one is well-formed is not looked at.
 */
export function asciiDomain(domain: string): string {
  return /^[\x21-\x7e]+$/.test(domain) ? domain : domainToASCII(domain)
}
