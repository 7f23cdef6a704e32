import { SillageError } from '../../domain/errors.ts'
import { addressKey } from '../../kit/address-key.ts'
import type { PlanEnd, PlanResult } from '../port/campaign-store.ts'
import type { MessageRecord, NewMessage } from '../port/records.ts'
import { plannedConsent } from '../rules/planned-consent.ts'
import { counterOf, setStatus } from './campaign-status.ts'
import { consentLog } from './consent-log.ts'
import { type CampaignRow, campaignRow, copy, foldedOf, type MemoryState, nextId } from './state.ts'
import { isHeld } from './suppressions.ts'

/** Stores recipients as messages, and closes the plan when `end` is given. */
export function plan(state: MemoryState, id: number, batch: readonly NewMessage[], end?: PlanEnd): PlanResult {
  const campaign = campaignRow(state, id)
  if (campaign === undefined) throw new SillageError('not_found', `There is no campaign ${id} to plan.`)
  const { record } = campaign
  if (record.status !== 'draft' && record.status !== 'scheduled') {
    throw new SillageError(
      'wrong_status',
      `Campaign ${id} is ${record.status}: recipients are added to a draft only.`,
      {
        details: { status: record.status },
      },
    )
  }
  const result: PlanResult = { planned: 0, duplicates: 0, suppressed: 0 }
  for (const recipient of copy(batch)) {
    if (campaign.byEmail.has(addressKey(recipient.email))) {
      result.duplicates++
      continue
    }
    const held = isHeld(state, record.owner, recipient, record.options.topic ?? null)
    addMessage(state, campaign, recipient, held)
    result.planned++
    if (held) result.suppressed++
  }
  if (end !== undefined) closePlan(campaign, end)
  return result
}

function closePlan(campaign: CampaignRow, { to, at, scheduledAt, warnings }: PlanEnd): void {
  const { record } = campaign
  record.plannedAt = at
  if (scheduledAt !== undefined) record.scheduledAt = scheduledAt
  if (warnings !== undefined) record.warnings = copy(warnings)
  setStatus(campaign, { to, at })
}

function addMessage(state: MemoryState, campaign: CampaignRow, recipient: NewMessage, held: boolean): void {
  const { email, emailHash, ref, name, company, data } = recipient
  const consent = plannedConsent(recipient.consent, consentLog(state, campaign.record.owner, email).at(-1))
  const record: MessageRecord = {
    id: nextId(state, 'messages'),
    campaignId: campaign.record.id,
    email,
    ref,
    name,
    company,
    data,
    consent,
    state: held ? 'skipped' : 'queued',
    attempts: 0,
    dueAt: 0,
    sentAt: null,
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
  }
  const folded = foldedOf(record)
  const row = { record, campaign, emailHash, folded, sender: null, leaseUntil: 0, events: [], tally: undefined }
  state.messages.set(record.id, row)
  campaign.messages.set(record.id, row)
  campaign.byEmail.set(folded.email, row)
  campaign.record.total++
  campaign.record[counterOf[record.state]]++
  if (!held) campaign.due.push(record.dueAt, record.id)
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
    messages.delete(row.record.id)
    campaign.byEmail.delete(row.folded.email)
    state.messages.delete(row.record.id)
  }
  return messages.size > 0
}
