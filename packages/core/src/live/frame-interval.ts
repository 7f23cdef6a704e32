/** Giving frames out may take this share of the event loop, all campaigns together. */
const SHARE = 0.03
/** The least that one more connection costs: a write to a socket, one system call. An event stream's comes later and is not measured. */
const EACH_MS = 0.01
/** At most 10 frames a second for each campaign; at least so many that a figure is half a second old at most when it is shown. */
const SHORTEST_MS = 100
const LONGEST_MS = 400
/** The cheapest of so many frames counts: what others of the machine, or the collector, took from one of them is no cost of frames. */
const LOOKED_AT = 8

/** How long a campaign's frames wait for each other. */
export interface FrameInterval {
  /** Says what giving one frame to everybody took. */
  note(ms: number): void
  /** Milliseconds from one frame of a campaign to the next, with so many listening and so many campaigns that have something to tell. */
  ms(subscribers: number, campaigns: number): number
}

/** Follows what frames really cost: ten a second while few look on, fewer where many do or the machine is slow. */
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
