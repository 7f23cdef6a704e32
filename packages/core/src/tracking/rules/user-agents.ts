import { isbot } from 'isbot'
import type { Verdict } from '../../domain/event.ts'
import { remember } from '../../kit/remember.ts'
import { familyOfReader, isFamilyOfReader } from './families.ts'

interface Signature {
  pattern: RegExp
  /** What is kept of the line where only the name may be; judged alike. */
  family: string
  verdict: Verdict
  reason: string
}

/**
 * Programs that declare themselves. Mail proxies come first: `isbot` takes Gmail's and Yahoo's for machines, though a
 * person is behind them, and Apple's prefetcher for a mere browser.
 */
const signatures: readonly Signature[] = [
  { pattern: /GoogleImageProxy/i, family: 'Gmail image proxy', verdict: 'proxy', reason: 'gmail_proxy' },
  { pattern: /YahooMailProxy/i, family: 'Yahoo mail proxy', verdict: 'proxy', reason: 'yahoo_proxy' },
  {
    pattern: /Chrome\/42\.0\.2311\.135 Safari\/537\.36 Edge\/12\.246/,
    family: 'Mail prefetcher',
    verdict: 'prefetch',
    reason: 'mail_prefetch',
  },
  { pattern: /^Mozilla\/5\.0$/, family: 'Apple Mail privacy', verdict: 'prefetch', reason: 'apple_mail_privacy' },
  { pattern: /OneOutlook\//, family: 'Outlook preview', verdict: 'prefetch', reason: 'outlook_preview' },
  { pattern: /Barracuda/i, family: 'Barracuda', verdict: 'scanner', reason: 'declared_scanner' },
]

/** Outlook's image proxy fetches for readers on Outlook.com; it shows one of these, and only for images. */
const outlookImageProxy = /\b(?:Outlook-?Image-?Proxy|ms-office|Microsoft Office|Microsoft Outlook)\b/i
const namesOutlookProxy = /Outlook[- ]?Image[- ]?Proxy/i
const outlookProxyFamily = 'Outlook image proxy'
const robotFamily = 'robot'

/**
 * The name of the program behind a User-Agent, for installations that keep no more. It is judged like the whole line,
 * so that an installation that keeps little counts the same: proxies, prefetchers and robots have names of their own.
 */
export const familyOf = remember((userAgent): string => {
  const known = signatureOf(userAgent)
  if (known !== undefined) return known.family
  if (namesOutlookProxy.test(userAgent)) return outlookProxyFamily
  const isReader = outlookImageProxy.test(userAgent) || !isbot(userAgent)
  return isReader ? familyOfReader(userAgent) : robotFamily
}, 2_000)

function signatureOf(userAgent: string): Signature | undefined {
  return signatures.find(({ pattern, family }) => pattern.test(userAgent) || family === userAgent)
}

/** Judges a User-Agent alone; undefined when it shows nothing. */
export function judgeUserAgent(userAgent: string | null, isImage: boolean): Declared | undefined {
  return userAgent === null ? undefined : (isImage ? ofImages : ofPages)(userAgent)
}

type Declared = { verdict: Verdict; reason: string }
// The expression of `isbot` takes 5 µs, and most readers share a few programs.
const ofImages = remember((userAgent) => declared(userAgent, true), 2_000)
const ofPages = remember((userAgent) => declared(userAgent, false), 2_000)

function declared(userAgent: string, isImage: boolean): Declared | undefined {
  const known = signatureOf(userAgent)
  if (known !== undefined) return { verdict: known.verdict, reason: known.reason }
  if (isImage && namesOutlookProxy.test(userAgent)) return { verdict: 'proxy', reason: 'outlook_proxy' }
  if ((isImage && outlookImageProxy.test(userAgent)) || isFamilyOfReader(userAgent)) return undefined
  return isbot(userAgent) ? { verdict: 'scanner', reason: 'declared_bot' } : undefined
}

/** True for programs that load an image to its end at once, so that how long it was shown cannot be measured. */
export function loadsAtOnce(userAgent: string | null): boolean {
  const judged = judgeUserAgent(userAgent, true)
  return judged !== undefined && judged.verdict !== 'human'
}
