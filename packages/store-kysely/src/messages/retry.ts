import { addEndHour, erasedAddress, type MessageStore } from '@sillage/core/store'
import { statusColumns } from '../campaigns/change-status.ts'
import type { SqlContext } from '../context.ts'
import { addToCampaign, hoursOf, noDifferences, storeDifferences } from '../counters.ts'
import { join, raw, sql } from '../sql.ts'
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
  const { dialect, tables } = context
  const open = yield* first(sql`select 1 from ${tables.campaigns} where id = ${campaignId} and removed = 0
    and status in ('sending', 'paused', 'completed')`)
  if (open === undefined || include.length === 0) return 0
  const states = join(
    include.map((state) => raw(state === 'failed' ? `'failed'` : `'unknown'`)),
    ', ',
  )
  const ids = dialect.inputTable({ id: 'integer' }).of((messageIds ?? []).map((id) => ({ id })))
  const chosen = messageIds === undefined ? raw('') : sql`and d.id in (select id from ${ids})`
  const address = sql`(select m.email_key from ${tables.messages} m where m.id = d.id)`
  const found = yield* rows<{ id: number; state: 'failed' | 'unknown'; ended_at: number | null }>(
    sql`select d.id, d.state, d.ended_at from ${tables.deliveries} d where d.campaign_id = ${campaignId}
      and d.state in ('failed', 'skipped', 'unknown') and d.state in (${states}) ${chosen}
      and not (${address} like ${`${ERASED}%@invalid`}) order by d.id limit ${limit} ${dialect.lock}`,
  )
  if (found.length === 0) return 0
  const input = dialect.inputTable({ id: 'integer' }).of(found.map(({ id }) => ({ id })))
  yield* change(sql`update ${tables.deliveries} set state = 'queued', attempts = 0, ended_at = null,
    due_at = cast(${at} as bigint) + ${dialect.shift(at)} where id in (select id from ${input})`)
  const differences = noDifferences()
  for (const { state, ended_at: endedAt } of found) {
    addToCampaign(differences, campaignId, state, -1)
    addEndHour(hoursOf(differences, campaignId), { state, endedAt }, -1)
  }
  addToCampaign(differences, campaignId, 'queued', found.length)
  const again = sql`update ${tables.campaigns} set ${statusColumns('sending', at, null)}
    where id = ${campaignId} and status = 'completed'`
  yield* storeDifferences(context, differences, at, { after: [again] })
  return found.length
}
