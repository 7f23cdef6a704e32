/** How the database's clock stands to this process's own (`performance.now()`), estimated as NTP does: by the answer that came back fastest. */
export interface ServerClock {
  /** Takes a reading: the database said `serverMs` at some moment between two of ours. */
  read(serverMs: number, sentAt: number, gotAt: number): void
  /** A time of the database's clock on ours. At least one reading was taken. */
  toOwn(serverMs: number): number
}

/** A reading counts for so long; clocks drift apart by a millisecond or two meanwhile. */
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
