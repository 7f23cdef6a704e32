import { monotonic } from '../../domain/clock.ts'
import { isOurs } from '../sender-deps.ts'
import { closeLane } from './campaign-status.ts'
import type { EngineState } from './engine-state.ts'
import { renewLane } from './open-lane.ts'
import { bringForward } from './refresh.ts'

const atOnce = 16

/** Reads the campaigns that were changed, and no others: one that is sent has its turn at once. */
export async function renewChanged(state: EngineState): Promise<void> {
  const { changed, renewal, settings, deps } = state
  try {
    while (changed.size > 0 && !state.stopping) {
      const some = [...changed].slice(0, atOnce)
      for (const id of some) changed.delete(id)
      const done = await Promise.allSettled(some.map((id) => renewCampaign(state, id)))
      for (const [index, { status }] of done.entries()) if (status === 'rejected') changed.add(some[index] as number)
      for (const result of done) if (result.status === 'rejected') throw result.reason
    }
    renewal.nextAt = monotonic(deps.clock)
  } catch (error) {
    renewal.nextAt = monotonic(deps.clock) + settings.pollMs
    throw error
  }
}

async function renewCampaign(state: EngineState, id: number): Promise<void> {
  const { lanes, ready, scope, refresh, deps } = state
  const { store, clock } = deps
  if (scope !== undefined && scope !== id) return
  const campaign = await store.campaigns.summary(id)
  const lane = lanes.get(id)
  if (campaign?.status === 'scheduled') {
    const startsIn = Math.max((campaign.scheduledAt ?? 0) - clock.now(), 0)
    refresh.nextAt = Math.min(refresh.nextAt, monotonic(clock) + startsIn)
  }
  if (campaign?.status !== 'sending' || !isOurs(deps, campaign.options.transport)) {
    if (lane !== undefined) closeLane(state, lane)
    return
  }
  if (campaign.kind === 'stream') state.streams.add(id)
  if (lane === undefined) await bringForward(state, id)
  else if (lane.campaign.version !== campaign.version) await renewLane(state, id)
  ready.first(id)
}
