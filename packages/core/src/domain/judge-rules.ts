import type { Verdict } from './event.ts'

/** What becomes of opens and clicks that come sooner than a person is likely to read, as a list. */
export const earlyHits = ['count', 'leave-out'] as const
/** Counted as what they seem to be, with a figure beside (`early`); or counted as a machine's. */
export type EarlyHits = (typeof earlyHits)[number]

/**
 * What in the rules can be set. Counts are whole numbers from 2, times milliseconds from 0; others are
 * `invalid_option`. Defaults follow what operators of other systems report of scanners, where nothing else is said.
 * Stored hits keep the verdict they got: `reclassify` applies other values to them.
 */
export interface RuleThresholds {
  /** So many distinct links of one message by one fetcher … @default 3 */
  burstLinks: number
  /** … within this time are a burst. @default 10000 */
  burstWindowMs: number
  /** The unsubscribe page and a content link by one fetcher within this time. @default 60000 */
  pairWindowMs: number
  /** One program in so many networks (/24, /48) for one recipient … @default 3 */
  networks: number
  /** … within this time. @default 30000 */
  networksWindowMs: number
  /**
   * Clicks within this time are at the same moment: of one link by one program from two networks, or from `networks` of
   * them by any. @default 2000
   */
  parallelMs: number
  /**
   * A hit sooner after delivery than this is early: a weak sign, by which a person's is `unknown`. The default is our
   * own judgement; no operator publishes a figure. @default 2000
   */
  earlyMs: number
  /**
   * `leave-out`: an early open is judged `prefetch` and an early click `scanner`, so that neither counts in the
   * headline, proxies included; whoever reads so fast is left out too. @default 'count'
   */
  earlyHits: EarlyHits
}

/**
 * What a consent that was neither given nor refused counts as, for each kind of measurement. Default: yes for opens and
 * clicks, no for read time. It is read when a message is composed and again when a hit arrives; what is no then is
 * neither stored nor counted.
 */
export interface UnsetConsent {
  opens: boolean
  clicks: boolean
  readTime: boolean
}

/** The rules for judging hits, as plain data: the same rules make the same judge in any thread. */
export interface JudgeRules {
  thresholds: RuleThresholds
  unsetConsent: UnsetConsent
  /** Who is behind the host's own networks, by their names (`detail.network` of a hit). */
  networks?: Readonly<Record<string, Verdict>> | undefined
}
