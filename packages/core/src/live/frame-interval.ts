/** Delivering frames may take this share of the event loop, all campaigns together. */
const SHARE = 0.03
/**
 * The least that one more connection costs: a write to a socket, one system call. An event stream's comes later and is
 * not measured.
 */
const EACH_MS = 0.01
/**
 * At most 10 frames a second for each campaign; at least so many that a figure is half a second old at most when it is
 * shown.
 */
const SHORTEST_MS = 100
const LONGEST_MS = 400
/**
 * The cheapest of so many frames counts: what other processes, or the collector, took from one of them is not a cost of
 * frames.
 */
const LOOKED_AT = 8

/** The time between two frames of a campaign. */
export interface FrameInterval {
  /** Adds a measurement: the time to deliver one frame to all subscribers. */
  note(ms: number): void
  /**
   * Milliseconds from one frame of a campaign to the next, with so many subscribers and so many campaigns with changes.
   */
  ms(subscribers: number, campaigns: number): number
}

/** Follows the measured cost of frames: ten a second with few subscribers, fewer with many or on a slow machine. */
export function createFrameInterval(): FrameInterval {
  const last: number[] = []
  return {
    note(ms) {
      last.push(ms)
      if (last.length > LOOKED_AT) last.shift()
    },
    ms(subscribers, campaigns) {
      const cost = last.length === 0 ? 0 : Math.min(...last)
      const all = Math.max(cost, subscribers * EACH_MS) * Math.max(campaigns, 1)
      return Math.min(Math.max(all / SHARE, SHORTEST_MS), LONGEST_MS)
    },
  }
}
