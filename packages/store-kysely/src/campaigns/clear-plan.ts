import type { SqlContext } from '../context.ts'
import { wholeMessages } from '../rows/message-row.ts'
import { sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'
import { deleteWhole } from './sweep.ts'

/** Deletes messages of a campaign that has not begun, and subtracts them from its counters. */
export function* clearPlan(context: SqlContext, campaignId: number, limit: number): Work<boolean> {
  const { dialect, tables } = context
  const campaign = yield* first(sql`update ${tables.campaigns} set status = 'draft', planned_at = null
    where id = ${campaignId} and removed = 0 and status in ('draft', 'scheduled') returning id`)
  if (campaign === undefined) return false
  for (let left = limit; left > 0; left -= dialect.rowsPerStatement) {
    const gone = yield* rows<{ id: number; state: string }>(
      sql`select m.id, d.state from ${wholeMessages(tables)} where m.campaign_id = ${campaignId} order by m.email_key
        limit ${Math.min(left, dialect.rowsPerStatement)}`,
    )
    if (gone.length === 0) return false
    yield* deleteWhole(context, gone)
    const queued = gone.filter(({ state }) => state === 'queued').length
    yield* change(sql`update ${tables.campaigns} set total = total - ${gone.length}, queued = queued - ${queued},
      skipped = skipped - ${gone.length - queued} where id = ${campaignId}`)
  }
  const more = yield* first(sql`select 1 from ${tables.messages} where campaign_id = ${campaignId} limit 1`)
  return more !== undefined
}
