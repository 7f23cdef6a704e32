import type { Timeline, TimelineBucket, TimelineItem } from '../domain/stats.ts'
import type { TimeZone } from '../kit/time-zone.ts'
import type { TimelineHour } from '../store/port/timeline.ts'
import { HOUR_MS } from '../store/rules/hours.ts'

const shown = ['sent', 'failed', 'skipped', 'unknown', 'opens', 'clicks'] as const satisfies (keyof TimelineItem)[]

const DAY_MS = 24 * HOUR_MS
/** Clocks are set by two hours at most. */
const SHORTEST_DAY_MS = 22 * HOUR_MS
const utc: TimeZone = { offsetAt: () => 0 }

/**
 * Hours, oldest first, as they are or added up to the days of a time zone. Where its clocks are half an hour ahead of
 * others, an hour that holds midnight counts to the day in which it begins.
 */
export function timelineOf(hours: readonly TimelineHour[], bucket: TimelineBucket, zone: TimeZone = utc): Timeline {
  const items = new Map<number, TimelineItem>()
  let day = Number.NEGATIVE_INFINITY
  for (const hour of hours) {
    if (shown.every((name) => hour[name] === 0)) continue
    // A platform takes some 10 µs to say what a zone's clocks show, and years have many hours.
    if (bucket === 'day' && hour.hour >= day + SHORTEST_DAY_MS) day = dayOf(hour.hour, zone)
    const start = bucket === 'day' ? day : hour.hour
    const item = items.get(start) ?? emptyItem(start)
    items.set(start, item)
    for (const name of shown) item[name] += hour[name]
  }
  return { bucket, items: [...items.values()] }
}

/** When the day of a moment begins in a zone. Where clocks leave midnight out, with the first moment behind it. */
function dayOf(ms: number, { offsetAt }: TimeZone): number {
  const midnight = Math.floor((ms + offsetAt(ms)) / DAY_MS) * DAY_MS
  const begin = midnight - offsetAt(midnight - offsetAt(ms))
  return Math.floor((begin + offsetAt(begin)) / DAY_MS) * DAY_MS === midnight ? begin : begin + HOUR_MS
}

const emptyItem = (at: number): TimelineItem => ({
  at: new Date(at).toISOString(),
  sent: 0,
  failed: 0,
  skipped: 0,
  unknown: 0,
  opens: 0,
  clicks: 0,
})
