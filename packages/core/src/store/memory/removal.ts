import type { GoneMessage } from '../port/message-store.ts'
import { removeAddress } from './addresses.ts'
import { forgetTold } from './outbox.ts'
import { dropContent } from './own-contents.ts'
import { campaignKey, campaignRow, type MemoryState, type MessageRow } from './state.ts'

/** Hides a campaign at once: only the sweep reads `removed`. */
export function remove(state: MemoryState, id: number, owner?: string): boolean {
  const campaign = campaignRow(state, id, owner)
  if (campaign === undefined) return false
  campaign.removed = true
  state.campaigns.delete(id)
  state.removed.push(campaign)
  const key = campaignKey(campaign.record)
  if (key !== undefined) state.campaignKeys.delete(key)
  for (const row of campaign.messages.values()) state.leased.delete(row)
  return true
}

/** Deletes rows of removed campaigns: events before their message, messages before their campaign. */
export function sweep(state: MemoryState, limit: number, now: number): boolean {
  let left = limit
  for (const campaign of [...state.removed]) {
    left -= campaign.events.splice(0, left).length
    for (const row of campaign.messages.values()) {
      if (left <= 0) return true
      left -= deleteMessage(state, row, left, now)
    }
    if (left <= 0) return true
    state.removed.splice(state.removed.indexOf(campaign), 1)
    left--
  }
  return state.removed.length > 0
}

/** Whom a message was to, where its mail may have arrived and its address is known. */
export function goneOf({ record, campaign, emailHash }: MessageRow): GoneMessage | undefined {
  if (emailHash === undefined || (record.version === null && record.attempts === 0)) return undefined
  return { owner: campaign.record.owner, topic: campaign.record.options.topic ?? null, emailHash }
}

/** Deletes up to `limit` rows of a message, its events first; returns how many. Whom it was to is kept. */
export function deleteMessage(state: MemoryState, row: MessageRow, limit: number, now: number): number {
  const events = row.events.splice(0, limit).length
  if (events === limit || row.events.length > 0) return events
  const gone = goneOf(row)
  if (gone !== undefined) state.gone.set(row.record.id, { ...gone, at: now })
  row.campaign.messages.delete(row.record.id)
  removeAddress(row)
  dropContent(state, row)
  state.messages.delete(row.record.id)
  state.leased.delete(row)
  forgetTold(state, row.record.id)
  return events + 1
}
