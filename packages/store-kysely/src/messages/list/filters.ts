import { type MessageListRequest, statusConditions } from '@sillage/core/store'
import { afterPrefix } from '../../rows/values.ts'
import { allOf, join, raw, type Sql, sql } from '../../sql.ts'

/** The filters of a list, each as a condition on a message's own columns. */
export interface Filters {
  status: MessageListRequest['status']
  ref: MessageListRequest['ref']
  /** Folded; '' for none. */
  q: string
  /** All of it; undefined without any filter. */
  condition: Sql | undefined
}

/** Columns a search reads, and the condition of each one's index. */
const searched = [
  { column: raw('email_key'), indexed: raw('') },
  { column: raw('email_plain'), indexed: raw('and email_plain is not null') },
  { column: raw('name_key'), indexed: raw('') },
  { column: raw('company_key'), indexed: raw(`and company_key <> ''`) },
] as const

/** One range of an index for each column that is searched; `name` marks that of the name sort. */
export function searchRanges(q: string): { range: Sql; name: boolean }[] {
  return searched.map(({ column, indexed }) => ({
    range: sql`${column} >= ${q} and ${column} < ${afterPrefix(q)} ${indexed}`,
    name: column.sql === 'name_key',
  }))
}

export function filtersOf({ status, ref, q }: Omit<Filters, 'condition'>): Filters {
  const conditions: Sql[] = []
  if (status !== undefined) conditions.push(statusCondition(status))
  if (ref !== undefined) conditions.push(sql`ref = ${ref}`)
  if (q !== '') {
    const ranges = searchRanges(q).map(({ range }) => sql`(${range})`)
    conditions.push(sql`(${join(ranges, ' or ')})`)
  }
  return { status, ref, q, condition: conditions.length === 0 ? undefined : allOf(conditions) }
}

/** The condition that `statusConditions` of the port states as data. */
function statusCondition(status: NonNullable<Filters['status']>): Sql {
  const { states, opens, clicks, bounced, unsubscribed } = statusConditions[status]
  const conditions: Sql[] = []
  if (states !== undefined) {
    conditions.push(sql`state in (${raw(states.map((state) => `'${state}'`).join(', '))})`)
  }
  if (opens !== undefined) conditions.push(raw(opens === 'some' ? 'opens > 0' : 'opens = 0'))
  if (clicks !== undefined) conditions.push(raw(clicks === 'some' ? 'clicks > 0' : 'clicks = 0'))
  if (bounced !== undefined) conditions.push(raw(`bounced_at is ${bounced ? 'not null' : 'null'}`))
  if (unsubscribed !== undefined) conditions.push(raw(`unsubscribed_at is ${unsubscribed ? 'not null' : 'null'}`))
  return allOf(conditions)
}
