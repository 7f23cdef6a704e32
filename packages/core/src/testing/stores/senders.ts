import type { BeginResult, Outcome } from '../../store/port/message-store.ts'
import type { ClaimedMessage } from '../../store/port/records.ts'
import { failure, HOUR } from './fixtures.ts'
import type { StoreHarness } from './harness.ts'

/** What `expireLeases` resolves with while every lease runs. */
export const noneEnded = { requeued: 0, unknown: [], campaigns: [] }

/** Claims messages of a campaign as sender `a`, everything there is, for an hour; `changes` say otherwise. */
export function claim(
  { store, now }: StoreHarness,
  campaignId: number,
  { limit = 1000, ...changes }: { sender?: string; limit?: number; leaseUntil?: number; now?: number } = {},
): Promise<ClaimedMessage[]> {
  return store.messages.claim({
    sender: 'a',
    now,
    leaseUntil: now + HOUR,
    ...changes,
    campaigns: [{ campaignId, limit }],
  })
}

/** When the next message of a campaign that is being sent is due. */
export async function dueAt({ store, now }: StoreHarness, campaignId: number): Promise<number | undefined> {
  const { campaigns } = await store.campaigns.agenda({ now, until: now, known: [campaignId] })
  return campaigns.find(({ id }) => id === campaignId)?.dueAt
}

/** The outcome of a message that is to be sent at another time. */
export const putOff = ({ now }: StoreHarness, messageId: number, dueAt: number, attempted = false): Outcome => {
  return { messageId, kind: 'retry', at: now, dueAt, error: failure, attempted }
}

/** Begins messages for an hour. */
export function begin({ store, now }: StoreHarness, messageIds: readonly number[], sender = 'a'): Promise<BeginResult> {
  return store.messages.begin({ sender, messageIds, now, leaseUntil: now + HOUR })
}
