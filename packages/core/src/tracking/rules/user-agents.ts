import type { Verdict } from '../../domain/event.ts'
import type { Program } from '../../domain/stats.ts'
import { remember } from '../../kit/remember.ts'
import { deviceOf } from './devices.ts'
import { familyOfReader, isFamilyOfReader } from './families.ts'
import { type Fetcher, fetchers } from './mail-proxies.ts'
import { isRobot } from './robots.ts'

const robotFamily = 'robot'

/**
 * The name of the program behind a User-Agent, for installations that keep no more. It is judged like the whole line,
 * so that an installation that keeps little counts the same: proxies, prefetchers and robots have names of their own.
 */
export const familyOf = remember((userAgent): string => {
  const known = fetcherOf(userAgent)
  if (known !== undefined) return known.family
  return isReader(userAgent) ? familyOfReader(userAgent) : robotFamily
}, 2_000)

/**
 * The program behind a User-Agent, or behind the name that stands in place of one. Names are those of our tables, so
 * that their number is bounded whatever requests say.
 */
export const programOf = remember((userAgent): Program => {
  const known = fetcherOf(userAgent)
  if (known !== undefined) return { name: known.program, device: 'unknown' }
  if (!isReader(userAgent)) return { name: robotFamily, device: 'unknown' }
  return { name: familyOfReader(userAgent), device: deviceOf(userAgent) }
}, 2_000)

function fetcherOf(userAgent: string): Fetcher | undefined {
  return fetchers.find(({ pattern, family }) => pattern.test(userAgent) || family === userAgent)
}

/** A name that stands in place of a line is a reader's, unless it is a fetcher's or `robot`. */
const isReader = (userAgent: string): boolean => isFamilyOfReader(userAgent) || !isRobot(userAgent)

/** Judges a User-Agent alone, whatever it asks for; undefined when it shows nothing. */
export function judgeUserAgent(userAgent: string | null): Declared | undefined {
  return userAgent === null ? undefined : declared(userAgent)
}

type Declared = { verdict: Verdict; reason: string }
// The tables and the expression of `isbot` take some 5 µs, and most readers share a few programs.
const declared = remember((userAgent): Declared | undefined => {
  const known = fetcherOf(userAgent)
  if (known !== undefined) return { verdict: known.verdict, reason: known.reason }
  return isReader(userAgent) ? undefined : { verdict: 'scanner', reason: 'declared_bot' }
}, 2_000)

/** True for programs that load an image to its end at once, so that how long it was shown cannot be measured. */
export function loadsAtOnce(userAgent: string | null): boolean {
  const judged = judgeUserAgent(userAgent)
  return judged !== undefined && judged.verdict !== 'human'
}
