import { addEndHour } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { addToCampaign, hoursOf, noDifferences, storeDifferences } from '../counters.ts'
import { wholeMessages } from '../rows/message-row.ts'
import { sql } from '../sql.ts'
import { first, rows, type Work } from '../work.ts'
import { deleteWhole } from './sweep.ts'

/** Deletes messages of a campaign that has not begun, and subtracts them from its counters. */
export function* clearPlan(context: SqlContext, campaignId: number, limit: number): Work<boolean> {
  const { dialect, tables } = context
  const campaign = yield* first(sql`update ${tables.campaigns} set status = 'draft', planned_at = null
    where id = ${campaignId} and removed = 0 and status in ('draft', 'scheduled') returning id`)
  if (campaign === undefined) return false
  const differences = noDifferences()
  let more = true
  for (let left = limit; left > 0 && more; left -= dialect.rowsPerStatement) {
    const size = Math.min(left, dialect.rowsPerStatement)
    const gone = yield* rows<{ id: number; state: 'queued' | 'skipped'; ended_at: number | null }>(
      sql`select m.id, d.state, d.ended_at from ${wholeMessages(tables)} where m.campaign_id = ${campaignId}
        order by m.id limit ${size}`,
    )
    yield* deleteWhole(context, gone)
    addToCampaign(differences, campaignId, 'total', -gone.length)
    for (const { state, ended_at: endedAt } of gone) {
      addToCampaign(differences, campaignId, state, -1)
      addEndHour(hoursOf(differences, campaignId), { state, endedAt }, -1)
    }
    more = gone.length === size
  }
  more &&= (yield* first(sql`select 1 from ${tables.messages} where campaign_id = ${campaignId} limit 1`)) !== undefined
  yield* storeDifferences(context, differences, 0)
  return more
}
