import { parseId } from '../domain/ids.ts'
import type { Judge } from '../store/event-store.ts'
import type { Store } from '../store/store.ts'

/** Figures recomputed from what is stored. */
export interface Repair {
  recount(campaignId: string): Promise<Record<string, { was: number; is: number }>>
  reclassify(campaignId: string): Promise<number>
}

export function createRepair(
  { campaigns, events }: Pick<Store, 'campaigns' | 'events'>,
  { judge, lookBackMs }: { judge: Judge; lookBackMs: number },
): Repair {
  return {
    recount: async (campaignId) => campaigns.recount(parseId(campaignId)),
    reclassify: async (campaignId) => events.reclassify(parseId(campaignId), lookBackMs, judge),
  }
}
