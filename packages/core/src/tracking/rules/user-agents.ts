import { isbot } from 'isbot'
import type { Verdict } from '../../domain/event.ts'
import { remember } from '../../domain/remember.ts'

interface Signature {
  pattern: RegExp
  verdict: Verdict
  reason: string
}

/**
 * Programs that say who they are. Mail proxies come first: `isbot` calls Gmail's and Yahoo's machines, though a person is behind them,
 * and Apple's prefetcher a bare browser.
 */
const signatures: readonly Signature[] = [
  { pattern: /GoogleImageProxy/i, verdict: 'proxy', reason: 'gmail_proxy' },
  { pattern: /YahooMailProxy/i, verdict: 'proxy', reason: 'yahoo_proxy' },
  { pattern: /Chrome\/42\.0\.2311\.135 Safari\/537\.36 Edge\/12\.246/, verdict: 'prefetch', reason: 'mail_prefetch' },
  { pattern: /^Mozilla\/5\.0$/, verdict: 'prefetch', reason: 'apple_mail_privacy' },
  { pattern: /OneOutlook\//, verdict: 'prefetch', reason: 'outlook_preview' },
  { pattern: /Barracuda/i, verdict: 'scanner', reason: 'declared_scanner' },
]

/** Outlook's image proxy fetches for readers on Outlook.com; it shows one of these, and only for images. */
const outlookImageProxy = /\b(?:Outlook-?Image-?Proxy|ms-office|Microsoft Office|Microsoft Outlook)\b/i

/** Judges a User-Agent alone; undefined when it says nothing. */
export function judgeUserAgent(userAgent: string | null, isImage: boolean): Declared | undefined {
  return userAgent === null ? undefined : (isImage ? ofImages : ofPages)(userAgent)
}

type Declared = { verdict: Verdict; reason: string }
// The expression of `isbot` takes 5 µs, and most readers share a few programs.
const ofImages = remember((userAgent) => declared(userAgent, true), 2_000)
const ofPages = remember((userAgent) => declared(userAgent, false), 2_000)

function declared(userAgent: string, isImage: boolean): Declared | undefined {
  const known = signatures.find(({ pattern }) => pattern.test(userAgent))
  if (known !== undefined) return known
  if (isImage && outlookImageProxy.test(userAgent)) {
    return /Image-?Proxy/i.test(userAgent) ? { verdict: 'proxy', reason: 'outlook_proxy' } : undefined
  }
  return isbot(userAgent) ? { verdict: 'scanner', reason: 'declared_bot' } : undefined
}

/** True for programs that load an image to its end at once, so that how long it was shown cannot be measured. */
export function loadsAtOnce(userAgent: string | null): boolean {
  const judged = judgeUserAgent(userAgent, true)
  return judged !== undefined && judged.verdict !== 'human'
}
