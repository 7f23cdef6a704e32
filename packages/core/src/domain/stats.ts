import type { Campaign } from './campaign.ts'

/** Hits of one kind. `total` and `unique` leave machines out; `machine` counts those; `tracked` is how many sent messages measured it. */
export interface HitCounts {
  total: number
  unique: number
  machine: number
  tracked: number
}

/** How long recipients had a mail open, in milliseconds, over those who could be measured. The median is exact to 100 ms. */
export interface ReadTime {
  meanMs: number
  medianMs: number
  /** How many recipients could be measured. */
  measured: number
  /** measured ÷ recipients who opened. */
  coverage: number
}

/** Headline clicks on one authored destination: all of them, and by how many recipients. */
export interface LinkStats {
  id: string
  url: string
  total: number
  unique: number
}

/** Rates are 0 … 1, and 0 when the denominator is 0. */
export interface Rates {
  /** unique opens ÷ sent messages with open tracking on. */
  openRate: number
  /** unique clicks ÷ sent messages with click tracking on. */
  clickRate: number
  /** unique clicks ÷ unique opens. */
  clickToOpenRate: number
}

/** Everything the results page shows above its table. */
export interface CampaignStats extends Rates {
  campaign: Campaign
  sent: number
  failed: number
  skipped: number
  unknown: number
  bounces: number
  complaints: number
  unsubscribes: number
  opens: HitCounts
  clicks: HitCounts
  readTime: ReadTime | null
  links: LinkStats[]
}

/** The width of a bucket of the timeline. Days are days of UTC. */
export type TimelineBucket = 'hour' | 'day'

/**
 * What happened when: messages sent and headline opens and clicks, by the beginning of each bucket (ISO 8601 UTC). Empty buckets are left
 * out.
 */
export interface Timeline {
  bucket: TimelineBucket
  items: { at: string; sent: number; opens: number; clicks: number }[]
}
