import type { SqlContext } from '../../context.ts'
import { raw, type Sql, sql } from '../../sql.ts'
import { rows, type Work } from '../../work.ts'
import { conditionOn, type Half, otherHalf } from './filters.ts'
import type { Sort } from './sorts.ts'
import { noTie, type Position, type Search } from './walk.ts'

/** Messages among which all matches are, few enough to read each. */
export interface Few {
  /** A query of their ids. */
  ids: Sql
  /** The half whose index gives them. */
  half: Half
  /** True when they meet all filters on that half, so that these need not be checked again. */
  exact: boolean
}

/**
 * Checks and sorts a few messages, each read by its id whatever the database estimates. The half that did not give them
 * is read first, because only its filters exclude many; and no half is read that neither filters nor sorts.
 */
export function* collect(
  { dialect, tables }: SqlContext,
  { sort, filters, after, wanted }: Search,
  few: Few,
): Work<Position[]> {
  const left = few.exact ? { ...filters, [few.half]: undefined } : filters
  const other = otherHalf(few.half)
  const its = sort.half === few.half ? left[other] : undefined
  const checked =
    its === undefined
      ? few.ids
      : sql`select few.id from ${dialect.besideEach(sql`(${few.ids}) few`, tables[other], 'o', sql`o.id = few.id and ${its('o')}`)}`
  const unchecked = its === undefined ? left : { ...left, [other]: undefined }
  const own = sql`t.id = few.id and ${conditionOn(sort.half, unchecked, tables) ?? raw('1 = 1')}`
  const value = sql`case when ${sort.valued} then ${sort.column} end`
  const tie = sort.tie === undefined ? noTie : sql`case when ${sort.valued} then ${sort.tie} else ${noTie} end`
  const direction = raw(sort.descending ? 'desc' : 'asc')
  return yield* rows<Position>(
    sql`select id, value, tie from (select t.id, ${value} as value, ${tie} as tie
        from ${dialect.besideEach(sql`(${checked}) few`, tables[sort.half], 't', own)}) found
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
