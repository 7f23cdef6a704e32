import type { EngineState } from './engine-state.ts'

/** Prolongs the leases of what is claimed and waits, and forgets what is no longer ours. */
export async function heartbeat({ deps, lanes, settings }: EngineState): Promise<void> {
  const { store, clock, name } = deps
  const ids = [...lanes.values()].flatMap((lane) => [...lane.ready, ...lane.waiting].map((entry) => entry.message.id))
  if (ids.length === 0) return
  const held = new Set(await store.messages.extend(name, ids, clock.now() + settings.claimLeaseMs))
  if (held.size === ids.length) return
  const gone = new Set(ids.filter((id) => !held.has(id)))
  for (const lane of lanes.values()) {
    lane.ready = lane.ready.filter((entry) => !gone.has(entry.message.id))
    lane.waiting = lane.waiting.filter((entry) => !gone.has(entry.message.id))
  }
}
