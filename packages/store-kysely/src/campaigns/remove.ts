import type { SqlContext } from '../context.ts'
import { givenIds } from '../query-parts.ts'
import { sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'

/**
 * Hides and stops a campaign; its key is free again, and leases on its messages end without notice to their senders.
 */
export function* remove(context: SqlContext, id: number, owner: string | undefined): Work<boolean> {
  const { dialect, db, tables } = context
  let present = db.selectFrom('email_campaigns').select('id').where('id', '=', id).where('removed', '=', 0)
  if (owner !== undefined) present = present.where('owner', '=', owner)
  if ((yield* first(present)) === undefined) return false
  // By the index of leases, which are few: the plus keeps databases from others, such as that of ids. It is why this is
  // written by hand.
  const leased = yield* rows<{ id: number }>(
    sql`select id from ${tables.deliveries} where lease_until > 0 and +campaign_id = ${id} order by +id ${dialect.lock}`,
  )
  const ids = leased.map((row) => row.id)
  yield* change(db.updateTable('email_deliveries').set({ lease_until: null }).where('id', 'in', givenIds(dialect, ids)))
  let hidden = db
    .updateTable('email_campaigns')
    .set({ removed: 1, status: 'cancelled', idempotency_key: null })
    .where('id', '=', id)
    .where('removed', '=', 0)
  if (owner !== undefined) hidden = hidden.where('owner', '=', owner)
  return (yield* change(hidden)) > 0
}
