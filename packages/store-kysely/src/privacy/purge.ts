import type { Retention } from '@sillage/core/store'
import { deleteMessages } from '../campaigns/sweep.ts'
import type { SqlContext } from '../context.ts'
import { sql } from '../sql.ts'
import { change, first, type Work } from '../work.ts'
import { purgeGone } from './gone.ts'
import { type PurgeStep, purgeClasses, purgeEvents } from './purge-events.ts'

/** Steps of one transaction, so that reading events that stay does not make it long. */
const STEPS = 20

/** Removes or clears up to `limit` rows, a few in each statement; the counters do not change. */
export function* purge(context: SqlContext, retention: Retention, limit: number, now: number): Work<PurgeStep> {
  const piece = (gone: number) => Math.min(limit - gone, context.dialect.rowsPerStatement)
  let gone = 0
  while (gone < limit) {
    const some = yield* purgeMessages(context, retention, piece(gone), now)
    if (some === 0) break
    gone += some
  }
  if (retention.goneBefore !== undefined && gone < limit)
    gone += yield* purgeGone(context, retention.goneBefore, piece(gone))
  let steps = 0
  for (const purged of purgeClasses(retention)) {
    for (let more = true; more && gone < limit; ) {
      if (++steps > STEPS) return { gone, more: true }
      const step = yield* purgeEvents(context, purged, piece(gone))
      gone += step.gone
      more = step.more
    }
  }
  return { gone, more: gone >= limit }
}

/** Messages of campaigns that finished long ago. */
function* purgeMessages(context: SqlContext, { messagesBefore }: Retention, limit: number, now: number): Work<number> {
  const { tables } = context
  if (messagesBefore === undefined) return 0
  const campaign = yield* first<{ id: number }>(
    sql`select c.id from ${tables.campaigns} c where c.status in ('completed', 'cancelled') and c.removed = 0
      and c.finished_at < ${messagesBefore}
      and exists (select 1 from ${tables.messages} m where m.campaign_id = c.id) order by c.id limit 1`,
  )
  if (campaign === undefined) return 0
  const gone = yield* deleteMessages(context, campaign.id, limit, now)
  yield* change(sql`update ${tables.campaigns} set purged = 2 where id = ${campaign.id} and purged < 2`)
  return gone
}
