import type { PurgeableStep, PurgeStep, RetainedClass, Retention } from '../port/privacy-store.ts'
import type { EventRecord } from '../port/records.ts'
import { counterOf } from '../rules/status.ts'
import { deleteMessage } from './removal.ts'
import type { CampaignRow, MemoryState, MessageRow } from './state.ts'
import { forgetSoftBounces } from './suppressions.ts'

/** Removes up to `limit` rows that are older than allowed; the counters keep what they counted. */
export function purge(state: MemoryState, retention: Retention, limit: number, now: number): PurgeStep {
  let left = limit - purgeGone(state, retention.goneBefore, limit)
  left -= purgeSoftBounces(state, retention.softBouncesBefore, left)
  for (const campaign of state.campaigns.values()) {
    left -= purgeMessages(state, campaign, retention, left, now)
    for (const holder of [campaign, ...campaign.messages.values()]) {
      if (left <= 0) return { rows: limit, more: true }
      const [kept, gone] = split(holder.events, retention, left)
      if (gone > 0) {
        holder.events = kept
        campaign.purged = 'events'
        left -= gone
      }
      left -= clearPersonal(holder.events, retention.personalBefore, left)
    }
  }
  return { rows: limit - left, more: left <= 0 }
}

/** Counts all of it at once. */
export function purgeable(state: MemoryState, retention: Retention): PurgeableStep {
  const { eventsBefore = {}, personalBefore = -Infinity } = retention
  const rows: Partial<Record<RetainedClass, number>> = {}
  const add = (name: RetainedClass, count: number) => {
    rows[name] = (rows[name] ?? 0) + count
  }
  let read = 0
  for (const campaign of state.campaigns.values()) {
    const over = oldMessages(campaign, retention).length
    if (over > 0) add('messages', over)
    for (const { events } of [campaign, ...campaign.messages.values()]) {
      read += events.length
      for (const event of events) {
        if (event.at < (eventsBefore[event.type] ?? -Infinity)) add(event.type, 1)
        if (event.at < personalBefore && isPersonal(event)) add('personal', 1)
      }
    }
  }
  return { rows, read, next: undefined }
}

/** Those of a campaign that finished long ago; of a stream each by its own age, once it has ended. */
function oldMessages({ record, messages }: CampaignRow, retention: Retention): MessageRow[] {
  const { messagesBefore: before = -Infinity, keysBefore = Infinity } = retention
  const { kind, finishedAt } = record
  const rows = [...messages.values()]
  if (kind === 'campaign') return finishedAt !== null && finishedAt < before ? rows : []
  return rows.filter(({ once, record: { state, createdAt } }) => {
    const last = once === null ? before : Math.min(before, keysBefore)
    return counterOf[state] !== 'queued' && createdAt !== null && createdAt < last
  })
}

const isPersonal = ({ ip, userAgent }: EventRecord): boolean => ip !== null || userAgent !== null

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
  const old = events.filter((event) => event.at < before && isPersonal(event))
  for (const event of old.slice(0, limit)) Object.assign(event, { ip: null, userAgent: null })
  return Math.min(old.length, limit)
}

function purgeGone(state: MemoryState, before = -Infinity, limit: number): number {
  const old = [...state.gone].filter(([, { at }]) => at < before).slice(0, limit)
  for (const [id] of old) state.gone.delete(id)
  return old.length
}

function purgeSoftBounces(state: MemoryState, before = -Infinity, limit: number): number {
  let left = limit
  for (const key of [...state.softBounces.keys()]) left -= forgetSoftBounces(state, key, before - 1, left)
  return limit - left
}

function purgeMessages(
  state: MemoryState,
  campaign: CampaignRow,
  retention: Retention,
  limit: number,
  now: number,
): number {
  let gone = 0
  for (const row of oldMessages(campaign, retention)) {
    if (gone >= limit) break
    campaign.purged = 'messages'
    gone += deleteMessage(state, row, limit - gone, now)
  }
  return gone
}
