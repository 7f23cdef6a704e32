import type { CampaignCounts, CampaignStatus } from '../../domain/campaign.ts'
import { type OutboxType, outboxTypes } from '../../domain/fact.ts'
import type { MessageError, MessageState } from '../../domain/message.ts'
import { type SuppressionReason, suppressionReasons } from '../../domain/recipient.ts'
import type { StatusChange } from '../port/campaign-store.ts'
import type { NewOutboxFact } from '../port/outbox-store.ts'
import type { CampaignRecord } from '../port/records.ts'
import type { Wanted } from '../port/webhook-store.ts'
import { erasedError } from './erased.ts'

/** The types of the outbox that anybody asks for; the others need not be stored. */
export function outboxAsked(all: Iterable<Pick<Wanted, 'types'>>): OutboxType[] {
  const asked = new Set<string>()
  for (const { types } of all) for (const type of types) asked.add(type)
  return outboxTypes.filter((type) => asked.has('*') || asked.has(type))
}

/** The fact that a change of a campaign's status is, where it is one; resuming is none. Pure. */
export function stepOf({ from, to }: Pick<StatusChange, 'from' | 'to'>): OutboxType | undefined {
  if (to === 'sending') return from.includes('paused') ? undefined : 'campaign.started'
  return steps[to]
}
const steps: Partial<Record<CampaignStatus, OutboxType>> = {
  paused: 'campaign.paused',
  completed: 'campaign.completed',
  cancelled: 'campaign.cancelled',
}

/** What is stored of a step: all that is said of it, because the campaign may be another one when it is read. Pure. */
export function campaignFact(
  type: OutboxType,
  campaign: Pick<CampaignRecord, 'id' | 'owner' | 'key' | 'pauseReason'> & CampaignCounts,
  at: number,
): NewOutboxFact {
  const { id, owner, key, pauseReason, total, queued, sent, failed, skipped, unknown } = campaign
  const detail = {
    key,
    ...(type === 'campaign.paused' ? { reason: pauseReason ?? 'user' } : {}),
    ...(type === 'campaign.completed' ? { counts: { total, queued, sent, failed, skipped, unknown } } : {}),
  }
  return { type, at, owner, campaignId: id, messageId: null, detail }
}

/** A message that ended, and how. */
export interface EndedMessage {
  messageId: number
  campaignId: number
  owner: string | null
  state: MessageState
  at: number
  error: MessageError | null
  /** Why it was skipped. */
  reason?: SkipReason | undefined
}

/** Why a message is skipped: what holds its recipient back, or its campaign's last time. */
export type SkipReason = SuppressionReason | 'expired'

/** The fact that the end of a message is; undefined where it is none, as while it is not known. Pure. */
export function messageFact({ state, error, reason, ...about }: EndedMessage): NewOutboxFact | undefined {
  if (state === 'sent') return { type: 'message.sent', ...about, detail: null }
  if (state === 'failed') return { type: 'message.failed', ...about, detail: { error } }
  if (state === 'skipped') return { type: 'message.skipped', ...about, detail: { reason: reason ?? 'manual' } }
  return undefined
}

/** The reason that is said where several hold a message back. Pure. */
export const saidReason = (reasons: Iterable<SuppressionReason>): SuppressionReason | undefined => {
  const all = new Set(reasons)
  return suppressionReasons.find((reason) => all.has(reason))
}

/** What is kept of the detail of a fact whose recipient is erased before it is read: no server's text. Pure. */
export function erasedFact(detail: Record<string, unknown>): Record<string, unknown> {
  const { error } = detail
  return error === undefined || error === null ? detail : { ...detail, error: erasedError(error as MessageError) }
}
