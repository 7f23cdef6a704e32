import type { EngineState } from './engine-state.ts'

/**
 * Prolongs the leases of what is claimed and waits, and forgets what is no longer ours. What is being sent has a lease
 * that is long enough; `all` gives it one anew, because the clock was set forward and to others it would seem to have
 * ended.
 */
export async function heartbeat({ deps, lanes, flying, settings }: EngineState, all: boolean): Promise<void> {
  const { store, clock, name } = deps
  const prolong = (ids: readonly number[], ms: number) => {
    const now = clock.now()
    return store.messages.extend(name, ids, { now, leaseUntil: now + ms })
  }
  if (all && flying.size > 0) await prolong([...flying.keys()], settings.leaseMs)
  const ids = [...lanes.values()].flatMap((lane) => [...lane.ready, ...lane.waiting].map((entry) => entry.message.id))
  if (ids.length === 0) return
  const held = new Set(await prolong(ids, settings.claimLeaseMs))
  if (held.size === ids.length) return
  const gone = new Set(ids.filter((id) => !held.has(id)))
  for (const lane of lanes.values()) {
    lane.ready = lane.ready.filter((entry) => !gone.has(entry.message.id))
    lane.waiting = lane.waiting.filter((entry) => !gone.has(entry.message.id))
  }
}
