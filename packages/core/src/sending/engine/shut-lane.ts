import { momentOf, monotonic } from '../../domain/clock.ts'
import type { Outcome } from '../../store/port/message-store.ts'
import type { ClaimedMessage } from '../../store/port/records.ts'
import { endCampaign } from './end-campaign.ts'
import type { EngineState } from './engine-state.ts'
import { anyTime, type Entry, emptyLane, type Lane } from './lane.ts'
import { handBack } from './leases.ts'
import { restIfIdle } from './open-lane.ts'
import type { Settler } from './settler.ts'

/**
 * True outside the hours of a campaign as a whole: what its lane holds is handed back, and it comes back when they
 * open. True after its last time, too, when the rest of it is skipped.
 */
export async function shutLane(state: EngineState, lane: Lane): Promise<boolean> {
  const { deps, shut, ready } = state
  const { wall, mono } = momentOf(deps.clock)
  const { times, campaign } = lane
  if (wall >= times.endsAt) {
    await endCampaign(state, lane.id)
    rest(state, lane)
    return true
  }
  const opensAt = times.opensAt(wall)
  if (opensAt <= wall) return false
  handBack(state, emptyLane(lane))
  // A whole millisecond at least: what two clocks leave of one is nothing to wait for.
  const until = mono + Math.ceil(opensAt - wall)
  shut.set(lane.id, { until, version: campaign.version })
  ready.at(lane.id, until)
  rest(state, lane)
  return true
}

/** It has nothing to claim for now. */
function rest(state: EngineState, lane: Lane): void {
  lane.exhausted = true
  restIfIdle(state, lane)
}

/** When a campaign's hours open, by the time of this process, as far as is known; past where they may be open. */
export function opensAt({ shut }: EngineState, id: number, version: number): number {
  const known = shut.get(id)
  if (known === undefined || known.version === version) return known?.until ?? anyTime
  shut.delete(id)
  return anyTime
}

/** Puts off those of the messages that were claimed whose recipients' hours are shut; the others. */
export function keepOpen(
  state: EngineState,
  settler: Settler,
  lane: Lane,
  messages: readonly ClaimedMessage[],
): ClaimedMessage[] {
  const at = state.deps.clock.now()
  const isOpen = ({ data }: ClaimedMessage) => lane.times.dueAt(data, at) <= at
  const late = messages.filter((message) => !isOpen(message)).map((message) => untilOpen(lane, message, at))
  if (late.length === 0) return [...messages]
  for (const outcome of late) settler.push(outcome)
  state.metrics.putOff += late.length
  const dueIn = Math.ceil(Math.min(...late.map(({ dueAt }) => dueAt)) - at)
  state.ready.at(lane.id, monotonic(state.deps.clock) + dueIn)
  return messages.filter(isOpen)
}

/**
 * True where the next message of a lane may not leave any more, because its hours ended while it waited: it goes back,
 * and the others with it where their hours are the same.
 */
export function turnAway(state: EngineState, settler: Settler, lane: Lane, { message }: Entry): boolean {
  const { deps, ready, turns, metrics } = state
  const at = deps.clock.now()
  if (lane.times.mayLeave(message.data, at)) return false
  if (lane.times.opensAt(at) > at || at >= lane.times.endsAt) {
    handBack(state, emptyLane(lane))
    ready.add(lane.id)
    return true
  }
  lane.withSlot.shift()
  settler.push(untilOpen(lane, message, at))
  metrics.putOff += 1
  if (lane.withSlot.length > 0) turns.add(lane)
  else restIfIdle(state, lane)
  return true
}

type PutOff = Extract<Outcome, { kind: 'putOff' }>

/** The message goes back as it came, and is due when its hours open. */
export function untilOpen({ times }: Lane, { id, data }: ClaimedMessage, at: number): PutOff {
  return { messageId: id, kind: 'putOff', at, dueAt: times.dueAt(data, at) }
}
