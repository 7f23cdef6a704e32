import type { CampaignRecord, StatusChange } from '@sillage/core/store'
import type { ExpressionBuilder, UpdateObject } from 'kysely'
import type { SqlContext } from '../context.ts'
import { integer } from '../query-parts.ts'
import type { Schema } from '../schema.ts'
import { change, type Work } from '../work.ts'

type Status = CampaignRecord['status']
type Campaigns = 'email_campaigns'

/**
 * The columns that a change of status sets. With nothing queued, a campaign that would be `sending` is `completed` at
 * once.
 */
export const statusColumns =
  (to: Status, at: number, pauseReason: string | null) =>
  (eb: ExpressionBuilder<Schema, Campaigns>): UpdateObject<Schema, Campaigns> => {
    if (to === 'sending') {
      const empty = eb.and([eb('queued', '=', 0), eb('kind', '=', 'campaign')])
      return {
        status: eb.case().when(empty).then('completed').else('sending').end(),
        pause_reason: null,
        started_at: eb.fn.coalesce('started_at', integer(at)),
        finished_at: eb.case().when(empty).then(integer(at)).end(),
      }
    }
    // Undefined leaves it as it is.
    const finished = to === 'completed' || to === 'cancelled' ? at : undefined
    return { status: to, pause_reason: pauseReason, finished_at: finished }
  }

/** False when the status is not one of `from`. */
export function* changeStatus(
  { db }: SqlContext,
  id: number,
  { from, to, at, pauseReason }: StatusChange,
): Work<boolean> {
  if (from.length === 0) return false
  const changed = yield* change(
    db
      .updateTable('email_campaigns')
      .set(statusColumns(to, at, to === 'paused' ? (pauseReason ?? null) : null))
      .where('id', '=', id)
      .where('removed', '=', 0)
      .where('status', 'in', from),
  )
  return changed > 0
}
