import type { SqlContext } from '../../context.ts'
import { raw, type Sql, sql } from '../../sql.ts'
import { rows, type Work } from '../../work.ts'
import { conditionOn } from './filters.ts'
import type { Sort } from './sorts.ts'
import { noTie, type Position, type Search } from './walk.ts'

/** Checks and sorts the few messages whose ids `few` selects, each read by its id whatever the database estimates. */
export function* collect(
  { dialect, tables }: SqlContext,
  { sort, filters, after, wanted }: Search,
  few: Sql,
): Work<Position[]> {
  const own = sql`t.id = few.id and ${conditionOn(sort.half, filters, tables) ?? raw('1 = 1')}`
  const value = sql`case when ${sort.valued} then ${sort.column} end`
  const tie = sort.tie === undefined ? noTie : sql`case when ${sort.valued} then ${sort.tie} else ${noTie} end`
  const direction = raw(sort.descending ? 'desc' : 'asc')
  return yield* rows<Position>(
    sql`select id, value, tie from (select t.id, ${value} as value, ${tie} as tie
        from ${dialect.besideEach(sql`(${few}) few`, tables[sort.half], 't', own)}) found
      where ${after === undefined ? raw('1 = 1') : follows(after, sort)}
      order by case when value is null then 1 else 0 end, value ${direction}, tie ${direction},
        case when value is null then id end, id ${direction} limit ${wanted}`,
  )
}

function follows({ value, tie, id }: Position, { descending }: Sort): Sql {
  if (value === null) return sql`value is null and id > ${id}`
  const beyond = raw(descending ? '<' : '>')
  const sameValue = sql`(tie ${beyond} ${tie} or (tie = ${tie} and id ${beyond} ${id}))`
  return sql`(value is null or value ${beyond} ${value} or (value = ${value} and ${sameValue}))`
}
