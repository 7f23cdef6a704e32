import { addEndHour } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { addToCampaign, hoursOf, noDifferences, storeDifferences } from '../counters.ts'
import { wholeMessages } from '../rows/message-row.ts'
import { first, rows, type Work } from '../work.ts'
import { deleteWhole } from './sweep.ts'

/** Deletes messages of a campaign that has not begun, and subtracts them from its counters. */
export function* clearPlan(context: SqlContext, campaignId: number, limit: number): Work<boolean> {
  const { dialect, db } = context
  const campaign = yield* first(
    db
      .updateTable('email_campaigns')
      .set({ status: 'draft', planned_at: null })
      .where('id', '=', campaignId)
      .where('removed', '=', 0)
      .where('status', 'in', ['draft', 'scheduled'])
      .returning('id'),
  )
  if (campaign === undefined) return false
  const differences = noDifferences()
  let more = true
  for (let left = limit; left > 0 && more; left -= dialect.rowsPerStatement) {
    const size = Math.min(left, dialect.rowsPerStatement)
    const gone = yield* rows(
      wholeMessages(db)
        .select(['m.id', 'd.state', 'd.ended_at'])
        .where('m.campaign_id', '=', campaignId)
        .orderBy('m.id')
        .limit(size),
    )
    const ids = gone.map(({ id }) => id)
    yield* deleteWhole(context, ids)
    addToCampaign(differences, campaignId, 'total', -gone.length)
    for (const { state: stored, ended_at: endedAt } of gone) {
      const state = stored as 'queued' | 'skipped'
      addToCampaign(differences, campaignId, state, -1)
      addEndHour(hoursOf(differences, campaignId), { state, endedAt }, -1)
    }
    more = gone.length === size
  }
  const left = db.selectFrom('email_messages').select('id').where('campaign_id', '=', campaignId).limit(1)
  more &&= (yield* first(left)) !== undefined
  yield* storeDifferences(context, differences, 0)
  return more
}
