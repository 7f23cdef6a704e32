import type { SqlContext } from '../../context.ts'
import { raw, type Sql, sql } from '../../sql.ts'
import { rows, type Work } from '../../work.ts'
import type { Filters } from './filters.ts'
import type { Sort } from './sorts.ts'

/** A place in a sorted list: the value a row is sorted by (null: it has none, and comes after all that do) and its id. */
export interface Position {
  value: string | number | null
  id: number
}

interface Walk {
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
export function* walk({ tables }: SqlContext, { campaignId, sort, filters, after, wanted }: Walk): Work<Position[]> {
  const found: Position[] = []
  let size = filters.condition === undefined ? wanted : Math.max(wanted, 200)
  const { column, valued, rest, descending } = sort

  function* step(part: Sql, order: string): Work<Step[]> {
    const steps = yield* rows<Step>(
      sql`select id, value, ${hit(filters)} as hit from (
          select *, ${column} as value from ${tables.messages} where campaign_id = ${campaignId} and ${part}
          order by ${raw(order)} limit ${size}) part`,
    )
    return steps
  }
  const take = (steps: readonly Step[]): boolean => {
    for (const { id, value, hit } of steps) if (hit === 1 && found.length < wanted) found.push({ value, id })
    if (filters.condition !== undefined) size = Math.min(size * 2, LONGEST_STEP)
    return found.length >= wanted
  }

  /** The rest of one value's rows. */
  function* group(value: string | number, id: number): Work<boolean> {
    for (let from = id; ; ) {
      const asked = size
      const steps = yield* step(sql`${valued} and ${column} = ${value} and id > ${from}`, 'id')
      if (take(steps)) return true
      if (steps.length < asked) return false
      from = steps.at(-1)?.id ?? from
    }
  }

  function* valuedRows(from: Position | undefined): Work<boolean> {
    let below = from?.value ?? undefined
    if (from !== undefined && below !== undefined && (yield* group(below, from.id))) return true
    for (;;) {
      const beyond = below === undefined ? raw('') : sql`and ${column} ${raw(descending ? '<' : '>')} ${below}`
      const asked = size
      const direction = descending ? `${column.sql} desc, id desc` : `${column.sql}, id`
      const steps = yield* step(sql`${valued} ${beyond}`, direction)
      const last = steps.at(-1)?.value ?? undefined
      if (steps.length < asked || last === undefined) {
        return take(risingIds(steps))
      }
      const whole = risingIds(steps.filter((one) => one.value !== last))
      if (take(whole)) return true
      if (yield* group(last, 0)) return true
      below = last
    }
  }

  function* restRows(id: number): Work<void> {
    for (let from = id; ; ) {
      const asked = size
      const steps = yield* step(sql`${rest} and id > ${from}`, 'id')
      if (take(steps.map((one) => ({ ...one, value: null }))) || steps.length < asked) return
      from = steps.at(-1)?.id ?? from
    }
  }

  const inRest = after !== undefined && after.value === null
  if (!inRest && (yield* valuedRows(after))) return found
  yield* restRows(inRest ? after.id : 0)
  return found
}

const hit = ({ condition }: Filters): Sql =>
  condition === undefined ? raw('1') : sql`case when ${condition} then 1 else 0 end`

/** Rows of equal value by rising id; the values stay in the order the database gave them. */
function risingIds(steps: readonly Step[]): Step[] {
  return [...Map.groupBy(steps, ({ value }) => value).values()].flatMap((group) => group.sort((a, b) => a.id - b.id))
}
