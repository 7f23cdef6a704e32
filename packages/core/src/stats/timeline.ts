import type { Timeline, TimelineBucket, TimelineItem } from '../domain/stats.ts'
import type { TimelineHour } from '../store/port/timeline.ts'
import { HOUR_MS } from '../store/rules/hours.ts'

const shown = ['sent', 'failed', 'skipped', 'unknown', 'opens', 'clicks'] as const satisfies (keyof TimelineItem)[]

/** Hours, oldest first, as they are or added up to days of UTC. */
export function timelineOf(hours: readonly TimelineHour[], bucket: TimelineBucket): Timeline {
  const size = bucket === 'day' ? 24 * HOUR_MS : HOUR_MS
  const items = new Map<number, TimelineItem>()
  for (const hour of hours) {
    if (shown.every((name) => hour[name] === 0)) continue
    const start = Math.floor(hour.hour / size) * size
    const item = items.get(start) ?? emptyItem(start)
    items.set(start, item)
    for (const name of shown) item[name] += hour[name]
  }
  return { bucket, items: [...items.values()] }
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
