import type { LongestLeases } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { join, sql } from '../sql.ts'
import { change, type Work } from '../work.ts'

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

/** Makes up to `limit` queued messages of a campaign due at the latest possible time; returns how many were later. */
export function* bringForward(
  { dialect, tables }: SqlContext,
  campaignId: number,
  { now, longestMs }: { now: number; longestMs: readonly number[] },
  limit: number,
): Work<number> {
  const at = (ms: number) => sql`cast(${Math.ceil(now + ms)} as bigint) + ${dialect.shift(now)}`
  const last = longestMs.at(-1) ?? 0
  const each = longestMs.slice(0, -1).map((ms, attempts) => sql`when attempts = ${attempts} then ${at(ms)}`)
  const latest = each.length === 0 ? at(last) : sql`case ${join(each, ' ')} else ${at(last)} end`
  const beyond = sql`select id from ${tables.deliveries}
    where campaign_id = ${campaignId} and state = 'queued'
      and due_at > ${at(Math.min(...longestMs))} and due_at > ${latest}
    order by due_at limit ${limit} ${dialect.lockFree}`
  return yield* change(sql`update ${tables.deliveries} set due_at = ${latest} where id ${dialect.amongFew(beyond)}`)
}
