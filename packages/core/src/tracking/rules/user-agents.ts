import type { Verdict } from '../../domain/event.ts'
import { remember } from '../../kit/remember.ts'
import { familyOfReader, isFamilyOfReader, isMailProgram } from './families.ts'
import { type Fetcher, fetchers } from './mail-proxies.ts'
import { isRobot } from './robots.ts'

/** Outlook's image proxy fetches for readers on Outlook.com, and only images. */
const outlookProxy = /Outlook[- ]?Image[- ]?Proxy/i
const outlookProxyFamily = 'Outlook image proxy'
const robotFamily = 'robot'

/**
 * The name of the program behind a User-Agent, for installations that keep no more. It is judged like the whole line,
 * so that an installation that keeps little counts the same: proxies, prefetchers and robots have names of their own.
 */
export const familyOf = remember((userAgent): string => {
  const known = fetcherOf(userAgent)
  if (known !== undefined) return known.family
  if (outlookProxy.test(userAgent)) return outlookProxyFamily
  return isReader(userAgent) ? familyOfReader(userAgent) : robotFamily
}, 2_000)

function fetcherOf(userAgent: string): Fetcher | undefined {
  return fetchers.find(({ pattern, family }) => pattern.test(userAgent) || family === userAgent)
}

/** A name that stands in place of a line is a reader's or `robot`; a mail program is one whatever words it holds. */
const isReader = (userAgent: string): boolean =>
  isFamilyOfReader(userAgent) || isMailProgram(userAgent) || !isRobot(userAgent)

/** Judges a User-Agent alone; undefined when it shows nothing. */
export function judgeUserAgent(userAgent: string | null, isImage: boolean): Declared | undefined {
  return userAgent === null ? undefined : (isImage ? ofImages : ofPages)(userAgent)
}

type Declared = { verdict: Verdict; reason: string }
// An expression as long as that of `isbot` takes 5 µs, and most readers share a few programs.
const ofImages = remember((userAgent) => declared(userAgent, true), 2_000)
const ofPages = remember((userAgent) => declared(userAgent, false), 2_000)

function declared(userAgent: string, isImage: boolean): Declared | undefined {
  const known = fetcherOf(userAgent)
  if (known !== undefined) return { verdict: known.verdict, reason: known.reason }
  if (isImage && outlookProxy.test(userAgent)) return { verdict: 'proxy', reason: 'outlook_proxy' }
  return isReader(userAgent) ? undefined : { verdict: 'scanner', reason: 'declared_bot' }
}

/** True for programs that load an image to its end at once, so that how long it was shown cannot be measured. */
export function loadsAtOnce(userAgent: string | null): boolean {
  const judged = judgeUserAgent(userAgent, true)
  return judged !== undefined && judged.verdict !== 'human'
}
