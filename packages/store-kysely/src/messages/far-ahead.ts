import { type BringForwardRequest, type LongestLeases, longestWaits, recipientZone } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { join, raw, sql } from '../sql.ts'
import { change, rows, type Work } from '../work.ts'

/**
 * Shortens up to `limit` leases that end later than possible; returns how many. Rows that another process has locked
 * are left to it.
 */
export function* shortenLeases(
  { dialect, tables }: SqlContext,
  now: number,
  { claimedMs, sendingMs }: LongestLeases,
  limit: number,
): Work<number> {
  const at = (ms: number) => sql`cast(${Math.ceil(now + ms)} as bigint) + ${dialect.shift(now)}`
  const latest = sql`case when state = 'claimed' then ${at(claimedMs)} else ${at(sendingMs)} end`
  const beyond = sql`select id from ${tables.deliveries}
    where lease_until > ${at(Math.min(claimedMs, sendingMs))} and lease_until > ${latest}
    order by lease_until limit ${limit} ${dialect.lockFree}`
  return yield* change(
    sql`update ${tables.deliveries} set lease_until = ${latest} where id ${dialect.amongFew(beyond)}`,
  )
}

/** A campaign with messages that are due later than possible, by the waits of their numbers of attempts. */
interface FarAhead {
  id: number
  waits: readonly number[]
}

/** In the options of a campaign with the hours of each recipient's time zone; in texts quotes are escaped. */
const ownZones = `%${JSON.stringify({ timeZone: recipientZone }).slice(1, -1)}%`

/** Campaigns being sent whose last due time is later than possible: two positions in indexes for each. */
export function* farAhead(
  { dialect, tables }: SqlContext,
  { now, longestMs, campaignId, wasAhead }: BringForwardRequest,
): Work<FarAhead[]> {
  const only = campaignId === undefined ? raw('') : sql`and c.id = ${campaignId}`
  const campaigns = yield* rows<{ id: number; last: number | null; newest: number | null; own_zones: number }>(sql`
    select c.id, (select d.due_at from ${tables.deliveries} d
        where d.campaign_id = c.id and d.state = 'queued' order by d.due_at desc limit 1) - ${dialect.shift(now)} as last,
      (select d.sent_at from ${tables.deliveries} d
        where d.campaign_id = c.id and d.sent_at is not null order by d.sent_at desc limit 1) as newest,
      case when c.options like ${ownZones} then 1 else 0 end as own_zones
    from ${tables.campaigns} c where c.status = 'sending' and c.removed = 0 ${only}`)
  return campaigns.flatMap(({ id, last, newest, own_zones }) => {
    const ahead = wasAhead || (newest ?? now) > now
    // Its messages may wait for their hours.
    if (own_zones === 1 && !ahead) return []
    const waits = longestWaits(longestMs, ahead)
    return last !== null && last > now + Math.min(...waits) ? { id, waits } : []
  })
}

/** Makes up to `limit` queued messages of a campaign due at the latest possible time; returns how many were later. */
export function* bringForward(
  { dialect, tables }: SqlContext,
  { id, waits }: FarAhead,
  { now }: Pick<BringForwardRequest, 'now'>,
  limit: number,
): Work<number> {
  const at = (ms: number) => sql`cast(${Math.ceil(now + ms)} as bigint) + ${dialect.shift(now)}`
  const last = waits.at(-1) ?? 0
  const each = waits.slice(0, -1).map((ms, attempts) => sql`when attempts = ${attempts} then ${at(ms)}`)
  const latest = each.length === 0 ? at(last) : sql`case ${join(each, ' ')} else ${at(last)} end`
  const beyond = sql`select id from ${tables.deliveries}
    where campaign_id = ${id} and state = 'queued'
      and due_at > ${at(Math.min(...waits))} and due_at > ${latest}
    order by due_at limit ${limit} ${dialect.lockFree}`
  return yield* change(sql`update ${tables.deliveries} set due_at = ${latest} where id ${dialect.amongFew(beyond)}`)
}
