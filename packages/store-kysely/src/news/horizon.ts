/** A transaction that writes longer is the host's own, and is not waited for. */
export const LONGEST_MS = 60_000

/** What was read of a table at once: its last id, and after that the transactions that wrote to it. */
interface Sight {
  max: number
  writers: readonly string[]
}

/** Up to which id all rows of a table are there that ever will be. */
export interface Horizon {
  /** Takes what was read now, and returns the id. */
  advance(sight: Sight): number
}

/**
 * Ids are taken in order and committed in any, and some are never used. So a last id is passed once all transactions
 * are over that were writing when it was read: whatever has a lower id was there by then or will never be. One that
 * writes for longer than any of ours is not waited for, now or later. `now` is in milliseconds of this process.
 */
export function createHorizon(now: () => number = () => performance.now()): Horizon {
  let passed = 0
  let next: { to: number; writers: ReadonlySet<string> } | undefined
  let seen = new Map<string, number>()
  return {
    advance({ max, writers }) {
      const at = now()
      seen = new Map(writers.map((writer) => [writer, seen.get(writer) ?? at]))
      const running = new Set([...seen].filter(([, since]) => at - since < LONGEST_MS).map(([writer]) => writer))
      if (next !== undefined && ![...next.writers].some((writer) => running.has(writer))) {
        passed = Math.max(passed, next.to)
        next = undefined
      }
      if (running.size === 0) passed = Math.max(passed, max)
      else if (next === undefined && max > passed) next = { to: max, writers: running }
      return passed
    },
  }
}
