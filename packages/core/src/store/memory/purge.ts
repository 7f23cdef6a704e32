import type { Retention } from '../port/privacy-store.ts'
import type { EventRecord } from '../port/records.ts'
import { deleteMessage } from './removal.ts'
import type { CampaignRow, MemoryState } from './state.ts'

/** Removes up to `limit` rows that are older than allowed; the counters keep what they counted. */
export function purge(state: MemoryState, retention: Retention, limit: number, now: number): number {
  let left = limit - purgeGone(state, retention.goneBefore, limit)
  for (const campaign of state.campaigns.values()) {
    left -= purgeMessages(state, campaign, retention.messagesBefore, left, now)
    for (const holder of [campaign, ...campaign.messages.values()]) {
      if (left <= 0) return limit
      const [kept, gone] = split(holder.events, retention, left)
      if (gone > 0) {
        holder.events = kept
        campaign.purged = 'events'
        left -= gone
      }
      left -= clearPersonal(holder.events, retention.personalBefore, left)
    }
  }
  return limit - left
}

function split(events: EventRecord[], { eventsBefore = {} }: Retention, limit: number): [EventRecord[], number] {
  let gone = 0
  const kept = events.filter(({ type, at }) => {
    const old = at < (eventsBefore[type] ?? -Infinity) && gone < limit
    if (old) gone++
    return !old
  })
  return [kept, gone]
}

function clearPersonal(events: readonly EventRecord[], before: number | undefined, limit: number): number {
  if (before === undefined) return 0
  const old = events.filter((event) => event.at < before && (event.ip !== null || event.userAgent !== null))
  for (const event of old.slice(0, limit)) Object.assign(event, { ip: null, userAgent: null })
  return Math.min(old.length, limit)
}

function purgeGone(state: MemoryState, before = -Infinity, limit: number): number {
  const old = [...state.gone].filter(([, { at }]) => at < before).slice(0, limit)
  for (const [id] of old) state.gone.delete(id)
  return old.length
}

function purgeMessages(
  state: MemoryState,
  campaign: CampaignRow,
  before: number | undefined,
  limit: number,
  now: number,
): number {
  const { finishedAt } = campaign.record
  if (before === undefined || finishedAt === null || finishedAt >= before) return 0
  let gone = 0
  for (const row of campaign.messages.values()) {
    if (gone >= limit) break
    campaign.purged = 'messages'
    gone += deleteMessage(state, row, limit - gone, now)
  }
  return gone
}
