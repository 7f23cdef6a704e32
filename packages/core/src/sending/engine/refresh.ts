import { monotonic } from '../../domain/clock.ts'
import type { Agenda } from '../../store/port/campaign-store.ts'
import { isOurs } from '../sender-deps.ts'
import { closeLane, startScheduled } from './campaign-status.ts'
import { endCampaigns } from './end-campaign.ts'
import { type EngineState, refreshGapMs } from './engine-state.ts'
import { expireLeases } from './expire-leases.ts'
import { forgetRested } from './open-lane.ts'
import { opensAt } from './shut-lane.ts'

/**
 * Reads what there is to do, in one statement: which campaigns have messages to be claimed, which are sent no more or
 * were changed; starts those whose time has come, and ends leases that ran out. Says when that is to be read again.
 */
export async function refresh(state: EngineState): Promise<void> {
  const { refresh: round, settings, deps } = state
  const { clock } = deps
  const asked = monotonic(clock)
  // Whoever asks for the next one meanwhile brings this nearer.
  round.nextAt = Number.POSITIVE_INFINITY
  const inMs = await readAgenda(state).finally(() => {
    round.nextAt = Math.min(round.nextAt, monotonic(clock) + settings.pollMs)
  })
  round.lastAt = asked
  round.nextAt = Math.max(Math.min(round.nextAt, monotonic(clock) + inMs), asked + refreshGapMs)
}

/** In how many ms to read again at the latest. */
async function readAgenda(state: EngineState): Promise<number> {
  const { deps, settings, lanes, scope, watch, checked } = state
  const { store, clock } = deps
  forgetChecks(state)
  if (!checked.leases) await expireLeases(state)
  if (!checked.dueTimes) await bringForward(state, undefined)
  const { wall } = watch.read()
  const known = [...lanes.keys()]
  state.exhausted = false
  state.gained = false
  const agenda = await store.campaigns.agenda({ now: wall, until: wall + settings.pollMs, campaignId: scope, known })
  follow(state, agenda, known)
  await endCampaigns(state)
  forgetRested(state)
  const { nextLeaseEnd = Number.POSITIVE_INFINITY, nextStartAt = Number.POSITIVE_INFINITY } = agenda
  if (nextLeaseEnd <= wall) await expireLeases(state)
  if (nextStartAt <= wall) await startScheduled(state)
  const next = [nextLeaseEnd, nextStartAt, ...[...state.ends.values()].map(({ at }) => at)].filter((at) => at > wall)
  return Math.min(...next.map((at) => at - clock.now()), settings.pollMs)
}

/** What another transport sends is not seen, as if it were not sent. */
function follow(state: EngineState, agenda: Agenda, known: readonly number[]): void {
  const { lanes, ready, changed, watch, shut, deps } = state
  const campaigns = agenda.campaigns.filter(({ transport }) => isOurs(deps, transport))
  const { wall, mono } = watch.read()
  const sent = new Set(campaigns.map(({ id }) => id))
  for (const id of known) {
    const lane = lanes.get(id)
    if (lane !== undefined && !sent.has(id)) closeLane(state, lane)
  }
  for (const { id, kind, version, dueAt } of campaigns) {
    if (kind === 'stream') state.streams.add(id)
    const lane = lanes.get(id)
    if (lane !== undefined && lane.campaign.version !== version) changed.add(id)
    if (dueAt === undefined) continue
    // One that another process started, perhaps.
    const isNew = state.named !== undefined && !state.named.has(id)
    const from = Math.max(mono + Math.max(dueAt - wall, 0), opensAt(state, id, version))
    if (isNew && from <= mono) ready.first(id)
    else ready.at(id, from)
  }
  for (const id of shut.keys()) if (!sent.has(id)) shut.delete(id)
  state.named = sent
}

/** A clock that is set back once more may leave more behind. */
function forgetChecks({ watch, checked }: EngineState): void {
  watch.read()
  if (watch.back === checked.back) return
  checked.back = watch.back
  checked.leases = false
  checked.dueTimes = false
}

/**
 * What a clock that was ahead put too far into the future is due when it can be: a retry after its own wait, counted
 * from now; a message that was never tried at once. Of one campaign, or of all.
 */
export async function bringForward(state: EngineState, campaignId: number | undefined): Promise<void> {
  const { deps, settings, scope, watch, checked } = state
  const { wall } = watch.read()
  const { longestMs } = settings.retry
  // Before it is done: what is stored meanwhile may ask for another time.
  if (campaignId === undefined) checked.dueTimes = scope === undefined || checked.dueTimes
  try {
    const only = campaignId ?? scope
    await deps.store.messages.bringForward({ now: wall, longestMs, wasAhead: watch.back > 0, campaignId: only })
  } catch (error) {
    checked.dueTimes = false
    throw error
  }
}
