import type { SqlContext } from '../../context.ts'
import { allOf } from '../../counters.ts'
import { raw, type Sql, sql } from '../../sql.ts'
import { rows, type Work } from '../../work.ts'
import type { Filters } from './filters.ts'
import type { Sort } from './sorts.ts'

/** A place in a sorted list: the value a row is sorted by (null: it has none, and comes after all that do) and its id. */
export interface Position {
  value: string | number | null
  id: number
}

/** What is looked for: so many matches after a position of a sort. */
export interface Search {
  campaignId: number
  sort: Sort
  filters: Filters
  after: Position | undefined
  wanted: number
}

interface Step extends Position {
  /** 1 where the filters hold. */
  hit: number
}

/** Rows looked at in one statement while few of them match; no more than some milliseconds' worth. */
const LONGEST_STEP = 3_000

/**
 * Goes along the sort's indexes from a position until enough rows match. Ties are by rising id in both directions, which no index gives
 * when the values fall: there, a value that may have more rows than were read is read again by itself.
 */
export function* walk(
  { dialect, tables }: SqlContext,
  { campaignId, sort, filters, after, wanted }: Search,
): Work<Position[]> {
  const found: Position[] = []
  let size = filters.condition === undefined ? wanted : Math.max(wanted, 200)
  const { column, indexed, descending, rest } = sort
  const mine = sql`campaign_id = ${campaignId}`

  function* step(conditions: readonly (Sql | undefined)[], order: Sql): Work<Step[]> {
    const part = allOf(conditions.filter((condition) => condition !== undefined))
    return yield* rows<Step>(
      sql`select id, value, ${hit(filters)} as hit from (
          select *, ${column} as value from ${tables.messages} where ${part} order by ${order} limit ${size}) part`,
    )
  }
  const take = (steps: readonly Step[]): boolean => {
    for (const { id, value, hit } of steps) if (hit === 1 && found.length < wanted) found.push({ value, id })
    if (filters.condition !== undefined) size = Math.min(size * 2, LONGEST_STEP)
    return found.length >= wanted
  }

  /** What is left of one value's rows after an id; true when enough was found. */
  function* group(value: string | number, id: number): Work<boolean> {
    for (let from = id; ; ) {
      const asked = size
      const steps = yield* step([mine, dialect.afterId(column, value, from), indexed], sql`${column}, id`)
      if (take(steps)) return true
      if (steps.length < asked) return false
      from = steps.at(-1)?.id ?? from
    }
  }

  function* valuedRows(from: Position | undefined): Work<boolean> {
    let last = from?.value ?? undefined
    if (from !== undefined && last !== undefined && (yield* group(last, from.id))) return true
    for (;;) {
      const lower = last === undefined || descending ? sort.from : sql`${column} > ${last}`
      const upper = last === undefined || !descending ? sort.to : sql`${column} < ${last}`
      const asked = size
      const order = descending ? sql`${column} desc, id desc` : sql`${column}, id`
      const steps = yield* step([mine, lower, upper, indexed], order)
      const reached = steps.at(-1)?.value ?? undefined
      if (steps.length < asked || reached === undefined) return take(risingIds(steps))
      if (take(risingIds(steps.filter((one) => one.value !== reached)))) return true
      if (yield* group(reached, 0)) return true
      last = reached
    }
  }

  function* restRows(id: number, { condition, column: key, value }: NonNullable<Sort['rest']>): Work<void> {
    for (let from = id; ; ) {
      const asked = size
      const place = dialect.afterId(key, value ?? campaignId, from)
      const steps = yield* step([value === undefined ? undefined : mine, place, condition], sql`${key}, id`)
      if (take(steps.map((one) => ({ ...one, value: null }))) || steps.length < asked) return
      from = steps.at(-1)?.id ?? from
    }
  }

  const inRest = after !== undefined && after.value === null
  if (!inRest && sort.values && (yield* valuedRows(after))) return found
  if (rest !== undefined) yield* restRows(inRest ? after.id : 0, rest)
  return found
}

const hit = ({ condition }: Filters): Sql =>
  condition === undefined ? raw('1') : sql`case when ${condition} then 1 else 0 end`

/** Rows of equal value by rising id; the values stay in the order the database gave them. */
function risingIds(steps: readonly Step[]): Step[] {
  return [...Map.groupBy(steps, ({ value }) => value).values()].flatMap((group) => group.sort((a, b) => a.id - b.id))
}
