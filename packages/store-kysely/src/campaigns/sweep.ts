import type { SqlContext } from '../context.ts'
import { sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'

/** Deletes rows of removed campaigns: events first, then their messages, then the campaign itself, with what little hangs on it. */
export function* sweep(context: SqlContext, limit: number): Work<boolean> {
  const { dialect, tables } = context
  for (let left = limit; left > 0; ) {
    const campaign = yield* first<{ id: number }>(
      sql`select id from ${tables.campaigns} where removed = 1 order by id limit 1 ${dialect.lockFree}`,
    )
    if (campaign === undefined) return false
    const gone = yield* deleteSome(context, campaign.id, Math.min(left, dialect.rowsPerStatement))
    if (gone === 0) yield* change(sql`delete from ${tables.campaigns} where id = ${campaign.id}`)
    left -= Math.max(gone, 1)
  }
  return (yield* first(sql`select 1 from ${tables.campaigns} where removed = 1 limit 1`)) !== undefined
}

function* deleteSome({ tables }: SqlContext, campaignId: number, limit: number): Work<number> {
  const loose = yield* change(sql`delete from ${tables.events} where id in (
    select id from ${tables.events} where campaign_id = ${campaignId} limit ${limit})`)
  if (loose > 0) return loose
  return yield* deleteMessages(
    { tables },
    sql`select id from ${tables.messages} where campaign_id = ${campaignId}
    order by email_key limit ${limit}`,
    limit,
  )
}

/** Deletes the messages that `chosen` selects, once their events are gone; one statement, for at most `limit` rows. */
export function* deleteMessages(
  { tables }: Pick<SqlContext, 'tables'>,
  chosen: ReturnType<typeof sql>,
  limit: number,
): Work<number> {
  const events = yield* change(sql`delete from ${tables.events} where id in (
    select e.id from ${tables.events} e where e.message_id in (${chosen}) limit ${limit})`)
  if (events > 0) return events
  return (yield* rows(sql`delete from ${tables.messages} where id in (${chosen}) returning id`)).length
}
