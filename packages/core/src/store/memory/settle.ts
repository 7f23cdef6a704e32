import type { CampaignChange, MessageStore, Outcome } from '../port/message-store.ts'
import { erasedError, isErasedAddress } from '../rules/erased.ts'
import { isBelieved, isStoredBefore, settlement } from '../rules/outcomes.ts'
import { tooLateError } from '../rules/too-late.ts'
import { changeOf, completeIfDone, moveMessage, setSent, setStatus } from './campaign-status.ts'
import { tellMessage } from './outbox.ts'
import { type CampaignRow, campaignRow, copy, type MemoryState, type MessageRow, messageRow } from './state.ts'

/** Stores outcomes of messages that the sender holds, and late outcomes of messages it lost while sending. */
export function settle(state: MemoryState, sender: string, outcomes: readonly Outcome[]): CampaignChange[] {
  const touched = new Map<CampaignRow, number>()
  for (const outcome of outcomes) {
    const row = messageRow(state, outcome.messageId)
    if (row === undefined) continue
    const message = { state: row.record.state, sender: row.sender }
    if (isBelieved(message, sender, outcome)) apply(state, row, outcome)
    else if (!isStoredBefore(message, outcome)) continue
    touched.set(row.campaign, Math.max(touched.get(row.campaign) ?? 0, outcome.at))
  }
  for (const [campaign, at] of touched) completeIfDone(state, campaign, at)
  return [...touched.keys()].map(changeOf)
}

function apply(state: MemoryState, row: MessageRow, outcome: Outcome): void {
  const { record } = row
  const message = { state: record.state, sender: row.sender, error: record.error }
  const settled = settlement(message, copy(outcome), isErasedAddress(record.email))
  record.attempts += settled.attempted
  record.error = settled.error
  record.dueAt = settled.dueAt ?? record.dueAt
  if (settled.state === 'sent') setSent(state, row, outcome.at, settled.tracked, settled.sender)
  else {
    moveMessage(state, row, settled.state, { sender: settled.sender, at: settled.endedAt })
    tellMessage(state, row, settled.state, outcome.at, 'erasure')
  }
  const { providerId } = settled
  if (providerId !== undefined && !state.providerIds.has(providerId))
    state.providerIds.set(providerId, { messageId: record.id, at: outcome.at })
}

/** Makes what is queued due at the latest then. */
export function makeDue(campaign: CampaignRow | undefined, at: number): number {
  const later = [...(campaign?.messages.values() ?? [])].filter(
    ({ record }) => record.state === 'queued' && record.dueAt > at,
  )
  for (const { record } of later) {
    record.dueAt = at
    campaign?.due.push(at, record.id)
  }
  return later.length
}

/** Skips what is queued in a campaign whose time is over. */
export function skipQueued(
  state: MemoryState,
  campaignId: number,
  { version, at }: Parameters<MessageStore['skipQueued']>[1],
): Awaited<ReturnType<MessageStore['skipQueued']>> {
  const campaign = campaignRow(state, campaignId)
  const { status, version: current } = campaign?.record ?? {}
  if (campaign === undefined || status !== 'sending' || current !== version) return { skipped: 0, change: undefined }
  const rows = [...campaign.messages.values()].filter(({ record }) => record.state === 'queued')
  for (const row of rows) {
    row.record.error = copy(isErasedAddress(row.record.email) ? erasedError(tooLateError) : tooLateError)
    moveMessage(state, row, 'skipped', { at })
    tellMessage(state, row, 'skipped', at, 'expired')
  }
  completeIfDone(state, campaign, at)
  return { skipped: rows.length, change: changeOf(campaign) }
}

/** Queues failed and unknown messages again, as a person asked. */
export function retry(
  state: MemoryState,
  campaignId: number,
  { include, messageIds, at }: Parameters<MessageStore['retry']>[1],
): number {
  const campaign = campaignRow(state, campaignId)
  if (campaign === undefined || !['sending', 'paused', 'completed'].includes(campaign.record.status)) return 0
  const chosen = messageIds === undefined ? undefined : new Set(messageIds)
  const states: readonly string[] = include
  const rows = [...campaign.messages.values()].filter(
    ({ record }) => states.includes(record.state) && (chosen?.has(record.id) ?? true) && !isErasedAddress(record.email),
  )
  for (const row of rows) {
    row.record.attempts = 0
    row.record.dueAt = at
    moveMessage(state, row, 'queued', { sender: row.sender })
  }
  if (rows.length > 0 && campaign.record.status === 'completed') setStatus(state, campaign, { to: 'sending', at })
  return rows.length
}
