import type { Retention } from '@sillage/core/store'
import { deleteMessages } from '../campaigns/sweep.ts'
import type { SqlContext } from '../context.ts'
import { sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'

/** Removes or clears up to `limit` rows, a few in each statement; the counters are left alone. */
export function* purge(context: SqlContext, retention: Retention, limit: number): Work<number> {
  let gone = 0
  for (const next of [purgeMessages, purgeEvents, clearPersonal]) {
    while (gone < limit) {
      const some = yield* next(context, retention, Math.min(limit - gone, context.dialect.rowsPerStatement))
      if (some === 0) break
      gone += some
    }
  }
  return gone
}

/** Messages of campaigns that finished long ago. */
function* purgeMessages(context: SqlContext, { messagesBefore }: Retention, limit: number): Work<number> {
  const { tables } = context
  if (messagesBefore === undefined) return 0
  const campaign = yield* first<{ id: number }>(
    sql`select c.id from ${tables.campaigns} c where c.status in ('completed', 'cancelled') and c.removed = 0
      and c.finished_at < ${messagesBefore}
      and exists (select 1 from ${tables.messages} m where m.campaign_id = c.id) order by c.id limit 1`,
  )
  if (campaign === undefined) return 0
  const gone = yield* deleteMessages(context, campaign.id, limit)
  yield* change(sql`update ${tables.campaigns} set purged = 2 where id = ${campaign.id} and purged < 2`)
  return gone
}

/** Old events of each type, and a note on their campaigns that these cannot be counted again. */
function* purgeEvents(context: SqlContext, { eventsBefore = {} }: Retention, limit: number): Work<number> {
  const { tables, dialect } = context
  for (const [type, before] of Object.entries(eventsBefore)) {
    const found = yield* rows<{ id: number; campaign_id: number | null; message_id: number | null }>(
      sql`select id, campaign_id, message_id from ${tables.events} where type = ${type} and at < ${before}
        order by at limit ${limit} ${dialect.lockFree}`,
    )
    if (found.length === 0) continue
    const input = dialect.inputTable({ id: 'integer' })
    yield* change(
      sql`delete from ${tables.events} where id in (select id from ${input.of(found.map(({ id }) => ({ id })))})`,
    )
    const campaigns = found.flatMap(({ campaign_id }) => (campaign_id === null ? [] : { id: campaign_id }))
    const messages = found.flatMap(({ message_id }) => (message_id === null ? [] : { id: message_id }))
    yield* change(sql`update ${tables.campaigns} set purged = 1 where purged = 0 and (
      id in (select id from ${input.of(campaigns)}) or
      id in (select m.campaign_id from ${tables.messages} m where m.id in (select id from ${input.of(messages)})))`)
    return found.length
  }
  return 0
}

/** Addresses and browsers of old events. */
function* clearPersonal({ dialect, tables }: SqlContext, { personalBefore }: Retention, limit: number): Work<number> {
  if (personalBefore === undefined) return 0
  const found = yield* rows<{ id: number }>(
    sql`select id from ${tables.events} where at < ${personalBefore} and (ip is not null or user_agent is not null)
      order by at limit ${limit} ${dialect.lockFree}`,
  )
  if (found.length === 0) return 0
  const ids = dialect.inputTable({ id: 'integer' }).of(found)
  yield* change(sql`update ${tables.events} set ip = null, user_agent = null where id in (select id from ${ids})`)
  return found.length
}
