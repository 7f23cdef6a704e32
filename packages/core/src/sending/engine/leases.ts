import { monotonic } from '../../domain/clock.ts'
import { type EngineState, inBackground } from './engine-state.ts'
import type { Entry } from './lane.ts'

/** Leases are prolonged no more often than this, also when the clock is set again and again. */
const heartbeatGapMs = 1000

/**
 * The clock was set forward: to others our leases seem to end, so that all of them are prolonged at the next moment.
 */
export function renewAllLeases({ heartbeat }: EngineState, now: number): void {
  heartbeat.all = true
  heartbeat.nextAt = Math.min(heartbeat.nextAt, Math.max(now, heartbeat.lastAt + heartbeatGapMs))
}

/** Prolongs the leases of this engine's messages, and says when that is to be done again. */
export async function heartbeat(state: EngineState): Promise<void> {
  const { deps, settings, watch, clockSeen, heartbeat: round } = state
  const { all } = round
  const everyMs = settings.claimLeaseMs / 3
  round.lastAt = monotonic(deps.clock)
  // Those in flight are not prolonged by the usual rounds: one that failed is done again sooner.
  round.nextAt = round.lastAt + (all ? Math.min(settings.pollMs, everyMs) : everyMs)
  await prolongLeases(state, all)
  if (!all) return
  round.all = clockSeen.forward !== watch.forward
  round.nextAt = round.lastAt + everyMs
}

/**
 * Prolongs the leases of what is claimed and waits, and forgets what is no longer ours. What is being sent has a lease
 * that is long enough; `all` gives it one anew, because the clock was set forward and to others it would seem to have
 * ended.
 */
async function prolongLeases({ deps, lanes, inFlight, settings }: EngineState, all: boolean): Promise<void> {
  const { store, clock, name } = deps
  const prolong = (ids: readonly number[], ms: number) => {
    const now = clock.now()
    return store.messages.extend(name, ids, { now, leaseUntil: now + ms })
  }
  if (all && inFlight.size > 0) await prolong([...inFlight.keys()], settings.leaseMs)
  const ids = [...lanes.values()].flatMap((lane) =>
    [...lane.withSlot, ...lane.withoutSlot].map((entry) => entry.message.id),
  )
  if (ids.length === 0) return
  const held = new Set(await prolong(ids, settings.claimLeaseMs))
  if (held.size === ids.length) return
  const gone = new Set(ids.filter((id) => !held.has(id)))
  for (const lane of lanes.values()) {
    lane.withSlot = lane.withSlot.filter((entry) => !gone.has(entry.message.id))
    lane.withoutSlot = lane.withoutSlot.filter((entry) => !gone.has(entry.message.id))
  }
}

/** Gives claimed messages back, so that others may claim them at once. */
export function handBack(state: EngineState, entries: readonly Entry[]): void {
  if (entries.length === 0) return
  const { store, name, logger } = state.deps
  const ids = entries.map((entry) => entry.message.id)
  inBackground(
    state,
    store.messages.release(name, ids).catch((err: unknown) => {
      logger.warn({ err, messages: ids.length }, 'claims could not be handed back; they end with their lease')
    }),
  )
}
