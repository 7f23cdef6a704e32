import { addEndHour, erasedAddress, type MessageStore } from '@sillage/core/store'
import { statusColumns } from '../campaigns/change-status.ts'
import type { SqlContext } from '../context.ts'
import { addToCampaign, hoursOf, noDifferences, storeDifferences } from '../counters.ts'
import { givenIds, literal, part, storedTime } from '../query-parts.ts'
import { change, first, rows, type Work } from '../work.ts'

/** The beginning of every erased recipient's address. */
const ERASED = erasedAddress(0).slice(0, erasedAddress(0).indexOf('0'))

/** Queues up to `limit` failed and unknown messages again, and reopens a completed campaign; returns how many. */
export function* retrySome(
  context: SqlContext,
  campaignId: number,
  { include, messageIds, at }: Parameters<MessageStore['retry']>[1],
  limit: number,
): Work<number> {
  const { db, dialect } = context
  const open = yield* first(
    db
      .selectFrom('email_campaigns')
      .select('id')
      .where('id', '=', campaignId)
      .where('removed', '=', 0)
      .where('status', 'in', ['sending', 'paused', 'completed']),
  )
  if (open === undefined || include.length === 0) return 0
  let chosen = db
    .selectFrom('email_deliveries as d')
    .select(['d.id', 'd.state', 'd.ended_at'])
    .where('d.campaign_id', '=', campaignId)
    // In literals, as the index of these states has them.
    .where('d.state', 'in', [literal('failed'), literal('skipped'), literal('unknown'), literal('cancelled')])
    .where('d.state', 'in', include.map(literal))
    .where(({ eb, not, selectFrom }) => {
      const address = selectFrom('email_messages as m').select('m.email_key').whereRef('m.id', '=', 'd.id')
      return not(eb(address, 'like', `${ERASED}%@invalid`))
    })
    .orderBy('d.id')
    .limit(limit)
    .modifyEnd(part(dialect.lock))
  if (messageIds !== undefined) chosen = chosen.where('d.id', 'in', givenIds(dialect, messageIds))
  const found = yield* rows(chosen)
  if (found.length === 0) return 0
  const ids = found.map(({ id }) => id)
  yield* change(
    db
      .updateTable('email_deliveries')
      .set({ state: 'queued', attempts: 0, ended_at: null, due_at: storedTime(dialect, at, at) })
      .where('id', 'in', givenIds(dialect, ids)),
  )
  const differences = noDifferences()
  for (const { state: ended, ended_at: endedAt } of found) {
    const state = ended as (typeof include)[number]
    addToCampaign(differences, campaignId, state, -1)
    addEndHour(hoursOf(differences, campaignId), { state, endedAt }, -1)
  }
  addToCampaign(differences, campaignId, 'queued', found.length)
  const again = db
    .updateTable('email_campaigns')
    .set(statusColumns('sending', at, null))
    .where('id', '=', campaignId)
    .where('status', '=', 'completed')
  yield* storeDifferences(context, differences, at, { after: [again] })
  return found.length
}
