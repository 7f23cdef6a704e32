import { remember } from '../domain/remember.ts'
import { networkOf } from './client-address.ts'

/** What is kept of an address: all of it, its network (/24 or /48), or nothing. Default `truncated`. */
export type IpPolicy = 'full' | 'truncated' | 'none'
/** What is kept of a User-Agent: all of it (to 512 characters), the program's name, or nothing. Default `full`. */
export type UserAgentPolicy = 'full' | 'family' | 'none'

const MAX_USER_AGENT = 512

export function keepIp(address: string | null, policy: IpPolicy): string | null {
  if (address === null || policy === 'none') return null
  return policy === 'full' ? address : networkOf(address)
}

export function keepUserAgent(userAgent: string | null, policy: UserAgentPolicy): string | null {
  if (userAgent === null || policy === 'none') return null
  return policy === 'full' ? userAgent : family(userAgent)
}

/** Cuts a header to a sane length and takes out what a database or a terminal would stumble over. */
export function cleanUserAgent(header: string | undefined): string | null {
  return header === undefined || header === '' ? null : cleaned(header)
}

const cleaned = remember((header: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const clean = header.slice(0, MAX_USER_AGENT).replace(/[\u0000-\u001f\u007f]/g, ' ')
  return clean.isWellFormed() ? clean : clean.toWellFormed()
}, 2_000)

/** Most telling name first: proxies and mail programs carry browsers' names in theirs. */
const families: readonly (readonly [RegExp, string])[] = [
  [/GoogleImageProxy/i, 'Gmail image proxy'],
  [/YahooMailProxy/i, 'Yahoo mail proxy'],
  [/OneOutlook|Microsoft Outlook|ms-office|MSOffice/i, 'Outlook'],
  [/Thunderbird/i, 'Thunderbird'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox\/|FxiOS/, 'Firefox'],
  [/Chrome\/|CriOS/, 'Chrome'],
  [/^Mozilla\/5\.0$/, 'Apple Mail privacy'],
  [/AppleWebKit.*(?:Mobile|Macintosh)(?!.*Safari)/, 'Apple Mail'],
  [/Safari\//, 'Safari'],
]

function family(userAgent: string): string {
  return families.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'other'
}
