import { type Clock, monotonic } from '../domain/clock.ts'

const BAD_A_MINUTE = 300
const MINUTE_MS = 60_000
const SOURCES = 10_000

/**
 * Counts tokens that do not open, by source. Genuine ones are never limited: a mail proxy is one source for many
 * people. Memory is bounded: with more sources than kept in one minute, the oldest are dropped.
 */
export interface BadTokens {
  /** Counts one; true when this source has sent so many in this minute that it gets no page any more. */
  note(source: string): boolean
}

export function createBadTokens(clock: Clock): BadTokens {
  let minute = Number.NaN
  const counts = new Map<string, number>()
  return {
    note(source) {
      const now = Math.floor(monotonic(clock) / MINUTE_MS)
      if (now !== minute) {
        minute = now
        counts.clear()
      }
      const count = (counts.get(source) ?? 0) + 1
      counts.set(source, count)
      if (counts.size > SOURCES) counts.delete(counts.keys().next().value as string)
      return count > BAD_A_MINUTE
    },
  }
}
