import type { TimelineItem } from '../../domain/stats.ts'

/**
 * What is counted of one hour of a campaign. First what happened in that hour: messages that ended, and headline opens
 * and clicks, whenever their messages were sent. Then what became of the messages that were sent in that hour, each
 * counted once, however late it came: the denominators of rates, and who opened, clicked, bounced (`hardBounced` among
 * them), complained and unsubscribed.
 */
export interface HourCounts extends Omit<TimelineItem, 'at'> {
  opensTracked: number
  clicksTracked: number
  opened: number
  clicked: number
  bounced: number
  hardBounced: number
  complained: number
  unsubscribed: number
}

/** Which hours, by their beginnings in milliseconds; without one of them, all before or from then on. */
export interface HourRange {
  from?: number | undefined
  before?: number | undefined
}

/** One hour of a campaign's timeline; `hour` is its beginning in UTC, in milliseconds since the epoch. */
export interface TimelineHour extends HourCounts {
  hour: number
}
