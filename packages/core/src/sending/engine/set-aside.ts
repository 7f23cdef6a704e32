import type { EngineState } from './engine-state.ts'
import type { Lane } from './lane.ts'
import { restIfIdle } from './open-lane.ts'

/** Campaigns of tenants that have their share of all places, and enough messages with slots for when they have more. */
export interface SetAside {
  /** Messages with a slot, of those that may take places. */
  countHeld(): number
  /** True where its tenant has enough; it is not claimed for then, until `letBack`. */
  add(lane: Lane): boolean
  /** So many of each tenant that may take a place again get their turn. */
  letBack(now: number, most: number): void
}

/** `enough`: messages with a slot. */
export function createSetAside(state: EngineState, enough: number): SetAside {
  const { lanes, places, ready } = state
  const byOwner = new Map<string | null, Set<number>>()

  function heldBy(counts: (owner: string | null) => boolean): number {
    let held = 0
    for (const { campaign, withSlot } of lanes.values()) if (counts(campaign.owner)) held += withSlot.length
    return held
  }

  return {
    countHeld: () => heldBy((owner) => !places.isServed(owner)),
    add(lane) {
      const { id, campaign } = lane
      const { owner } = campaign
      if (!places.isServed(owner) || heldBy((one) => one === owner) < enough) return false
      ready.hold(id, Number.POSITIVE_INFINITY)
      byOwner.set(owner, (byOwner.get(owner) ?? new Set()).add(id))
      restIfIdle(state, lane)
      return true
    },
    letBack(now, most) {
      for (const [owner, ids] of byOwner) {
        if (places.isServed(owner)) continue
        for (const id of [...ids].slice(0, most)) {
          ids.delete(id)
          ready.hold(id, now)
        }
        if (ids.size === 0) byOwner.delete(owner)
      }
    },
  }
}
