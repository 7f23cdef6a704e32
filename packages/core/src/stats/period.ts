import { SillageError } from '../domain/errors.ts'
import type { Period } from '../domain/stats.ts'
import type { StreamStats } from '../domain/stream.ts'
import { msOf } from '../domain/when.ts'
import type { HourRange, TimelineHour } from '../store/port/timeline.ts'
import { HOUR_MS, hourOf } from '../store/rules/hours.ts'
import { addToHour, emptyHour, type Hours } from '../store/rules/timeline.ts'
import { rates } from './rates.ts'

/** The hours that a period touches. Throws `invalid_field` for one that ends before it begins. */
export function hoursOf({ since, until }: Period): HourRange {
  const [from, to] = [since, until].map((at) => (at === undefined ? undefined : msOf(at)))
  if (from !== undefined && to !== undefined && to <= from)
    throw new SillageError('invalid_field', 'until: expected a time after since.', { field: 'until' })
  return {
    from: from === undefined ? undefined : hourOf(from),
    before: to === undefined ? undefined : hourOf(to - 1) + HOUR_MS,
  }
}

/** The figures of the messages that were sent, or ended, in these hours. */
export function figuresOf(hours: readonly TimelineHour[]): Omit<StreamStats, 'stream'> {
  const sums: Hours = new Map()
  for (const hour of hours) addToHour(sums, 0, hour)
  const { sent, failed, skipped, unknown, ...sum } = sums.get(0) ?? emptyHour()
  const notCounted = { machine: null, early: null }
  const opens = { total: sum.opens, unique: sum.opened, tracked: sum.opensTracked, ...notCounted }
  const clicks = { total: sum.clicks, unique: sum.clicked, tracked: sum.clicksTracked, ...notCounted }
  return {
    sent,
    failed,
    skipped,
    unknown,
    delivered: null,
    bounces: { hard: sum.hardBounced, soft: sum.bounced - sum.hardBounced },
    complaints: sum.complained,
    unsubscribes: sum.unsubscribed,
    unsubscribeReasons: null,
    opens,
    clicks,
    ...rates(opens, clicks),
    readTime: null,
    links: null,
  }
}
