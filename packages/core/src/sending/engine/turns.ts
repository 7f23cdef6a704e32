import { createDueHeap } from '../../kit/due-heap.ts'
import type { Lane } from './lane.ts'

/** Of ten messages, so many may be of streams while campaigns have some, too. */
export const streamsOfTen = 9

/**
 * The lanes with messages that have a slot: streams first, but for every tenth message; tenants in rotation, and of
 * each its lanes in rotation; by time those whose next message is still to wait. Times are those of this process.
 */
export interface Turns {
  /** Its turn comes after the others’ of its owner: it got messages, or may send the next. */
  add(lane: Lane): void
  /** Its next message leaves no earlier than `at`. */
  wait(lane: Lane, at: number): void
  /** Takes out the lane whose turn it is, of those that may send until `now` and whose owners are not skipped. */
  next(now: number, isSkipped: (owner: string | null) => boolean): Lane | undefined
  /** When the next lane that waits may send; undefined when none waits. */
  nextAt(): number | undefined
}

export function createTurns(): Turns {
  const streams = createRotation()
  const campaigns = createRotation()
  /** Messages of streams since the last one of a campaign. */
  let inRow = 0
  const of = ({ campaign }: Lane): Turns => (campaign.kind === 'stream' ? streams : campaigns)
  return {
    add: (lane) => of(lane).add(lane),
    wait: (lane, at) => of(lane).wait(lane, at),
    next(now, isSkipped) {
      const [first, second] = inRow < streamsOfTen ? [streams, campaigns] : [campaigns, streams]
      const lane = first.next(now, isSkipped) ?? second.next(now, isSkipped)
      if (lane !== undefined) inRow = lane.campaign.kind === 'stream' ? Math.min(inRow + 1, streamsOfTen) : 0
      return lane
    },
    nextAt() {
      const [ofStreams, ofCampaigns] = [streams.nextAt(), campaigns.nextAt()]
      return ofStreams === undefined || ofCampaigns === undefined
        ? (ofStreams ?? ofCampaigns)
        : Math.min(ofStreams, ofCampaigns)
    },
  }
}

function createRotation(): Turns {
  const owners = new Map<string | null, Set<Lane>>()
  const waiting = new Map<number, { lane: Lane; at: number }>()
  const heap = createDueHeap()
  const first = () => heap.first((at, id) => waiting.get(id)?.at === at)

  function join(lane: Lane): void {
    const { owner } = lane.campaign
    const own = owners.get(owner)
    if (own === undefined) owners.set(owner, new Set([lane]))
    else own.add(lane)
  }

  return {
    add(lane) {
      if (waiting.get(lane.id)?.lane === lane) waiting.delete(lane.id)
      join(lane)
    },
    wait(lane, at) {
      waiting.set(lane.id, { lane, at })
      heap.push(at, lane.id)
    },
    next(now, isSkipped) {
      for (let entry = first(); entry !== undefined && entry.at <= now; entry = first()) {
        heap.drop()
        const { lane } = waiting.get(entry.id) ?? {}
        waiting.delete(entry.id)
        if (lane !== undefined) join(lane)
      }
      for (const [owner, own] of owners) {
        if (isSkipped(owner)) continue
        // Behind the others.
        owners.delete(owner)
        for (const lane of own) {
          own.delete(lane)
          if (own.size > 0) owners.set(owner, own)
          return lane
        }
      }
      return undefined
    },
    nextAt: () => first()?.at,
  }
}
