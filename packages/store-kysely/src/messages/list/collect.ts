import type { SqlContext } from '../../context.ts'
import { raw, type Sql, sql } from '../../sql.ts'
import { rows, type Work } from '../../work.ts'
import type { Sort } from './sorts.ts'
import type { Position, Search } from './walk.ts'

/** Checks and sorts the few messages that `few` selects the ids of, each looked up by its id whatever the database estimates. */
export function* collect(
  { dialect, tables }: SqlContext,
  { sort, filters, after, wanted }: Search,
  few: Sql,
): Work<Position[]> {
  const own = sql`m.id = few.id and ${filters.condition ?? raw('1 = 1')}`
  const value = sql`case when ${sort.valued} then ${sort.column} end`
  return yield* rows<Position>(
    sql`select id, value from (
        select m.id, ${value} as value from ${dialect.besideEach(sql`(${few}) few`, tables.messages, 'm', own)}) found
      where ${after === undefined ? raw('1 = 1') : follows(after, sort)}
      order by case when value is null then 1 else 0 end, value ${raw(sort.descending ? 'desc' : 'asc')}, id limit ${wanted}`,
  )
}

function follows({ value, id }: Position, { descending }: Sort): Sql {
  if (value === null) return sql`value is null and id > ${id}`
  return sql`(value is null or value ${raw(descending ? '<' : '>')} ${value} or (value = ${value} and id > ${id}))`
}
