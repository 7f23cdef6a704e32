import { domainToASCII } from 'node:url'

/**
 * The domain of an address as DNS and SMTP have it: an international one in its ASCII form (RFC 5891), any other
 * unchanged. Empty for one without such a form; whether an ASCII one is well-formed is not checked.
 */
export function asciiDomain(domain: string): string {
  return /^[\x21-\x7e]+$/.test(domain) ? domain : domainToASCII(domain)
}
