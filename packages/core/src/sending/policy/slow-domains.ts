import type { Moment } from '../../domain/clock.ts'
import { createOwnedMap } from '../../kit/owned-map.ts'
import type { ThrottleLimit, ThrottleStore } from '../../store/port/throttle-store.ts'

/** Receiving domains that asked for less, and how much less they get. */
export interface SlowDomains {
  /**
   * A domain asked to slow down: its rate is halved, and it gets nothing for a moment. `owner` is the tenant whose
   * message it answered.
   */
  slowDown(domain: string, now: Moment, owner: string | null): Promise<void>
  /**
   * A domain refused us, not the recipient. When that is three in a row, the others there are spared for five minutes.
   */
  refused(domain: string, now: Moment, owner: string | null): Promise<void>
  /** Reports say that a domain refuses us: it gets nothing for so long. */
  hold(domain: string, now: Moment, holdMs: number, owner: string | null): Promise<void>
  /** A domain took a message: refusals are counted anew. */
  worked(domain: string): void
  /** True when refusals are being counted; otherwise `worked` need not be called. */
  readonly watching: boolean
  /** The extra limit of a domain that is slow or held, now being the time of this process; undefined for all others. */
  limitOf(domain: string, now: number): ThrottleLimit | undefined
  /** True when any domain is slow: then messages have to be distinguished. */
  readonly any: boolean
}

type Owner = string | null

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
const refusalsUntilHold = 3
/**
 * Domains that are kept, and of these the ones of one tenant: whoever owns a domain has any number of names below it,
 * whose servers answer as they like. Far more than ask for less at a time.
 */
const mostDomains = 10_000
const mostOfOwner = 1_000

/**
 * Keeps what domains asked for, of at most 10,000 domains, 1,000 of them by the messages of one tenant; beyond that
 * the longest known goes, of that tenant first. The hold is written into the store, where every process that limits
 * the domain meets it; the halvings are this process's own and are taken back one by one, each after a minute without
 * complaint.
 */
export function createSlowDomains(throttles: ThrottleStore): SlowDomains {
  const domains = createOwnedMap<SlowDomain>(mostDomains, mostOfOwner)
  const refusals = createOwnedMap<number>(mostDomains, mostOfOwner)
  const key = (domain: string) => `domain:${domain}:slow`

  const levelAt = (entry: SlowDomain, now: number) =>
    Math.max(entry.level - Math.max(Math.floor((now - entry.since) / quietMs), 0), 0)

  async function change(domain: string, { wall, mono }: Moment, holdMs: number, harder: number, owner: Owner) {
    const entry = domains.get(domain)
    const level = entry === undefined ? 0 : levelAt(entry, mono)
    const heldUntil = Math.max(entry?.heldUntil ?? mono, mono + holdMs * (1 + level))
    // Answers to what was on the wire together are one complaint.
    const raise = entry === undefined || mono >= entry.heldUntil ? harder : 0
    domains.set(domain, { level: Math.min(level + raise, highestLevel), since: heldUntil, heldUntil }, owner)
    await throttles.hold(key(domain), { now: wall, until: Math.ceil(wall + heldUntil - mono) })
  }

  return {
    slowDown: (domain, now, owner) => change(domain, now, slowHoldMs, 1, owner),
    async refused(domain, now, owner) {
      const inARow = (refusals.get(domain) ?? 0) + 1
      if (inARow < refusalsUntilHold) return refusals.set(domain, inARow, owner)
      refusals.delete(domain)
      await change(domain, now, refusalHoldMs, 0, owner)
    },
    hold: (domain, now, holdMs, owner) => change(domain, now, holdMs, 0, owner),
    worked: (domain) => void refusals.delete(domain),
    get watching() {
      return refusals.size > 0
    },
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
