import type { Verdict } from './event.ts'

/**
 * The numbers in the rules that look back; each can be set. Counts are whole numbers from 2, times milliseconds from 0;
 * others are `invalid_option`. Defaults follow what operators of other systems report of scanners. Stored hits keep the
 * verdict they got: `reclassify` applies other numbers to them.
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
  /** A hit sooner after delivery than this is `unknown`, a weak sign. @default 2000 */
  earlyMs: number
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
