import { momentOf, monotonic } from '../../domain/clock.ts'
import { isOurs } from '../sender-deps.ts'
import { pauseUncompilable } from './campaign-status.ts'
import type { EngineState } from './engine-state.ts'
import { anyTime, createLane, isIdle, type Lane, updateLane } from './lane.ts'

/**
 * The lane of a campaign, opened where it has none; undefined when the campaign is not being sent, or its content
 * cannot be compiled.
 */
export async function openLane(state: EngineState, id: number): Promise<Lane | undefined> {
  return state.lanes.get(id) ?? (await renewLane(state, id))
}

/** The same with the campaign's newest version. */
export async function renewLane(state: EngineState, id: number): Promise<Lane | undefined> {
  const { lanes, resting, settings, deps } = state
  const campaign = await state.campaignOf(id)
  if (campaign?.status !== 'sending' || state.stopping || !isOurs(deps, campaign.options.transport)) return undefined
  try {
    const isEmpty = campaign.kind === 'stream' && campaign.html === '' && campaign.text === null
    const composer = isEmpty ? undefined : await deps.composers.composerFor(campaign)
    if (state.stopping) return undefined
    let lane = lanes.get(id)
    if (lane !== undefined) updateLane(lane, campaign, composer, settings.installation)
    else {
      lane = createLane(campaign, composer, settings.installation)
      Object.assign(lane, resting.get(id))
      resting.delete(id)
      lanes.set(id, lane)
    }
    noteEnd(state, lane)
    if (lane.mail !== undefined) deps.watchAlignment?.(lane.mail.fromDomain)
    return lane
  } catch (error) {
    await pauseUncompilable(state, id, error)
    return undefined
  }
}

/** Its last time is kept beyond the lane, and the next refresh comes no later. */
function noteEnd({ ends, refresh, deps }: EngineState, { id, campaign, times }: Lane): void {
  const { endsAt: at } = times
  if (at === Number.POSITIVE_INFINITY) {
    ends.delete(id)
    return
  }
  ends.set(id, { at, version: campaign.version })
  const { wall, mono } = momentOf(deps.clock)
  if (at > wall) refresh.nextAt = Math.min(refresh.nextAt, mono + Math.ceil(at - wall))
}

/**
 * Closes a lane that holds nothing and has nothing to claim for now, so that there are no more than campaigns with work
 * to do. What it has to remember is kept.
 */
export function restIfIdle(state: EngineState, lane: Lane): void {
  const { lanes, resting, ready } = state
  if (lane.closed || !isIdle(lane) || !(lane.exhausted || ready.isHeld(lane.id))) return
  lane.closed = true
  lanes.delete(lane.id)
  const { lastSentAt, spacingMs, refusals } = lane
  if (refusals > 0 || isRecent(state, lane)) resting.set(lane.id, { lastSentAt, refusals, spacingMs })
}

/** Forgets how long ago others sent, where that is long enough. */
export function forgetRested(state: EngineState): void {
  for (const [id, rest] of state.resting) if (rest.refusals === 0 && !isRecent(state, rest)) state.resting.delete(id)
}

/** True when its next message must keep a distance from its last. */
const isRecent = ({ deps }: EngineState, { lastSentAt, spacingMs }: Pick<Lane, 'lastSentAt' | 'spacingMs'>): boolean =>
  lastSentAt > anyTime && lastSentAt + spacingMs > monotonic(deps.clock)
