import type { SqlContext } from '../../context.ts'
import type { StatementDialect } from '../../dialect.ts'
import { allOf, join, raw, type Sql, sql } from '../../sql.ts'
import { rows, type Work } from '../../work.ts'
import { type Condition, conditionOn, type Filters, type Half } from './filters.ts'
import type { Sort } from './sorts.ts'

/**
 * A position in a sorted list: the value a row is sorted by (null: no value, after all others), its order among equal
 * values, and its id.
 */
export interface Position {
  value: string | number | null
  tie: number
  id: number
}

/** The tie of sorts without one. */
export const noTie = raw('0')

/** What is searched: so many matches after a position of a sort. */
export interface Search {
  campaignId: number
  sort: Sort
  filters: Filters
  after: Position | undefined
  wanted: number
  among?: Among | undefined
}

/** What meets the filters on the other half than the sort's. */
export interface Among {
  /** A query of their ids, which reads an index alone. */
  ids: Sql
  /** Rows in the order of the sort among which a page of them is expected. */
  rows: number
}

/** What one statement read. */
interface Step {
  /** Where the filters hold, in the order asked for. */
  hits: Position[]
  /** How many rows it read. */
  seen: number
  /** The row it ended at. */
  last: Position | undefined
}

/** The value of a row that has none for the sort. */
const none = raw('null')

/** Rows read in one statement while few of them match: the first, and no more than some milliseconds' worth. */
const SHORTEST_STEP = 200
const LONGEST_STEP = 3_000
/** The same where the ids are known: a row costs a tenth, and each statement reads all ids anew. */
const LONGEST_STEP_AMONG = 30_000

/** Reads along the sort's indexes from a position until enough rows match, or there are no more. */
export function* walk(context: SqlContext, search: Search): Work<Position[]> {
  return (yield* walkAtMost(context, search, Number.POSITIVE_INFINITY)) ?? []
}

/** The same, but undefined when that takes more than `most` rows, because the matches come late in this sort. */
export function* walkAtMost(
  { dialect, tables }: SqlContext,
  { campaignId, sort, filters, after, wanted, among }: Search,
  most: number,
): Work<Position[] | undefined> {
  const found: Position[] = []
  let read = 0
  const longest = among === undefined ? LONGEST_STEP : LONGEST_STEP_AMONG
  let filter = conditionOn(sort.half, filters, tables, among?.ids)
  let size = filter === undefined ? wanted : Math.max(wanted, SHORTEST_STEP)
  // Matches are not spread evenly: a page is rarely found in just so many.
  if (among !== undefined) size = Math.min(Math.max(size, Math.ceil(1.5 * among.rows)), longest)
  const { indexed, descending, rest } = sort
  const mine = sql`campaign_id = ${campaignId}`

  /** Returns nothing more after the most rows were read, which ends every loop below. */
  function* step(half: Half, conditions: readonly (Sql | undefined)[], order: Order): Work<Step> {
    if (read > most) return { hits: [], seen: 0, last: undefined }
    const part = allOf(conditions.filter((condition) => condition !== undefined))
    const step = yield* readInOrder(sql`from ${tables[half]} t where ${part}`, order, size, filter)
    read += step.seen
    return step
  }
  const take = (hits: readonly Position[]): boolean => {
    for (const { id, tie, value } of hits) if (found.length < wanted) found.push({ value, tie, id })
    if (filter !== undefined) size = Math.min(size * 2, longest)
    return found.length >= wanted
  }

  /** True when enough was found. */
  function* valuedRows(from: Position | undefined): Work<boolean> {
    const order = { value: sort.column, tie: sort.tie, falling: descending }
    for (let last = from; ; ) {
      let reached: Position | undefined
      for (const range of last === undefined ? [bounds(sort)] : rangesAfter(dialect, sort, last)) {
        const asked = size
        const { hits, seen, last: end } = yield* step(sort.half, [mine, ...range, indexed], order)
        if (take(hits)) return true
        if (seen < asked) continue
        reached = end
        break
      }
      if (reached === undefined) return false
      last = reached
    }
  }

  function* restRows(id: number, rest: NonNullable<Sort['rest']>): Work<void> {
    const { half, condition, scattered, column: key, value } = rest
    if (scattered) {
      const its = filters[sort.half]
      const both: Condition = (row) => (its === undefined ? condition : sql`${condition} and ${its(row)}`)
      filter = conditionOn(half, { ...filters, [sort.half]: both }, tables)
      size = Math.max(size, SHORTEST_STEP)
    }
    const own = scattered ? undefined : condition
    for (let from = id; ; ) {
      const asked = size
      const place = dialect.afterId(key, value ?? campaignId, from)
      const { hits, seen, last } = yield* step(half, [value === undefined ? undefined : mine, place, own], {
        rest: key,
      })
      if (take(hits) || seen < asked) return
      from = last?.id ?? from
    }
  }

  const inRest = after !== undefined && after.value === null
  if (!inRest && sort.values && (yield* valuedRows(after))) return found
  if (rest !== undefined) yield* restRows(inRest ? after.id : 0, rest)
  return found.length < wanted && read > most ? undefined : found
}

