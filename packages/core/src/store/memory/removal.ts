import { campaignRow, type MemoryState, type MessageRow, ownedKey } from './state.ts'

/** Hides a campaign at once: only the sweep reads `removed`. */
export function remove(state: MemoryState, id: number, owner?: string): boolean {
  const campaign = campaignRow(state, id, owner)
  if (campaign === undefined) return false
  campaign.removed = true
  state.campaigns.delete(id)
  state.removed.push(campaign)
  const { owner: ownedBy, key } = campaign.record
  if (key !== null) state.campaignKeys.delete(ownedKey(ownedBy, key))
  for (const row of campaign.messages.values()) state.leased.delete(row)
  return true
}

/** Deletes rows of removed campaigns: events before their message, messages before their campaign. */
export function sweep(state: MemoryState, limit: number): boolean {
  let left = limit
  for (const campaign of [...state.removed]) {
    left -= campaign.events.splice(0, left).length
    for (const row of campaign.messages.values()) {
      if (left <= 0) return true
      left -= deleteMessage(state, row, left)
    }
    if (left <= 0) return true
    state.removed.splice(state.removed.indexOf(campaign), 1)
    left--
  }
  return state.removed.length > 0
}

/** Deletes up to `limit` rows of a message, its events first; returns how many. */
export function deleteMessage(state: MemoryState, row: MessageRow, limit: number): number {
  const events = row.events.splice(0, limit).length
  if (events === limit || row.events.length > 0) return events
  row.campaign.messages.delete(row.record.id)
  if (row.campaign.byEmail.get(row.folded.email) === row) row.campaign.byEmail.delete(row.folded.email)
  state.messages.delete(row.record.id)
  state.leased.delete(row)
  return events + 1
}
