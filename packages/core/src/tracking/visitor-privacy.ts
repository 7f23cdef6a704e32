import { remember } from '../kit/remember.ts'
import { networkOf } from './client-address.ts'
import { familyOf } from './rules/user-agents.ts'

/**
 * What is kept of an address: all of it, its network (/24 of IPv4, /48 of IPv6), or nothing. Default `truncated`. It is
 * cut before a hit is judged and stored; with `none` all hits of a message seem to come from one network.
 */
export type IpPolicy = 'full' | 'truncated' | 'none'
/**
 * What is kept of a User-Agent: all of it (to 512 characters), the program's name (such as `Thunderbird`,
 * `Gmail image proxy`, `robot` or `other`), or nothing. Default `full`. It is cut before a hit is judged. A name is
 * judged as the whole line would be; without either every hit that behaviour does not show to be a machine's is
 * `unknown`.
 */
export type UserAgentPolicy = 'full' | 'family' | 'none'

const MAX_USER_AGENT = 512

export function keepIp(address: string | null, policy: IpPolicy): string | null {
  if (address === null || policy === 'none') return null
  return policy === 'full' ? address : networkOf(address)
}

export function keepUserAgent(userAgent: string | null, policy: UserAgentPolicy): string | null {
  if (userAgent === null || policy === 'none') return null
  return policy === 'full' ? userAgent : familyOf(userAgent)
}

/** Cuts a header to a sane length and removes characters that harm a database or a terminal. */
export function cleanUserAgent(header: string | undefined): string | null {
  return header === undefined || header === '' ? null : cleaned(header)
}

const cleaned = remember((header: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const clean = header.slice(0, MAX_USER_AGENT).replace(/[\u0000-\u001f\u007f]/g, ' ')
  return clean.isWellFormed() ? clean : clean.toWellFormed()
}, 2_000)
