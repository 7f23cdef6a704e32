const FIRST_MS = 1_000
const LONGEST_MS = 5 * 60_000

/** Waits that double, each drawn from its upper half, so that what failed together does not come back together. */
export interface Backoff {
  next(): number
  reset(): void
}

export function createBackoff(random: () => number = Math.random): Backoff {
  let times = 0
  return {
    next() {
      const most = Math.min(FIRST_MS * 2 ** times, LONGEST_MS)
      times = Math.min(times + 1, 30)
      return Math.max(FIRST_MS, Math.round(most * (0.5 + random() / 2)))
    },
    reset() {
      times = 0
    },
  }
}
