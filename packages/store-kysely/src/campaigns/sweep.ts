import type { SqlContext } from '../context.ts'
import { noteGone } from '../privacy/gone.ts'
import { type Sql, sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'
import { contentsOf, dropUnused } from './contents.ts'

/**
 * Deletes rows of removed campaigns: events first, then their messages, then the campaign itself with its few other
 * rows.
 */
export function* sweep(context: SqlContext, limit: number, now: number): Work<boolean> {
  const { dialect, tables } = context
  for (let left = limit; left > 0; ) {
    const campaign = yield* first<{ id: number }>(
      sql`select id from ${tables.campaigns} where removed = 1 order by id limit 1 ${dialect.lockFree}`,
    )
    if (campaign === undefined) return false
    const gone = yield* deleteSome(context, campaign.id, Math.min(left, dialect.rowsPerStatement), now)
    if (gone === 0) {
      const contents = yield* contentsOf(context, campaign.id)
      yield* change(sql`delete from ${tables.campaigns} where id = ${campaign.id}`)
      yield* dropUnused(context, contents)
    }
    left -= Math.max(gone, 1)
  }
  return (yield* first(sql`select 1 from ${tables.campaigns} where removed = 1 limit 1`)) !== undefined
}

function* deleteSome(context: SqlContext, campaignId: number, limit: number, now: number): Work<number> {
  const { tables } = context
  const loose = yield* rows<{ id: number }>(
    sql`select id from ${tables.events} where campaign_id = ${campaignId} limit ${limit}`,
  )
  if (loose.length > 0) return yield* deleteRows(context, tables.events, loose)
  return yield* deleteMessages(context, campaignId, limit, now)
}

/** Deletes up to `limit` rows of a campaign's messages, their events first; whom they were to is kept. */
export function* deleteMessages(context: SqlContext, campaignId: number, limit: number, now: number): Work<number> {
  const { dialect, tables } = context
  const messages = yield* rows<{ id: number }>(
    sql`select id from ${tables.messages} where campaign_id = ${campaignId} order by email_key limit ${limit}`,
  )
  if (messages.length === 0) return 0
  const input = dialect.inputTable({ message: 'integer' }).of(messages.map(({ id }) => ({ message: id })))
  const events = yield* rows<{ id: number }>(
    sql`select e.id from ${input} cross join ${tables.events} e where e.message_id = v.message limit ${limit}`,
  )
  if (events.length > 0) return yield* deleteRows(context, tables.events, events)
  yield* noteGone(context, dialect.inputTable({ id: 'integer' }).of(messages), now)
  return yield* deleteWhole(context, messages)
}

/** Deletes messages that have no events, both halves of each; returns how many. */
export function* deleteWhole(context: SqlContext, messages: readonly { id: number }[]): Work<number> {
  yield* deleteRows(context, context.tables.deliveries, messages)
  return yield* deleteRows(context, context.tables.messages, messages)
}

function* deleteRows({ dialect }: SqlContext, table: Sql, ids: readonly { id: number }[]): Work<number> {
  const input = dialect.inputTable({ id: 'integer' }).of(ids)
  return yield* change(sql`delete from ${table} where id in (select id from ${input})`)
}
