import type { Campaign } from './campaign.ts'
import type { UnsubscribeReason } from './recipient.ts'
import type { When } from './when.ts'

/**
 * Hits of one kind. `total` and `unique` (messages with at least one) leave machines out; `machine` counts those;
 * `early` are those of `total` that came sooner after delivery than `tracking.rules.earlyMs`, as fetches at delivery
 * and slow scanners do; `tracked` is how many sent messages measured it, the denominator of rates. Shared pixels and
 * links (`aggregate`) count in `total` and `machine` only: their recipients are unknown, and when they were sent to.
 */
export interface HitCounts {
  total: number
  unique: number
  machine: number
  early: number
  tracked: number
}

/**
 * How long recipients had a mail open, in milliseconds, each recipient's reads added up, over those who could be
 * measured. The mean is rounded to 1 ms, the median to 100 ms. A read that reached `capMs` counts as that, so both are
 * rather low.
 */
export interface ReadTime {
  meanMs: number
  medianMs: number
  /** How many recipients could be measured. */
  measured: number
  /** measured ÷ recipients who opened, 0 … 1: mail programs with a proxy cannot be measured. */
  coverage: number
}

/**
 * Headline clicks on one authored destination: all of them, and by how many recipients. `url` is a template where it is
 * personalised.
 */
export interface LinkStats {
  id: string
  url: string
  total: number
  unique: number
}

/**
 * The three rates of a campaign, 0 … 1, and 0 when the denominator is 0. Denominators are messages that were sent with
 * that measurement on, so that recipients who did not agree lower no rate. `rates` computes them, in the core and in
 * pages.
 */
export interface Rates {
  /** unique opens ÷ sent messages with open tracking on. */
  openRate: number
  /** unique clicks ÷ sent messages with click tracking on. */
  clickRate: number
  /** unique clicks ÷ unique opens. */
  clickToOpenRate: number
}

/**
 * Everything the results page shows above its table: counters of the campaign's one row, its links, and the read time,
 * null when nobody could be measured. Reading it costs the same at any size.
 */
export interface CampaignStats extends Rates {
  campaign: Campaign
  sent: number
  failed: number
  skipped: number
  unknown: number
  /**
   * Messages that a server said are delivered; null: nothing reports deliveries yet. Sent less bounces would not be
   * that: a bounce may come days later, and comes only where it is read.
   */
  delivered: number | null
  /** Messages that came back, each once: `hard` for good, `soft` for a reason that may pass or is not known. */
  bounces: { hard: number; soft: number }
  complaints: number
  unsubscribes: number
  /** How many of those said why they left, by what they said. */
  unsubscribeReasons: Record<UnsubscribeReason, number>
  opens: HitCounts
  clicks: HitCounts
  readTime: ReadTime | null
  links: LinkStats[]
}

/** The width of a bucket of the timeline. Days are days of UTC. */
export type TimelineBucket = 'hour' | 'day'

/** Which buckets a timeline has. */
export interface TimelineQuery {
  /** @default 'hour' */
  bucket?: TimelineBucket | undefined
  /** Whose days they are, such as `Europe/Paris`. @default 'UTC' */
  timeZone?: string | undefined
}

/**
 * The hours of UTC that a period touches: those that end after `since` and begin before `until`; without one of them,
 * all before or from then on. `until` is later than `since`.
 */
export interface Period {
  since?: When | undefined
  until?: When | undefined
}

/**
 * What happened in one bucket, which begins at `at` (ISO 8601 UTC): messages that were sent, or ended without it, and
 * headline opens and clicks, whenever their messages were sent.
 */
export interface TimelineItem {
  at: string
  sent: number
  failed: number
  skipped: number
  unknown: number
  opens: number
  clicks: number
}

/**
 * What happened when, oldest bucket first; empty ones are left out. Counted as it happens, by hour; a verdict that
 * changes later changes its hour, and a message that is tried again leaves the hour in which it failed.
 */
export interface Timeline {
  bucket: TimelineBucket
  items: TimelineItem[]
}

/** What a program runs on, as a list; `unknown` where it does not say. */
export const devices = ['unknown', 'phone', 'tablet', 'computer'] as const
/** What a program runs on. An iPad mostly says what a Mac says, and counts as a computer. */
export type Device = (typeof devices)[number]

/** A program that opens or clicks were made with: of mail, a browser, or what fetches for a mail provider. */
export interface Program {
  /**
   * As it is known, such as `Apple Mail` or `Gmail`; `other` of one that is in no table of ours, `robot` of machines
   * that are in none, `unknown` of a hit that showed nothing.
   */
  name: string
  device: Device
}

/**
 * Hits with one program: `total` without machines, `machine` those. All programs together have as many as `stats` says.
 */
export interface ProgramStats extends Program {
  opens: Pick<HitCounts, 'total' | 'machine'>
  clicks: Pick<HitCounts, 'total' | 'machine'>
}

/** The programs of a campaign, all of them, the most used first: their number is bounded by our tables. */
export interface Programs {
  items: ProgramStats[]
}
