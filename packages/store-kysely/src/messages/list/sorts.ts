import type { MessageListRequest } from '@sillage/core/store'
import { afterPrefix } from '../../rows/values.ts'
import type { DeliveryTable, MessageTable } from '../../schema.ts'
import { raw, type Sql, sql } from '../../sql.ts'
import type { Half } from './filters.ts'

type MessageSort = MessageListRequest['sort']
type Status = NonNullable<MessageListRequest['status']>

/**
 * A sort as its indexes have it: the rows that have a value, in the order of the value, the tie and the id; then the
 * rest, by rising id.
 */
export interface Sort {
  /** The table that has its indexes. */
  half: Half
  column: Sql
  /** The type of its values in a cursor. */
  value: 'string?' | 'number?'
  /** The order of rows of equal value, before their ids. */
  tie: Sql | undefined
  descending: boolean
  /** True of the rows that have a value. */
  valued: Sql
  /** The same, where the sort's index has the condition and a query has to repeat it word for word. */
  indexed: Sql | undefined
  /** The range of values to read, where it is not the whole index. */
  from: Sql | undefined
  to: Sql | undefined
  /** The rest; undefined when it need not be read. */
  rest: Rest | undefined
  /** False when no row with a value can match. */
  values: boolean
}

interface Rest {
  /** The table that has its index. */
  half: Half
  /** On the columns of the sort's own half. */
  condition: Sql
  /** True when its index holds other rows too, so that rows that meet the condition may be far apart. */
  scattered: boolean
  /** The last column before the id in the index that serves it, and what it is there. */
  column: Sql
  value: string | undefined
}

type Column = keyof DeliveryTable

/** Rows without a value are in no index of the sort. */
const ofNumber = (column: Column, tie: Column | undefined, valued: string, rest: string, scattered: boolean) => ({
  half: 'deliveries' as const,
  column: raw(column),
  value: 'number?' as const,
  tie: tie === undefined ? undefined : raw(tie),
  valued: raw(valued),
  indexed: raw(valued),
  from: undefined,
  // All messages in the order of their ids: of whom they are to, because no hit writes there.
  rest: {
    half: scattered ? ('messages' as const) : ('deliveries' as const),
    condition: raw(rest),
    scattered,
    column: raw('campaign_id'),
    value: undefined,
  },
})

/** Rows without a text have the empty one, in the same index. */
const ofText = (column: keyof Pick<MessageTable, 'name_key' | 'company_key'>) => ({
  half: 'messages' as const,
  column: raw(column),
  value: 'string?' as const,
  tie: undefined,
  valued: raw(`${column} > ''`),
  indexed: undefined,
  from: raw(`${column} > ''`),
  rest: {
    half: 'messages' as const,
    condition: raw(`${column} = ''`),
    scattered: false,
    column: raw(column),
    value: '',
  },
})

const sorts: Readonly<
  Record<MessageSort, Pick<Sort, 'half' | 'column' | 'value' | 'tie' | 'valued' | 'indexed' | 'from'> & { rest: Rest }>
> = {
  name: ofText('name_key'),
  company: ofText('company_key'),
  sentAt: ofNumber('sent_at', undefined, 'sent_at is not null', 'sent_at is null', false),
  opens: ofNumber('opens', 'last_open_at', 'opens > 0', 'opens = 0', true),
  clicks: ofNumber('clicks', 'last_click_at', 'clicks > 0', 'clicks = 0', true),
  // A message has a last open when it has an open.
  lastOpenAt: ofNumber('last_open_at', undefined, 'last_open_at is not null', 'opens = 0', true),
}

/** Filters that exclude all rows with a value of the sort, and those that exclude all without. */
const without: Readonly<Record<MessageSort, readonly Status[]>> = {
  name: [],
  company: [],
  sentAt: ['queued', 'sending', 'failed', 'skipped', 'unknown', 'cancelled'],
  opens: ['sent'],
  clicks: ['sent'],
  lastOpenAt: ['sent'],
}
const only: Readonly<Record<MessageSort, readonly Status[]>> = {
  name: [],
  company: [],
  sentAt: ['sent'],
  opens: ['opened', 'clicked'],
  clicks: ['clicked'],
  lastOpenAt: ['opened', 'clicked'],
}

export function sortOf(sort: MessageSort, order: MessageListRequest['order'], status: Status | undefined): Sort {
  const { rest, ...own } = sorts[sort]
  return {
    ...own,
    descending: order === 'desc',
    to: undefined,
    rest: status !== undefined && only[sort].includes(status) ? undefined : rest,
    values: status === undefined || !without[sort].includes(status),
  }
}

/** A sort by text within the bounds of a search: the texts that begin with it. */
export function withinSearch(sort: Sort, q: string): Sort {
  const { column } = sort
  return { ...sort, from: sql`${column} >= ${q}`, to: sql`${column} < ${afterPrefix(q)}`, rest: undefined }
}
