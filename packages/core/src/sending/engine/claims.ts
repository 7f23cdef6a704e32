import { momentOf, monotonic } from '../../domain/clock.ts'
import type { Outcome } from '../../store/port/message-store.ts'
import { slowest } from '../policy/throttle.ts'
import type { EngineState } from './engine-state.ts'
import { anyTime, type Entry, type Lane } from './lane.ts'
import { handBack } from './leases.ts'
import { reserveFor } from './reserve.ts'
import type { Settler } from './settler.ts'

/** Slots are taken no further ahead than this. */
export const horizonMs = 1000
/** Messages without a slot are kept for so long; beyond, others may have them. */
const keepMs = 5000
const mostAtOnce = 500

export interface Claims {
  /**
   * Claims messages for a lane and gives them slots, where it is time and there is room; undefined where it is not.
   * Never rejects.
   */
  claimFor(lane: Lane, now: number): Promise<void> | undefined
  /** When it is time to claim for a lane again. */
  nextClaimAt(lane: Lane): number
}

export function createClaims(state: EngineState, settler: Settler): Claims {
  const { deps, settings, metrics, slowDomains, watch } = state
  const { store, clock, logger, name } = deps
  const { concurrency, domainLimits, random } = settings
  const reserveOptions = { clock, throttles: store.throttles, slowDomains, domainLimits, horizonMs, random }
  const stock = Math.min(Math.max(concurrency * 4, 50), mostAtOnce)

  /** When a lane may ask next. */
  const nextClaimAt = (lane: Lane) => Math.max(lane.claimAt, watch.slotsFrom)

  /** How many claimed messages a lane should hold: enough for the horizon, no more than can be sent soon. */
  function target(lane: Lane): number {
    const interval = slowest(lane.limits)
    if (interval === 0) return stock
    const burst = Math.min(...lane.limits.map((limit) => limit.burst))
    return Math.min(Math.max(Math.ceil(horizonMs / interval) + 1, burst), stock)
  }

  function wants(lane: Lane, now: number): boolean {
    if (lane.claiming || lane.closed || state.stopping || now < nextClaimAt(lane)) return false
    return lane.withoutSlot.length > 0 || lane.withSlot.length * 2 < target(lane)
  }

  async function claim(lane: Lane): Promise<void> {
    const entries = lane.withoutSlot
    lane.withoutSlot = []
    const limit = target(lane) - lane.withSlot.length - entries.length
    if (limit > 0) {
      const now = clock.now()
      const claimed = await store.messages.claim({
        sender: name,
        now,
        leaseUntil: now + settings.claimLeaseMs,
        limit,
        campaignId: lane.id,
      })
      for (const message of claimed) entries.push({ lane, message, slotAt: anyTime })
      lane.exhausted = claimed.length < limit
    }
    if (entries.length > 0) await giveSlots(lane, entries)
    if (lane.exhausted && lane.withoutSlot.length === 0) await rest(lane)
  }

  async function giveSlots(lane: Lane, entries: Entry[]): Promise<void> {
    if (lane.closed || state.stopping) return handBack(state, entries)
    const now = watch.read().mono
    if (now < watch.slotsFrom) {
      lane.withoutSlot.push(...entries)
      return
    }
    const slotted = await reserveFor(lane, entries, reserveOptions).catch((error: unknown) => {
      handBack(state, entries)
      throw error
    })
    countHeld(lane, now, slotted.withSlot.at(-1)?.slotAt ?? now)
    metrics.putOff += slotted.putOff.length
    for (const { entry, dueAt, domain } of slotted.putOff)
      settler.push(waitForDomain(entry, clock.now(), dueAt, domain))
    if (lane.closed || state.stopping) return handBack(state, [...slotted.withSlot, ...slotted.withoutSlot])
    lane.withSlot.push(...slotted.withSlot)
    if (slotted.withoutSlot.length === 0) return
    lane.claimAt = now + slotted.waitMs
    countHeld(lane, now, lane.claimAt)
    // Others may have lost their slots meanwhile, and wait here already.
    if (slotted.waitMs <= keepMs) lane.withoutSlot.push(...slotted.withoutSlot)
    else {
      handBack(state, slotted.withoutSlot)
      lane.exhausted = false
    }
  }

  /** However many of its messages wait, and however the waits overlap, a campaign is held back once. */
  function countHeld(lane: Lane, now: number, until: number): void {
    metrics.throttledMs += Math.max(until - Math.max(now, lane.heldUntil), 0)
    lane.heldUntil = Math.max(lane.heldUntil, until)
  }

  /** Nothing is due: asks when something will be. */
  async function rest(lane: Lane): Promise<void> {
    const next = await store.messages.nextDueAt(lane.id)
    const { wall, mono } = momentOf(clock)
    const inMs = next === undefined ? settings.pollMs : Math.min(Math.max(next - wall, 10), settings.pollMs)
    lane.claimAt = Math.max(lane.claimAt, mono + inMs)
  }

  return {
    nextClaimAt,
    claimFor(lane, now) {
      if (!wants(lane, now)) return undefined
      lane.claiming = true
      return claim(lane)
        .catch((err: unknown) => {
          logger.error({ err, campaignId: lane.id }, 'messages could not be claimed; trying again')
          lane.claimAt = monotonic(clock) + settings.pollMs
        })
        .finally(() => {
          lane.claiming = false
        })
    },
  }
}

function waitForDomain(entry: Entry, at: number, dueAt: number, domain: string): Outcome {
  const error = { kind: 'rate', message: `Waiting for the limit of ${domain}.` } as const
  return { messageId: entry.message.id, kind: 'retry', at, dueAt, error, attempted: false }
}
