import { addressKey } from '../../kit/address-key.ts'
import type { PlanEnd, PlanResult } from '../port/campaign-store.ts'
import type { MessageRecord, NewMessage, Tracked } from '../port/records.ts'
import { stepOf } from '../rules/outbox-facts.ts'
import { plannable } from '../rules/plannable.ts'
import { plannedConsent } from '../rules/planned-consent.ts'
import { counterOf } from '../rules/status.ts'
import { addEndHour } from '../rules/timeline.ts'
import { addAddress, isPlanned, removeAddress } from './addresses.ts'
import { setSent, setStatus } from './campaign-status.ts'
import { consentLog } from './consent-log.ts'
import { tellMessage } from './outbox.ts'
import { type CampaignRow, campaignRow, copy, foldedOf, type MemoryState, type MessageRow, nextId } from './state.ts'
import { heldFor, mailingOf } from './suppressions.ts'

/** Stores recipients as messages, and closes the plan when `end` is given. */
export function plan(
  state: MemoryState,
  id: number,
  batch: readonly NewMessage[],
  at: number,
  end?: PlanEnd,
): PlanResult {
  const found = campaignRow(state, id)
  const { campaign } = plannable(id, found && { campaign: found, status: found.record.status })
  const result: PlanResult = { planned: 0, duplicates: 0, suppressed: 0 }
  for (const recipient of copy(batch)) {
    if (isPlanned(campaign, recipient, addressKey(recipient.email))) {
      result.duplicates++
      continue
    }
    const { state: stored } = addMessage(state, campaign, recipient, at).record
    result.planned++
    if (stored === 'skipped') result.suppressed++
  }
  if (end !== undefined) closePlan(state, campaign, at, end)
  return result
}

function closePlan(
  state: MemoryState,
  campaign: CampaignRow,
  at: number,
  { to, scheduledAt, warnings }: PlanEnd,
): void {
  const { record } = campaign
  record.plannedAt = at
  if (scheduledAt !== undefined) record.scheduledAt = scheduledAt
  if (warnings !== undefined) record.warnings = copy(warnings)
  setStatus(state, campaign, { to, at }, stepOf({ from: ['draft'], to }))
}

/** What a message of a stream has beside its recipient; `sent`: the host sends it itself. */
interface OfStream extends Pick<MessageRecord, 'contentId' | 'createdAt'> {
  sent?: Tracked | undefined
}

/** A recipient who may not be mailed is skipped, at that time, unless the host mails it all the same. */
export function addMessage(
  state: MemoryState,
  campaign: CampaignRow,
  recipient: NewMessage,
  at: number,
  { sent, ...ofStream }: OfStream = { contentId: null, createdAt: null },
): MessageRow {
  const reason = sent === undefined ? heldFor(state, mailingOf(campaign.record), recipient) : undefined
  const skippedAt = reason === undefined ? null : at
  const { email, emailHash, once, ref, name, company, data } = recipient
  const consent = plannedConsent(recipient.consent, consentLog(state, campaign.record.owner, email).at(-1))
  const record: MessageRecord = {
    id: nextId(state, 'messages'),
    campaignId: campaign.record.id,
    ...ofStream,
    email,
    ref,
    name,
    company,
    data,
    consent,
    state: skippedAt === null ? 'queued' : 'skipped',
    attempts: 0,
    dueAt: recipient.dueAt ?? 0,
    sentAt: null,
    endedAt: skippedAt,
    error: null,
    tracked: { opens: false, clicks: false, readTime: false },
    version: null,
    opens: 0,
    clicks: 0,
    machineOpens: 0,
    machineClicks: 0,
    readMs: null,
    lastOpenAt: null,
    lastClickAt: null,
    bouncedAt: null,
    hardBouncedAt: null,
    complainedAt: null,
    unsubscribedAt: null,
    unsubscribeReason: null,
  }
  const folded = foldedOf(record)
  const held = { sender: null, leaseUntil: 0 }
  const row: MessageRow = { record, campaign, emailHash, once, folded, ...held, events: [], tally: undefined }
  state.messages.set(record.id, row)
  campaign.messages.set(record.id, row)
  addAddress(row)
  campaign.record.total++
  campaign.record[counterOf[record.state]]++
  addEndHour(campaign.timeline, record, 1)
  if (sent !== undefined) setSent(state, row, at, sent)
  else if (skippedAt === null) campaign.due.push(record.dueAt, record.id)
  else tellMessage(state, row, 'skipped', at, reason)
  return row
}

/** Takes messages back out of a draft or scheduled campaign. */
export function clearPlan(state: MemoryState, id: number, limit: number): boolean {
  const campaign = campaignRow(state, id)
  if (campaign === undefined) return false
  const { record, messages } = campaign
  if (record.status !== 'draft' && record.status !== 'scheduled') return false
  record.status = 'draft'
  record.plannedAt = null
  for (const row of [...messages.values()].slice(0, limit)) {
    record.total--
    record[counterOf[row.record.state]]--
    addEndHour(campaign.timeline, row.record, -1)
    messages.delete(row.record.id)
    removeAddress(row)
    state.messages.delete(row.record.id)
  }
  return messages.size > 0
}
