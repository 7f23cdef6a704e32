import type { BeginResult } from '../../store/port/message-store.ts'
import type { ClaimedMessage } from '../../store/port/records.ts'
import { HOUR } from './fixtures.ts'
import type { StoreHarness } from './harness.ts'

/** What `expireLeases` resolves with while every lease runs. */
export const noneEnded = { requeued: 0, unknown: [], campaigns: [] }

/** Claims messages of a campaign as sender `a`, everything there is, for an hour; `changes` say otherwise. */
export function claim(
  { store, now }: StoreHarness,
  campaignId: number,
  changes: { sender?: string; limit?: number; leaseUntil?: number; now?: number } = {},
): Promise<ClaimedMessage[]> {
  return store.messages.claim({ sender: 'a', now, leaseUntil: now + HOUR, limit: 1000, campaignId, ...changes })
}

/** Begins messages for an hour. */
export function begin({ store, now }: StoreHarness, messageIds: readonly number[], sender = 'a'): Promise<BeginResult> {
  return store.messages.begin({ sender, messageIds, now, leaseUntil: now + HOUR })
}
