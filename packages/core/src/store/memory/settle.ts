import type { MessageState } from '../../domain/message.ts'
import type { CampaignChange, MessageStore, Outcome } from '../port/message-store.ts'
import type { MessageRecord } from '../port/records.ts'
import { isErasedAddress } from '../rules/erased.ts'
import { hourOf } from '../rules/ledger.ts'
import { settledState } from '../rules/status.ts'
import { changeOf, completeIfDone, moveMessage, setStatus } from './campaign-status.ts'
import { held } from './leases.ts'
import { type CampaignRow, campaignRow, copy, type MemoryState, type MessageRow, messageRow } from './state.ts'

/** Stores outcomes of messages that the sender holds, and late outcomes of messages it lost while sending. */
export function settle(state: MemoryState, sender: string, outcomes: readonly Outcome[]): CampaignChange[] {
  const touched = new Map<CampaignRow, number>()
  for (const outcome of outcomes) {
    const own = believed(state, sender, outcome)
    const row = own ?? storedBefore(state, outcome)
    if (row === undefined) continue
    if (own !== undefined) apply(state, own, outcome)
    touched.set(row.campaign, Math.max(touched.get(row.campaign) ?? 0, outcome.at))
  }
  for (const [campaign, at] of touched) completeIfDone(campaign, at)
  return [...touched.keys()].map(changeOf)
}

function believed(state: MemoryState, sender: string, outcome: Outcome): MessageRow | undefined {
  const own = held(state, sender, outcome.messageId)
  if (own !== undefined || outcome.kind !== 'sent') return own
  const row = messageRow(state, outcome.messageId)
  const lost = row?.record.state === 'unknown' || row?.record.state === 'queued'
  return lost && row.sender === sender ? row : undefined
}

/** The message, if it already is what the outcome says. */
function storedBefore(state: MemoryState, { messageId, kind }: Outcome): MessageRow | undefined {
  const row = messageRow(state, messageId)
  return row?.record.state === settledState[kind] ? row : undefined
}

function apply(state: MemoryState, row: MessageRow, outcome: Outcome): void {
  const { record } = row
  record.attempts += attemptOf(row, outcome)
  record.error = outcome.kind === 'sent' ? null : copy(outcome.error)
  if (outcome.kind === 'sent') {
    record.sentAt = outcome.at
    record.tracked = copy(outcome.tracked)
    countSent(row)
  }
  if (outcome.kind === 'retry') record.dueAt = outcome.dueAt
  moveMessage(state, row, stateAfter(outcome, record), { sender: outcome.kind === 'unknown' ? row.sender : null })
}

/** 1 when this outcome adds a try with a transport. A lost message's try was counted when its lease ended. */
function attemptOf({ record }: MessageRow, outcome: Outcome): number {
  if (outcome.kind === 'retry') return Number(outcome.attempted)
  return Number(record.state === 'sending' || (outcome.kind === 'sent' && record.state === 'claimed'))
}

function stateAfter({ kind }: Outcome, { email }: MessageRecord): MessageState {
  return kind === 'retry' && isErasedAddress(email) ? 'skipped' : settledState[kind]
}

function countSent({ record, campaign }: MessageRow): void {
  const { opens, clicks } = campaign.record
  opens.tracked += Number(record.tracked.opens)
  clicks.tracked += Number(record.tracked.clicks)
  const hour = hourOf(record.sentAt ?? 0)
  const bucket = campaign.timeline.get(hour) ?? { sent: 0, opens: 0, clicks: 0 }
  bucket.sent++
  campaign.timeline.set(hour, bucket)
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
  if (rows.length > 0 && campaign.record.status === 'completed') setStatus(campaign, { to: 'sending', at })
  return rows.length
}
