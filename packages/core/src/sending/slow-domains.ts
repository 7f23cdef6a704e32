import type { ThrottleLimit, ThrottleStore } from '../store/throttle-store.ts'

/** Receiving domains that asked for less, and how much less they get. */
export interface SlowDomains {
  /** A domain asked to slow down: its rate is halved, and it gets nothing for a moment. */
  slowDown(domain: string, now: number): Promise<void>
  /** A domain refuses us: it gets nothing for longer. */
  holdBack(domain: string, now: number): Promise<void>
  /** The extra limit of a domain that is slow or held; undefined for all others. */
  limitOf(domain: string, now: number): ThrottleLimit | undefined
  /** True when any domain is slow: then messages have to be told apart. */
  readonly any: boolean
}

interface SlowDomain {
  /** How often the rate was halved. */
  level: number
  /** From here on one halving is taken back for each quiet period. */
  since: number
  heldUntil: number
}

const firstIntervalMs = 500
const highestLevel = 8
const quietMs = 60_000
const slowHoldMs = 5000
const refusalHoldMs = 300_000

/**
 * Keeps what domains asked for. The hold is written into the store, where every process that limits the domain meets it;
 * the halvings are this process's own and are taken back one by one, each after a minute without complaint.
 */
export function createSlowDomains(throttles: ThrottleStore): SlowDomains {
  const domains = new Map<string, SlowDomain>()
  const key = (domain: string) => `domain:${domain}:slow`

  const levelAt = (entry: SlowDomain, now: number) =>
    Math.max(entry.level - Math.max(Math.floor((now - entry.since) / quietMs), 0), 0)

  async function change(domain: string, now: number, holdMs: number, harder: number) {
    const entry = domains.get(domain)
    const level = entry === undefined ? 0 : levelAt(entry, now)
    const heldUntil = Math.max(entry?.heldUntil ?? 0, now + holdMs * (1 + level))
    // Answers to what was on the wire together are one complaint.
    const raise = entry === undefined || now >= entry.heldUntil ? harder : 0
    domains.set(domain, { level: Math.min(level + raise, highestLevel), since: heldUntil, heldUntil })
    await throttles.hold(key(domain), heldUntil)
  }

  return {
    slowDown: (domain, now) => change(domain, now, slowHoldMs, 1),
    holdBack: (domain, now) => change(domain, now, refusalHoldMs, 1),
    limitOf(domain, now) {
      const entry = domains.get(domain)
      if (entry === undefined) return undefined
      const level = levelAt(entry, now)
      if (level === 0 && now >= entry.heldUntil) {
        domains.delete(domain)
        return undefined
      }
      return { key: key(domain), intervalMs: firstIntervalMs * 2 ** Math.max(level - 1, 0), burst: 1 }
    },
    get any() {
      return domains.size > 0
    },
  }
}