const bounds = ({ from, to }: Sort): (Sql | undefined)[] => [from, to]

/** The rows with a value after a position, as ranges of the sort's index, the nearest first. */
function rangesAfter(dialect: StatementDialect, { column, tie, descending, from, to }: Sort, last: Position) {
  const places = [
    [column, last.value],
    ...(tie === undefined ? [] : [[tie, last.tie] as const]),
    [raw('id'), last.id],
  ] as const
  return dialect.afterPlace(places, descending).map((range) => [range, descending ? from : to])
}

/**
 * The order in which rows are read: by an index of values, or by the column before the id in the index of those
 * without.
 */
type Order = { value: Sql; tie: Sql | undefined; falling: boolean } | { rest: Sql }

/** Reads so many rows in order, and returns those that match. */
function* readInOrder(from: Sql, order: Order, size: number, filter: Sql | undefined): Work<Step> {
  const rest = 'rest' in order
  const [value, tie] = rest ? [none, undefined] : [order.value, order.tie]
  const columns = rest ? [order.rest, raw('id')] : [value, ...(tie === undefined ? [] : [tie]), raw('id')]
  const falling = !rest && order.falling
  const by = join(
    columns.map((column) => (falling ? sql`${column} desc` : column)),
    ', ',
  )
  const selected = sql`id, ${value} as value, ${tie ?? noTie} as tie`
  const ordered = sql`${from} order by ${by} limit ${size}`
  if (filter !== undefined) return yield* matching(filter, selected, ordered, falling)
  const hits = yield* rows<Position>(sql`select ${selected} ${ordered}`)
  return { hits, seen: hits.length, last: hits.at(-1) }
}

/**
 * Reads rows and returns those that match, and as one more row how many were read and the last of them, so that the
 * others are not transferred.
 */
function* matching(condition: Sql, selected: Sql, from: Sql, falling: boolean): Work<Step> {
  const order = (direction: string) => raw(['value', 'tie', 'id'].map((column) => `${column} ${direction}`).join(', '))
  const [along, back] = falling ? ['desc', 'asc'] : ['asc', 'desc']
  const found = yield* rows<Position & { seen: number }>(
    sql`with part as materialized (select ${selected}, case when ${condition} then 1 else 0 end as hit ${from})
      select id, value, tie, 0 as seen from part where hit = 1
      union all
      select id, value, tie, (select count(*) from part) as seen
        from (select id, value, tie from part order by ${order(back)} limit 1) ending
      order by seen, ${order(along)}`,
  )
  const last = found.at(-1)
  return last === undefined ? { hits: [], seen: 0, last } : { hits: found.slice(0, -1), seen: last.seen, last }
}
