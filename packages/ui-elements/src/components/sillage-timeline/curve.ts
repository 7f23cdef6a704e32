import type { TimelineBucket, TimelineItem } from '@sillage/core/browser'

/** What is drawn of a timeline: a `Timeline` is one, and so is one that was filled with empty hours. */
export interface Curve {
  bucket: TimelineBucket
  items: Pick<TimelineItem, 'at' | 'sent' | 'opens' | 'clicks'>[]
}
