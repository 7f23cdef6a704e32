import type { PurgeStep, Retention } from '@sillage/core/store'
import type { Kysely } from 'kysely'
import { deleteMessages } from '../campaigns/sweep.ts'
import type { SqlContext } from '../context.ts'
import { purgeSoftBounces } from '../directory/soft-bounces.ts'
import { inside, literal, part } from '../query-parts.ts'
import type { Schema } from '../schema.ts'
import { sql } from '../sql.ts'
import { change, first, type Work } from '../work.ts'
import { purgeGone } from './gone.ts'
import { purgeClasses, purgeEvents } from './purge-events.ts'
import { oldOfStreams, purgeOfStreams } from './purge-streams.ts'

/** Removes or clears up to `limit` rows of the first class that has any; the counters do not change. */
export function* purge(context: SqlContext, retention: Retention, limit: number, now: number): Work<PurgeStep> {
  const { messagesBefore, keysBefore, goneBefore, softBouncesBefore } = retention
  const most = Math.min(limit, context.dialect.rowsPerStatement)
  if (messagesBefore !== undefined) {
    const step = yield* purgeMessages(context, messagesBefore, most, now)
    if (step.more) return step
    for (const old of oldOfStreams(messagesBefore, keysBefore)) {
      const rows = yield* purgeOfStreams(context, old, most, now)
      if (rows > 0) return { rows, more: true }
    }
  }
  if (goneBefore !== undefined) {
    const rows = yield* purgeGone(context, goneBefore, most)
    if (rows > 0) return { rows, more: true }
  }
  if (softBouncesBefore !== undefined) {
    const rows = yield* purgeSoftBounces(context, softBouncesBefore, most)
    if (rows > 0) return { rows, more: true }
  }
  for (const purged of purgeClasses(retention)) {
    const step = yield* purgeEvents(context, purged, most, now)
    if (step.rows > 0 || step.more) return { ...step, more: true }
  }
  return { rows: 0, more: false }
}

/**
 * Campaigns, called `c`, that finished before then and may have messages, the oldest first. The index of finished ones
 * has them, in these words, and not that of the status, which `||` keeps away: most campaigns that there ever were are
 * finished.
 */
export const finishedCampaigns = (db: Kysely<Schema>, before: number) =>
  db
    .selectFrom('email_campaigns as c')
    .where('c.finished_at', '<', before)
    .where('c.purged', '<', literal(3))
    .where('c.removed', '=', 0)
    .where(({ eb, ref }) => eb(part<string>(sql`(${inside(ref('c.status'))} || '')`), 'in', ['completed', 'cancelled']))
    .orderBy('c.finished_at')
    .orderBy('c.id')

/** Messages of campaigns that finished long ago, one campaign after the other. */
function* purgeMessages(context: SqlContext, before: number, limit: number, now: number): Work<PurgeStep> {
  const { db } = context
  const campaign = yield* first(finishedCampaigns(db, before).select('c.id').limit(1))
  if (campaign === undefined) return { rows: 0, more: false }
  const rows = yield* deleteMessages(context, campaign.id, limit, now)
  const purged = rows > 0 ? 2 : 3
  yield* change(
    db.updateTable('email_campaigns').set({ purged }).where('id', '=', campaign.id).where('purged', '<', purged),
  )
  return { rows, more: true }
}
