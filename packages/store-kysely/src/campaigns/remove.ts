import type { SqlContext } from '../context.ts'
import { raw, sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'

/**
 * Hides and stops a campaign; its key is free again, and leases on its messages end without notice to their senders.
 */
export function* remove({ dialect, tables }: SqlContext, id: number, owner: string | undefined): Work<boolean> {
  const mine = owner === undefined ? raw('') : sql`and owner = ${owner}`
  const campaign = yield* first(sql`select 1 from ${tables.campaigns} where id = ${id} and removed = 0 ${mine}`)
  if (campaign === undefined) return false
  // By the index of leases, which are few: the plus keeps databases from others, such as that of ids.
  const leased = yield* rows<{ id: number }>(
    sql`select id from ${tables.deliveries} where lease_until > 0 and +campaign_id = ${id} order by +id ${dialect.lock}`,
  )
  const input = dialect.inputTable({ id: 'integer' })
  yield* change(
    sql`update ${tables.deliveries} set lease_until = null where id in (select id from ${input.of(leased)})`,
  )
  const removed =
    yield* change(sql`update ${tables.campaigns} set removed = 1, status = 'cancelled', idempotency_key = null
    where id = ${id} and removed = 0 ${mine}`)
  return removed > 0
}
