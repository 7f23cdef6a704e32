import type { PurgeStep, Retention } from '@sillage/core/store'
import { deleteMessages } from '../campaigns/sweep.ts'
import type { SqlContext } from '../context.ts'
import { type Sql, sql } from '../sql.ts'
import { change, first, type Work } from '../work.ts'
import { purgeGone } from './gone.ts'
import { purgeClasses, purgeEvents } from './purge-events.ts'

/** Removes or clears up to `limit` rows of the first class that has any; the counters do not change. */
export function* purge(context: SqlContext, retention: Retention, limit: number, now: number): Work<PurgeStep> {
  const { messagesBefore, goneBefore } = retention
  const most = Math.min(limit, context.dialect.rowsPerStatement)
  if (messagesBefore !== undefined) {
    const step = yield* purgeMessages(context, messagesBefore, most, now)
    if (step.more) return step
  }
  if (goneBefore !== undefined) {
    const rows = yield* purgeGone(context, goneBefore, most)
    if (rows > 0) return { rows, more: true }
  }
  for (const purged of purgeClasses(retention)) {
    const step = yield* purgeEvents(context, purged, most, now)
    if (step.rows > 0 || step.more) return { ...step, more: true }
  }
  return { rows: 0, more: false }
}

/**
 * True of campaigns, called `c` there, that finished before then and may have messages. The index of finished ones has
 * them, not that of the status: most campaigns that there ever were are finished.
 */
export const finishedBefore = (before: number): Sql =>
  sql`c.finished_at < ${before} and c.purged < 3 and c.removed = 0 and (c.status || '') in ('completed', 'cancelled')`

/** Messages of campaigns that finished long ago, one campaign after the other. */
function* purgeMessages(context: SqlContext, before: number, limit: number, now: number): Work<PurgeStep> {
  const { tables } = context
  const campaign = yield* first<{ id: number }>(
    sql`select c.id from ${tables.campaigns} c where ${finishedBefore(before)} order by c.finished_at, c.id limit 1`,
  )
  if (campaign === undefined) return { rows: 0, more: false }
  const rows = yield* deleteMessages(context, campaign.id, limit, now)
  const purged = rows > 0 ? 2 : 3
  yield* change(sql`update ${tables.campaigns} set purged = ${purged} where id = ${campaign.id} and purged < ${purged}`)
  return { rows, more: true }
}
