/**
 * Stops sending while the server cannot be reached or used, and says when to try again. Times are those of this process
 * (`monotonic`).
 */
export interface Breaker {
  /** True: nothing is sent; the server is asked first. */
  readonly open: boolean
  /** When the server may be asked next; meaningful while open. */
  readonly probeAt: number
  /** A send met an outage; true when this opened the breaker. */
  failed(now: number): boolean
  /** The server took or answered a message: all is well. */
  worked(): void
  /**
   * The server answered a probe, which says nothing of messages yet: the next outage opens it again at once, and the
   * waits go on from where they were.
   */
  answered(): void
  /** A probe failed; the next one waits longer. */
  probeFailed(now: number): void
}

export interface BreakerOptions {
  /** Outages in a row that open it. Default 3. */
  failures?: number | undefined
  /** The first wait, doubled with each failed probe. Default 1,000. */
  firstMs?: number | undefined
  /** Default 60,000. */
  longestMs?: number | undefined
}

/**
 * Opens after a few outages in a row. Waits between probes are doubled until a message is through, and half of each is
 * drawn at random, so that processes do not ask in step.
 */
export function createBreaker(options: BreakerOptions = {}, random: () => number = Math.random): Breaker {
  const { failures = 3, firstMs = 1000, longestMs = 60_000 } = options
  let inARow = 0
  let probes = 0
  let probeAt = 0
  let open = false
  const next = (now: number) => {
    const wait = Math.min(firstMs * 2 ** probes, longestMs)
    probeAt = now + wait / 2 + (random() * wait) / 2
    probes += 1
  }
  return {
    get open() {
      return open
    },
    get probeAt() {
      return probeAt
    },
    failed(now) {
      inARow += 1
      if (open || inARow < failures) return false
      open = true
      next(now)
      return true
    },
    worked() {
      inARow = 0
      probes = 0
      open = false
    },
    answered() {
      if (!open) return
      inARow = failures - 1
      open = false
    },
    probeFailed: next,
  }
}
