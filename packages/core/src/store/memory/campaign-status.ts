import type { OutboxType } from '../../domain/fact.ts'
import type { MessageState } from '../../domain/message.ts'
import type { StatusChange } from '../port/campaign-store.ts'
import type { CampaignChange } from '../port/message-store.ts'
import type { Tracked } from '../port/records.ts'
import { counterOf } from '../rules/status.ts'
import { addEndHour, addMessageHour } from '../rules/timeline.ts'
import { tellMessage, tellStep } from './outbox.ts'
import type { CampaignRow, MemoryState, MessageRow } from './state.ts'

/**
 * Sets a campaign's status with the times that go with it, and stores the step that it is; sending with nothing queued
 * goes on to completed.
 */
export function setStatus(
  state: MemoryState,
  campaign: CampaignRow,
  { to, at, pauseReason }: Omit<StatusChange, 'from'>,
  step?: OutboxType,
): void {
  const { record } = campaign
  const finished = to === 'completed' || to === 'cancelled'
  record.status = to
  record.pauseReason = to === 'paused' ? (pauseReason ?? null) : null
  if (finished) record.finishedAt = at
  tellStep(state, campaign, step, at)
  if (to !== 'sending') return
  record.startedAt ??= at
  record.finishedAt = null
  completeIfDone(state, campaign, at)
}

/** A campaign being sent with nothing left to send is completed; a stream never is. */
export function completeIfDone(state: MemoryState, campaign: CampaignRow, at: number): void {
  const { kind, status, queued } = campaign.record
  if (kind === 'campaign' && status === 'sending' && queued === 0)
    setStatus(state, campaign, { to: 'completed', at }, 'campaign.completed')
}

/**
 * Changes a message's state and all that depends on it: counters, the hour it ended in, the claim order, the set of
 * leases. `sender` null releases it; `at` is when it ended without being sent.
 */
export function moveMessage(
  state: MemoryState,
  row: MessageRow,
  to: MessageState,
  {
    sender = null,
    leaseUntil = 0,
    at = null,
  }: { sender?: string | null; leaseUntil?: number; at?: number | null } = {},
): void {
  const { record, campaign } = row
  addEndHour(campaign.timeline, record, -1)
  campaign.record[counterOf[record.state]]--
  campaign.record[counterOf[to]]++
  record.state = to
  record.endedAt = at
  row.sender = sender
  row.leaseUntil = leaseUntil
  addEndHour(campaign.timeline, record, 1)
  if (to === 'claimed' || to === 'sending') state.leased.add(row)
  else state.leased.delete(row)
  if (to === 'queued') campaign.due.push(record.dueAt, record.id)
}

/** A message was sent at that time, with this measured in it. */
export function setSent(
  state: MemoryState,
  row: MessageRow,
  at: number,
  tracked: Tracked,
  sender: string | null = null,
): void {
  const { record, campaign } = row
  moveMessage(state, row, 'sent', { sender })
  tellMessage(state, row, 'sent', at)
  record.sentAt = at
  record.tracked = tracked
  campaign.record.opens.tracked += Number(tracked.opens)
  campaign.record.clicks.tracked += Number(tracked.clicks)
  addMessageHour(campaign.timeline, record)
}

/** A campaign as it is reported to observers. */
export function changeOf({ record }: CampaignRow): CampaignChange {
  const { id, status, finishedAt, total, queued, sent, failed, skipped, unknown } = record
  return { campaignId: id, status, finishedAt, total, queued, sent, failed, skipped, unknown }
}
