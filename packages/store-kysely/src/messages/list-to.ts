import {
  addressKey,
  checkLimit,
  decodeCursor,
  encodeCursor,
  type MessageRecord,
  type PageRequest,
  type StorePage,
} from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { messagesTo } from '../privacy/messages-to.ts'
import { messageColumns, messageOf, wholeMessages } from '../rows/message-row.ts'
import { orEmpty } from '../rows/values.ts'
import { rows, type Work } from '../work.ts'

/** A page of the messages to an address, the newest first. */
export function* listTo(
  context: SqlContext,
  owner: string | null | undefined,
  email: string,
  { limit, cursor }: PageRequest,
): Work<StorePage<MessageRecord>> {
  const of = owner === undefined ? undefined : orEmpty(owner)
  let query = wholeMessages(context.db)
    .innerJoin('email_campaigns as c', 'c.id', 'm.campaign_id')
    .select(messageColumns)
    .where('m.id', 'in', messagesTo(context, of, addressKey(email)))
    .where('c.removed', '=', 0)
    .orderBy('m.id', 'desc')
    .limit(checkLimit(limit) + 1)
  if (cursor !== undefined) query = query.where('m.id', '<', decodeCursor('messages:to', cursor, ['number'])[0])
  const found = yield* rows(query)
  const items = found.slice(0, limit).map(messageOf)
  return { items, next: found.length > limit ? encodeCursor('messages:to', [items.at(-1)?.id ?? 0]) : undefined }
}
