import { monotonic } from '../../domain/clock.ts'
import { closeLanes, pauseUncompilable, startScheduled } from './campaign-status.ts'
import { type EngineState, refreshGapMs } from './engine-state.ts'
import { expireLeases } from './expire-leases.ts'
import { anyTime, createLane, updateLane } from './lane.ts'

/**
 * Reads the campaigns: starts those whose time has come, ends leases that ran out, opens and closes lanes. Says when
 * they are to be read again.
 */
export async function refresh(state: EngineState): Promise<void> {
  const { refresh: round, settings, deps } = state
  const { clock } = deps
  const asked = monotonic(clock)
  // Whoever asks for the next one meanwhile brings this nearer.
  round.nextAt = Number.POSITIVE_INFINITY
  const inMs = await readCampaigns(state).finally(() => {
    round.nextAt = Math.min(round.nextAt, monotonic(clock) + settings.pollMs)
  })
  round.lastAt = asked
  round.nextAt = Math.max(Math.min(round.nextAt, monotonic(clock) + inMs), asked + refreshGapMs)
}

/** In how many ms to read again at the latest. */
async function readCampaigns(state: EngineState): Promise<number> {
  const { deps, settings, checked } = state
  const { store, clock } = deps
  forgetChecks(state)
  await expireLeases(state)
  await startScheduled(state)
  const sending = new Set(await store.campaigns.sending())
  closeLanes(state, sending)
  for (const id of checked.campaigns) if (!sending.has(id)) checked.campaigns.delete(id)
  for (const id of sending) {
    if (state.stopping) break
    if (state.scope !== undefined && state.scope !== id) continue
    if (!checked.campaigns.has(id))
      await bringForward(state, id).catch((error: unknown) => {
        checked.campaigns.delete(id)
        throw error
      })
    await openLane(state, id)
  }
  const next = await store.campaigns.nextStartAt()
  return next === undefined ? settings.pollMs : Math.min(next - clock.now(), settings.pollMs)
}

/** A clock that is set back once more may leave more behind. */
function forgetChecks({ watch, checked }: EngineState): void {
  watch.read()
  if (watch.back === checked.back) return
  checked.back = watch.back
  checked.leases = false
  checked.campaigns.clear()
}

/**
 * What a clock that was ahead put too far into the future is due when it can be: a retry after its own wait, counted
 * from now. A message that was never tried waits for limits only, and asks them anew; that is left out where nothing
 * says that the clock was wrong, because it costs each of them a write.
 */
async function bringForward(state: EngineState, id: number): Promise<void> {
  const { deps, settings, lanes, watch, checked } = state
  const { store } = deps
  const { wall } = watch.read()
  const { back } = watch
  // Before it is done: what is stored meanwhile may ask for another time.
  checked.campaigns.add(id)
  const { items } = await store.messages.list({ campaignId: id, sort: 'sentAt', order: 'desc', limit: 1 })
  const wasAhead = back > 0 || (items[0]?.sentAt ?? wall) > wall
  const { longestMs } = settings.retry
  const untriedMs = wasAhead ? 0 : Math.max(...longestMs)
  const moved = await store.messages.bringForward(id, { now: wall, longestMs: [untriedMs, ...longestMs] })
  const lane = lanes.get(id)
  if (moved > 0 && lane !== undefined) lane.claimAt = anyTime
}

/** A campaign that is being sent has a lane, which knows its newest version. */
async function openLane(state: EngineState, id: number): Promise<void> {
  const { deps, settings, lanes } = state
  const { store, composers } = deps
  const lane = lanes.get(id)
  if (lane !== undefined) {
    const summary = await store.campaigns.summary(id)
    if (summary === undefined || summary.version === lane.campaign.version) return
  }
  const campaign = await store.campaigns.get(id)
  if (campaign === undefined || state.stopping) return
  try {
    const composer = await composers.composerFor(campaign)
    if (lane === undefined) lanes.set(id, createLane(campaign, composer, settings.installation))
    else updateLane(lane, campaign, composer, settings.installation)
  } catch (error) {
    await pauseUncompilable(state, id, error)
  }
}
