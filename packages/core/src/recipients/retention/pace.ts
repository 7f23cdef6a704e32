/** A step should take no longer than this, in milliseconds. */
export const STEP_MS = 20
/** Half of it, because the next row may cost more than the last. */
const AIM_MS = STEP_MS / 2
/** A few milliseconds of work; the rest of a longer step is waiting, which fewer rows do not shorten. */
const SMALLEST = 50
const LARGEST = 1_000
const GROWTH = 1.5
const SHORTEST_PAUSE_MS = 5

/** How many rows the next step takes, by how long the one before took. */
export interface Pace {
  readonly size: number
  /** How long to wait before the next step: as long as the last took, so that others have half of the time. */
  readonly pauseMs: number
  took(ms: number, rows: number): void
}

/**
 * Begins small, grows slowly after steps that were full and fast, and shrinks at once: from 50 to 1,000 rows. A step
 * that removed few says nothing about the cost of many.
 */
export function createPace(): Pace {
  let size = SMALLEST
  let pauseMs = SHORTEST_PAUSE_MS
  return {
    get size() {
      return size
    },
    get pauseMs() {
      return pauseMs
    },
    took(ms, rows) {
      pauseMs = Math.max(ms, SHORTEST_PAUSE_MS)
      const fits = ms > 0 ? (size * AIM_MS) / ms : LARGEST
      if (fits < size) size = Math.max(SMALLEST, Math.floor(fits))
      else if (rows >= size / 2) size = Math.min(LARGEST, Math.floor(Math.min(size * GROWTH, fits)))
    },
  }
}
