import { applyStatus } from './campaign-status.ts'
import type { EngineState } from './engine-state.ts'
import { emptyLane } from './lane.ts'

/** Skips what is queued of campaigns whose last time has come, also of those that wait for limits or a server. */
export async function endCampaigns(state: EngineState): Promise<void> {
  const now = state.deps.clock.now()
  for (const [id, { at }] of [...state.ends]) if (at <= now && !state.stopping) await endCampaign(state, id)
}

/**
 * Skips what is queued of a campaign after its last time. What is still held, here or by another sender, goes back
 * before it leaves, so that this is done again until nothing is queued.
 */
export async function endCampaign(state: EngineState, id: number): Promise<void> {
  const { deps, ends, lanes, metrics, changed } = state
  const { store, clock, name } = deps
  const end = ends.get(id)
  if (end === undefined) return
  const held = lanes.get(id)
  if (held !== undefined) {
    const ids = emptyLane(held).map((entry) => entry.message.id)
    if (ids.length > 0) await store.messages.release(name, ids)
  }
  const { skipped, change } = await store.messages.skipQueued(id, { version: end.version, at: clock.now() })
  metrics.skipped += skipped
  if (change === undefined) {
    // It was changed, or is sent no more.
    if (ends.get(id) === end) ends.delete(id)
    changed.add(id)
    return
  }
  if (change.queued === 0) ends.delete(id)
  if (skipped === 0) return
  const isOpen = lanes.has(id)
  applyStatus(state, [change])
  // Of what has a lane, `applyStatus` says it.
  if (change.status !== 'completed' || isOpen) return
  const campaign = await store.campaigns.summary(id)
  if (campaign !== undefined) deps.life('completed', campaign)
}
