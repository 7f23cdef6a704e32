/**
 * The difference between the database's clock and this process's own (`performance.now()`), estimated as NTP does: from
 * the fastest answer.
 */
export interface ServerClock {
  /** Adds a reading: the database said `serverMs` at some moment between two of this process. */
  read(serverMs: number, sentAt: number, gotAt: number): void
  /** Converts a time of the database's clock to this process's. At least one reading was added. */
  toOwn(serverMs: number): number
}

/** How long a reading is valid; clocks drift apart by a millisecond or two meanwhile. */
const KEEP_MS = 60_000
/** Readings are whole milliseconds. */
const ROUNDING_MS = 1

export function createServerClock(): ServerClock {
  let best = { offset: 0, doubt: Number.POSITIVE_INFINITY, at: Number.NEGATIVE_INFINITY }
  return {
    read(serverMs, sentAt, gotAt) {
      const offset = serverMs + ROUNDING_MS / 2 - (sentAt + gotAt) / 2
      const doubt = (gotAt - sentAt) / 2
      const moved = Math.abs(offset - best.offset) > doubt + best.doubt + ROUNDING_MS
      if (doubt <= best.doubt || moved || gotAt - best.at > KEEP_MS) best = { offset, doubt, at: gotAt }
    },
    toOwn: (serverMs) => serverMs - best.offset,
  }
}
