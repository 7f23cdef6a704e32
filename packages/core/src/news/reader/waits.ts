import type { Tries } from '../../store/port/webhook-store.ts'

/** How long one that was not told is waited for: three times as long as before, up to the longest. */
export interface Waits {
  firstMs: number
  longestMs: number
}

/** What is noted of a fact after one more try that failed at `now`; `until` is the last moment at which it is tried. */
export function triedAgain(tries: Tries, now: number, { firstMs, longestMs }: Waits, until = Infinity): Tries {
  const wait = Math.min(firstMs * 3 ** tries.count, longestMs)
  return { count: tries.count + 1, since: tries.since ?? now, nextAt: Math.min(now + wait, Math.max(until, now)) }
}
