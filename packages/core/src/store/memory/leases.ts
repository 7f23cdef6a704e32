import { recipientZone } from '../../domain/sending-hours.ts'
import type {
  BeginResult,
  BringForwardRequest,
  CampaignChange,
  LongestLeases,
  MessageStore,
} from '../port/message-store.ts'
import type { ClaimedMessage, MessageRecord } from '../port/records.ts'
import { isErasedAddress } from '../rules/erased.ts'
import { leaseLostError } from '../rules/lease-lost.ts'
import { longestWaits } from '../rules/longest-waits.ts'
import { isHeldBy } from '../rules/outcomes.ts'
import { changeOf, completeIfDone, moveMessage } from './campaign-status.ts'
import { type CampaignRow, campaignRow, copy, type MemoryState, type MessageRow, messageRow } from './state.ts'
import { isHeld, mailingOf } from './suppressions.ts'

type Leases = Pick<MessageStore, 'claim' | 'begin' | 'release' | 'extend' | 'expireLeases' | 'bringForward'>

export function memoryLeases(state: MemoryState): Leases {
  return {
    async claim({ sender, now, leaseUntil, campaigns }) {
      const claimed: ClaimedMessage[] = []
      for (const { campaignId, limit } of campaigns) {
        const campaign = campaignRow(state, campaignId)
        if (campaign?.record.status !== 'sending') continue
        for (let left = limit; left > 0; left--) {
          const row = nextDue(campaign)
          if (row === undefined || row.record.dueAt > now) break
          campaign.due.drop()
          moveMessage(state, row, 'claimed', { sender, leaseUntil })
          claimed.push(claimedOf(row.record))
        }
      }
      return claimed
    },

    async begin({ sender, messageIds, now, leaseUntil, versions }) {
      const result: BeginResult = { begun: [], skipped: [], lost: [], campaigns: [] }
      const touched = new Set<CampaignRow>()
      for (const id of messageIds) {
        const row = held(state, sender, id)
        const { record, campaign } = messageRow(state, id) ?? {}
        if (record?.state === 'skipped' && campaign !== undefined) {
          touched.add(campaign)
          result.skipped.push(id)
        } else if (row === undefined) result.lost.push(id)
        else if (row.record.state === 'sending') {
          row.leaseUntil = Math.max(row.leaseUntil, leaseUntil)
          result.begun.push(id)
        } else if (row.campaign.record.status !== 'sending') {
          moveMessage(state, row, 'queued')
          result.lost.push(id)
        } else if (isSuppressed(state, row)) {
          moveMessage(state, row, 'skipped', { at: now })
          completeIfDone(row.campaign, now)
          touched.add(row.campaign)
          result.skipped.push(id)
        } else {
          moveMessage(state, row, 'sending', { sender, leaseUntil })
          row.record.version = versions?.get(row.campaign.record.id) ?? null
          result.begun.push(id)
        }
      }
      result.campaigns = [...touched].map(changeOf)
      return result
    },

    async release(sender, messageIds) {
      for (const id of messageIds) {
        const row = held(state, sender, id)
        if (row?.record.state !== 'claimed') continue
        moveMessage(state, row, 'queued')
      }
    },

    async extend(sender, messageIds, { leaseUntil }) {
      return messageIds.filter((id) => {
        const row = held(state, sender, id)
        if (row !== undefined) row.leaseUntil = Math.max(row.leaseUntil, leaseUntil)
        return row !== undefined
      })
    },

    async expireLeases(now, longest) {
      if (longest !== undefined) shorten(state, now, longest)
      const unknown: { campaignId: number; messageId: number }[] = []
      const touched = new Set<CampaignRow>()
      let requeued = 0
      for (const row of [...state.leased].filter(({ leaseUntil }) => leaseUntil <= now)) {
        touched.add(row.campaign)
        const { id, campaignId } = row.record
        if (expire(state, row, now) === 'queued') requeued++
        else unknown.push({ campaignId, messageId: id })
      }
      for (const campaign of touched) completeIfDone(campaign, now)
      return { requeued, unknown, campaigns: [...touched].map(changeOf) satisfies CampaignChange[] }
    },

    async bringForward(request) {
      const { campaignId } = request
      const campaigns = campaignId === undefined ? state.campaigns.values() : [campaignRow(state, campaignId)]
      let moved = 0
      for (const campaign of campaigns)
        if (campaign?.record.status === 'sending') moved += bringForward(campaign, request)
      return moved
    },
  }
}

function shorten(state: MemoryState, now: number, { claimedMs, sendingMs }: LongestLeases): void {
  for (const row of state.leased)
    row.leaseUntil = Math.min(row.leaseUntil, now + (row.record.state === 'claimed' ? claimedMs : sendingMs))
}

/** The message, if this sender holds it. */
function held(state: MemoryState, sender: string, id: number): MessageRow | undefined {
  const row = messageRow(state, id)
  return row !== undefined && isHeldBy({ state: row.record.state, sender: row.sender }, sender) ? row : undefined
}

function bringForward(campaign: CampaignRow, { now, longestMs, wasAhead }: BringForwardRequest): number {
  const records = [...campaign.messages.values()].map(({ record }) => record)
  const ahead = wasAhead || records.some(({ sentAt }) => sentAt !== null && sentAt > now)
  // Its messages may wait for their hours.
  if (campaign.record.options.hours?.timeZone === recipientZone && !ahead) return 0
  const waits = longestWaits(longestMs, ahead)
  let moved = 0
  for (const record of records) {
    const latest = now + (waits[Math.min(record.attempts, waits.length - 1)] ?? 0)
    if (record.state !== 'queued' || record.dueAt <= latest) continue
    record.dueAt = latest
    campaign.due.push(latest, record.id)
    moved++
  }
  return moved
}

export function nextDue(campaign: CampaignRow): MessageRow | undefined {
  const entry = campaign.due.first((at, id) => {
    const record = campaign.messages.get(id)?.record
    return record?.state === 'queued' && record.dueAt === at
  })
  return entry === undefined ? undefined : campaign.messages.get(entry.id)
}

function isSuppressed(state: MemoryState, { record: { email }, campaign, emailHash }: MessageRow): boolean {
  return isErasedAddress(email) || isHeld(state, mailingOf(campaign.record), { email, emailHash })
}

/**
 * What was only claimed is sent again safely; what was being sent may have been accepted, and its sender may still
 * report it.
 */
function expire(state: MemoryState, row: MessageRow, now: number): 'queued' | 'unknown' {
  const { record, campaign, sender } = row
  if (record.state === 'claimed') {
    moveMessage(state, row, 'queued')
    return 'queued'
  }
  record.attempts++
  record.error = copy(leaseLostError)
  const to = campaign.record.options.onUnknown === 'resend' && !isErasedAddress(record.email) ? 'queued' : 'unknown'
  moveMessage(state, row, to, { sender, at: to === 'unknown' ? now : null })
  return to
}

function claimedOf({
  id,
  campaignId,
  contentId,
  email,
  ref,
  name,
  company,
  data,
  consent,
  attempts,
}: MessageRecord): ClaimedMessage {
  return copy({ id, campaignId, contentId, email, ref, name, company, data, consent, attempts })
}
