import type { Tries } from '../../store/port/webhook-store.ts'

/** How long one that was not told is waited for: three times as long as before, up to the longest. */
export interface Waits {
  firstMs: number
  longestMs: number
}

/** No wait is longer. */
export const LONGEST_WAIT_MS = 3_600_000

/** True when it is tried now; also where its time is further off than any wait, because the clock was set back. */
export const isDue = ({ nextAt }: Tries, now: number): boolean => nextAt <= now || nextAt - now > LONGEST_WAIT_MS

/**
 * What is noted of a fact after one more try that failed at `now`; `until` is the last moment at which it is tried,
 * `leastMs` how long it asks to be left alone.
 */
export function triedAgain(
  tries: Tries,
  now: number,
  { firstMs, longestMs }: Waits,
  { until = Number.POSITIVE_INFINITY, leastMs = 0 }: { until?: number; leastMs?: number } = {},
): Tries {
  const wait = Math.min(Math.max(firstMs * 3 ** tries.count, leastMs), longestMs)
  return { count: tries.count + 1, since: tries.since ?? now, nextAt: Math.min(now + wait, Math.max(until, now)) }
}
