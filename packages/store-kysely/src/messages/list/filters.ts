import { type MessageListRequest, statusConditions } from '@sillage/core/store'
import { countedClick } from '../../rows/event-row.ts'
import { afterPrefix } from '../../rows/values.ts'
import type { MessageTable } from '../../schema.ts'
import { allOf, join, raw, type Sql, sql } from '../../sql.ts'
import type { Tables } from '../../tables.ts'

/** The table with half of a message's columns: whom it is to, or what became of it. */
export type Half = 'messages' | 'deliveries'

export const otherHalf = (half: Half): Half => (half === 'messages' ? 'deliveries' : 'messages')

/** A condition on a row of one half: on `t`, the half that a statement reads, or on `o`, the other one. */
export type Condition = (row: 't' | 'o') => Sql

/** The filters of a list, as conditions on the columns of each half. */
export interface Filters {
  status: MessageListRequest['status']
  link: MessageListRequest['link']
  ref: MessageListRequest['ref']
  /** Folded; '' for none. */
  q: string
  /** Undefined where no filter is on this half. */
  messages: Condition | undefined
  deliveries: Condition | undefined
}

/** Columns a search reads, and the condition of each one's index. */
const searched = {
  email_key: '',
  email_plain: 'and email_plain is not null',
  name_key: '',
  company_key: '',
} as const satisfies Partial<Record<keyof MessageTable, string>>

/** One range of an index for each column that is searched. */
export function searchRanges(q: string): { range: Sql; column: Sql }[] {
  return Object.entries(searched).map(([name, indexed]) => {
    const column = raw(name)
    return { range: sql`${column} >= ${q} and ${column} < ${afterPrefix(q)} ${raw(indexed)}`, column }
  })
}

export function filtersOf({ status, link, ref, q }: Omit<Filters, Half>, tables: Tables): Filters {
  const conditions: Sql[] = []
  if (ref !== undefined) conditions.push(sql`ref = ${ref}`)
  if (q !== '') {
    const ranges = searchRanges(q).map(({ range }) => sql`(${range})`)
    conditions.push(sql`(${join(ranges, ' or ')})`)
  }
  return {
    status,
    link,
    ref,
    q,
    messages: conditions.length === 0 ? undefined : () => allOf(conditions),
    deliveries:
      status === undefined && link === undefined
        ? undefined
        : (row) => allOf([...(status === undefined ? [] : [statusCondition(status)]), ...clicked(link, row, tables)]),
  }
}

/** The events of a message are read only where it was clicked at all; as a value, as in `conditionOn`. */
function clicked(link: Filters['link'], row: 't' | 'o', tables: Tables): Sql[] {
  if (link === undefined) return []
  const its = sql`e.message_id = ${raw(`${row}.id`)} and e.link_id = ${link} and ${countedClick}`
  return [raw('clicks > 0'), sql`(select 1 from ${tables.events} e where ${its} limit 1) is not null`]
}

/**
 * All of it, of rows of one half, called `t` there; undefined without any filter. What the other half must meet is
 * looked up in `among`, where these ids are known; else it is read by its id: as a value, because of `exists`
 * PostgreSQL may make a list of all its rows first.
 */
export function conditionOn(half: Half, filters: Filters, tables: Tables, among?: Sql): Sql | undefined {
  const other = otherHalf(half)
  const [own, its] = [filters[half], filters[other]]
  const all = own === undefined ? [] : [own('t')]
  if (its !== undefined && among !== undefined) all.push(sql`t.id in (${among})`)
  else if (its !== undefined) all.push(sql`(select ${its('o')} from ${tables[other]} o where o.id = t.id)`)
  return all.length === 0 ? undefined : allOf(all)
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
