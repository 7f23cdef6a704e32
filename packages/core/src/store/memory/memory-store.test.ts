import { test } from 'vitest'
import { runStoreCases } from '../../testing/stores/run-store-cases.ts'
import { memoryStoreOn } from './memory-store.ts'
import { createMemoryState, type MemoryState } from './state.ts'

runStoreCases(test, {
  abilities: ['callerClock', 'damage'],
  async open() {
    const state = createMemoryState()
    return {
      store: memoryStoreOn(state),
      reopen: async () => memoryStoreOn(state),
      now: Date.UTC(2024, 4, 17, 10, 30),
      damage: async (campaignId) => damage(state, campaignId),
    }
  },
})

function damage(state: MemoryState, campaignId: number): void {
  const campaign = state.campaigns.get(campaignId)
  if (campaign !== undefined) campaign.record.opens.total += 3
  for (const bucket of campaign?.timeline.values() ?? []) bucket.sent += 1
  for (const link of state.linksByCampaign.get(campaignId) ?? []) link.total += 2
}
