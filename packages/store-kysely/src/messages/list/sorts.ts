import type { MessageListRequest } from '@sillage/core/store'
import { raw, type Sql } from '../../sql.ts'

type MessageSort = MessageListRequest['sort']

/** A sort as its indexes know it: the rows that have a value, in the value's order and then by id; then the rest, by id. */
export interface Sort {
  column: Sql
  /** True of the rows that have a value, and of the rest; word for word what the partial indexes say. */
  valued: Sql
  rest: Sql
  descending: boolean
}

const sorts: Readonly<Record<MessageSort, Omit<Sort, 'descending'>>> = {
  name: { column: raw('name_key'), valued: raw(`name_key > ''`), rest: raw(`name_key = ''`) },
  sentAt: { column: raw('sent_at'), valued: raw('sent_at is not null'), rest: raw('sent_at is null') },
  opens: { column: raw('opens'), valued: raw('opens > 0'), rest: raw('opens = 0') },
  clicks: { column: raw('clicks'), valued: raw('clicks > 0'), rest: raw('clicks = 0') },
  lastOpenAt: { column: raw('last_open_at'), valued: raw('opens > 0'), rest: raw('opens = 0') },
}

export const sortOf = (sort: MessageSort, order: MessageListRequest['order']): Sort => ({
  ...sorts[sort],
  descending: order === 'desc',
})
