import { parseId } from '../domain/ids.ts'
import type { Judge } from '../store/port/event-store.ts'
import type { Store } from '../store/port/store.ts'

/** Figures recomputed from what is stored. */
export interface Repair {
  /**
   * Counts a campaign again from its messages and events, and repairs what differs; returns the counters that did, by
   * name; none when all was right or it is gone.
   */
  recount(campaignId: string): Promise<Record<string, { was: number; is: number }>>
  /**
   * Judges a campaign's stored hits again by today's rules and `classify`, message by message, and corrects the
   * counters; says how many verdicts changed. Safe while hits arrive, and repeatable.
   */
  reclassify(campaignId: string): Promise<{ changed: number }>
}

export function createRepair(
  { campaigns, events }: Pick<Store, 'campaigns' | 'events'>,
  { judge, lookBackMs }: { judge: Judge; lookBackMs: number },
): Repair {
  return {
    recount: async (campaignId) => campaigns.recount(parseId(campaignId)),
    reclassify: async (campaignId) => ({ changed: await events.reclassify(parseId(campaignId), lookBackMs, judge) }),
  }
}
