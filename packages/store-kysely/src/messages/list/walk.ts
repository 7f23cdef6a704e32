import type { SqlContext } from '../../context.ts'
import { allOf, raw, type Sql, sql } from '../../sql.ts'
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

/** What one statement saw. */
interface Step {
  /** Where the filters hold, in the order asked for. */
  hits: Position[]
  /** How many rows it looked at. */
  seen: number
  /** The row it ended at. */
  last: Position | undefined
}

/** The value of a row that a sort has nothing to say of. */
const none = raw('null')

/** Rows looked at in one statement while few of them match; no more than some milliseconds' worth. */
const LONGEST_STEP = 3_000

/** Goes along the sort's indexes from a position until enough rows match, or there are no more. */
export function* walk(context: SqlContext, search: Search): Work<Position[]> {
  return (yield* walkAtMost(context, search, Number.POSITIVE_INFINITY)) ?? []
}

/**
 * The same, but undefined when that takes more than `most` rows, which is so where the sort meets the matches late. Ties are by rising id in both directions, which no index gives
 * when the values fall: there, a value that may have more rows than were read is read again by itself.
 */
export function* walkAtMost(
  { dialect, tables }: SqlContext,
  { campaignId, sort, filters, after, wanted }: Search,
  most: number,
): Work<Position[] | undefined> {
  const found: Position[] = []
  let looked = 0
  let filter = filters.condition
  let size = filter === undefined ? wanted : Math.max(wanted, 200)
  const { column, indexed, descending, rest } = sort
  const mine = sql`campaign_id = ${campaignId}`

  /** Sees nothing more once the most has been looked at, which ends every loop below. */
  function* step(conditions: readonly (Sql | undefined)[], by: Sql, falling: boolean, value = column): Work<Step> {
    if (looked > most) return { hits: [], seen: 0, last: undefined }
    const step = yield* look(conditions, by, falling, value)
    looked += step.seen
    return step
  }

  function* look(conditions: readonly (Sql | undefined)[], by: Sql, falling: boolean, value: Sql): Work<Step> {
    const part = allOf(conditions.filter((condition) => condition !== undefined))
    const order = falling ? sql`${by} desc, id desc` : sql`${by}, id`
    const from = sql`from ${tables.messages} where ${part} order by ${order} limit ${size}`
    if (filter === undefined) {
      const hits = yield* rows<Position>(sql`select id, ${value} as value ${from}`)
      return { hits, seen: hits.length, last: hits.at(-1) }
    }
    return yield* matching(filter, value, from, falling)
  }
  const take = (hits: readonly Position[]): boolean => {
    for (const { id, value } of hits) if (found.length < wanted) found.push({ value, id })
    if (filter !== undefined) size = Math.min(size * 2, LONGEST_STEP)
    return found.length >= wanted
  }

  /** What is left of one value's rows after an id; true when enough was found. */
  function* group(value: string | number, id: number): Work<boolean> {
    for (let from = id; ; ) {
      const asked = size
      const { hits, seen, last } = yield* step([mine, dialect.afterId(column, value, from), indexed], column, false)
      if (take(hits)) return true
      if (seen < asked) return false
      from = last?.id ?? from
    }
  }

  function* valuedRows(from: Position | undefined): Work<boolean> {
    let last = from?.value ?? undefined
    if (from !== undefined && last !== undefined && (yield* group(last, from.id))) return true
    for (;;) {
      const lower = last === undefined || descending ? sort.from : sql`${column} > ${last}`
      const upper = last === undefined || !descending ? sort.to : sql`${column} < ${last}`
      const asked = size
      const { hits, seen, last: end } = yield* step([mine, lower, upper, indexed], column, descending)
      const reached = end?.value ?? undefined
      if (seen < asked || reached === undefined) return take(risingIds(hits))
      if (take(risingIds(hits.filter((one) => one.value !== reached)))) return true
      if (yield* group(reached, 0)) return true
      last = reached
    }
  }

  function* restRows(id: number, { condition, scattered, column: key, value }: NonNullable<Sort['rest']>): Work<void> {
    if (scattered) {
      filter = filter === undefined ? condition : sql`${condition} and ${filter}`
      size = Math.max(size, 200)
    }
    const own = scattered ? undefined : condition
    for (let from = id; ; ) {
      const asked = size
      const place = dialect.afterId(key, value ?? campaignId, from)
      const { hits, seen, last } = yield* step([value === undefined ? undefined : mine, place, own], key, false, none)
      if (take(hits) || seen < asked) return
      from = last?.id ?? from
    }
  }

  const inRest = after !== undefined && after.value === null
  if (!inRest && sort.values && (yield* valuedRows(after))) return found
  if (rest !== undefined) yield* restRows(inRest ? after.id : 0, rest)
  return found.length < wanted && looked > most ? undefined : found
}

/** Looks at rows and hands out those that match, and as one row more how many there were and the last of them, so that the others need not travel. */
function* matching(condition: Sql, value: Sql, from: Sql, falling: boolean): Work<Step> {
  const [rising, backwards] = falling ? [raw('desc'), raw('asc')] : [raw('asc'), raw('desc')]
  const found = yield* rows<Position & { seen: number }>(
    sql`with part as materialized (select id, ${value} as value, case when ${condition} then 1 else 0 end as hit ${from})
      select id, value, 0 as seen from part where hit = 1
      union all
      select id, value, (select count(*) from part) as seen
        from (select id, value from part order by value ${backwards}, id ${backwards} limit 1) ending
      order by seen, value ${rising}, id ${rising}`,
  )
  const last = found.at(-1)
  return last === undefined ? { hits: [], seen: 0, last } : { hits: found.slice(0, -1), seen: last.seen, last }
}

/** Rows of equal value by rising id; the values stay in the order the database gave them. */
function risingIds(hits: readonly Position[]): Position[] {
  return [...Map.groupBy(hits, ({ value }) => value).values()].flatMap((group) => group.sort((a, b) => a.id - b.id))
}
