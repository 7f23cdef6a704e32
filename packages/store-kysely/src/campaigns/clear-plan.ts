import type { SqlContext } from '../context.ts'
import { sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'

/** Deletes messages of a campaign that has not begun, and subtracts them from its counters. */
export function* clearPlan({ dialect, tables }: SqlContext, campaignId: number, limit: number): Work<boolean> {
  const campaign = yield* first(sql`update ${tables.campaigns} set status = 'draft', planned_at = null
    where id = ${campaignId} and removed = 0 and status in ('draft', 'scheduled') returning id`)
  if (campaign === undefined) return false
  for (let left = limit; left > 0; left -= dialect.rowsPerStatement) {
    const gone = yield* rows<{ state: string }>(
      sql`delete from ${tables.messages} where id in (
        select id from ${tables.messages} where campaign_id = ${campaignId} order by email_key
        limit ${Math.min(left, dialect.rowsPerStatement)}) returning state`,
    )
    if (gone.length === 0) return false
    const queued = gone.filter(({ state }) => state === 'queued').length
    yield* change(sql`update ${tables.campaigns} set total = total - ${gone.length}, queued = queued - ${queued},
      skipped = skipped - ${gone.length - queued} where id = ${campaignId}`)
  }
  const more = yield* first(sql`select 1 from ${tables.messages} where campaign_id = ${campaignId} limit 1`)
  return more !== undefined
}
