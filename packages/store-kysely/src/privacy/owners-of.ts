import type { SqlContext } from '../context.ts'
import { join, type Sql, sql } from '../sql.ts'
import { rows, type Work } from '../work.ts'
import { campaignsWith } from './messages-to.ts'

/**
 * Owners that have any data of an address, or mailed it and have only its keyed hash (null: not asked). The indexes of
 * addresses begin with the owner, so each table is read once for each of its owners: two positions in an index, where
 * reading a table of all contacts or decisions would take as long as it has rows. By hand, because these steps along an
 * index are clearer in SQL.
 */
export function* ownersOf({ dialect, tables }: SqlContext, key: string, hash: string | null): Work<string[]> {
  const having = [tables.contacts, tables.suppressions, tables.consents].map(
    (table) => sql`select o.owner from (${ownersIn(table)}) o
      where exists (select 1 from ${table} x where x.owner = o.owner and x.email_key = ${key})`,
  )
  const hashed = sql`select o.owner from (${ownersIn(tables.suppressions)}) o
    where exists (select 1 from ${tables.suppressions} x where x.owner = o.owner and x.email_hash = ${hash})`
  const mailed = sql`select owner from ${tables.gone} where email_hash = ${hash}`
  const found = yield* rows<{ owner: string }>(
    join(
      [
        ...having,
        sql`select o.owner from ${campaignsWith({ dialect, tables }, key)}`,
        ...(hash === null ? [] : [hashed, mailed]),
      ],
      ' union ',
    ),
  )
  return found.map(({ owner }) => owner)
}

/** Each owner of a table once, by its position in the index and not by reading all rows. */
const ownersIn = (table: Sql): Sql => sql`with recursive step (owner) as (
  select min(owner) from ${table}
  union all
  select (select min(y.owner) from ${table} y where y.owner > step.owner) from step where step.owner is not null
) select owner from step where owner is not null`
