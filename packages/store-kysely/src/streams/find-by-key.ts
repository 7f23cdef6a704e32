import type { Enqueued, MessageRecord, NewStreamMessage } from '@sillage/core/store'
import type { Selectable } from 'kysely'
import type { SqlParts } from '../context.ts'
import type { DeliveryTable } from '../schema.ts'
import { raw, sql } from '../sql.ts'
import { rows, type Work } from '../work.ts'

type Row = Pick<Selectable<DeliveryTable>, 'id' | 'campaign_id' | 'state' | 'opens' | 'clicks'> &
  Pick<Selectable<DeliveryTable>, 'bounced_at' | 'unsubscribed_at'> & { once_key: string; content_id: number | null }

/**
 * The messages that streams have with the keys of these, which are of different keys: each by its position in the
 * index. By hand, because the builder knows no `besideEach`.
 */
export function* findByKey(
  { dialect, tables }: SqlParts,
  messages: readonly NewStreamMessage[],
): Work<Map<NewStreamMessage, Omit<Enqueued, 'created'>>> {
  const keyed = messages.filter(({ once }) => once !== null)
  if (keyed.length === 0) return new Map()
  const input = dialect.inputTable({ campaign_id: 'integer', once_key: 'text' })
  const keys = input.of(keyed.map(({ streamId, once }) => ({ campaign_id: streamId, once_key: once })))
  // The index of keys has the words of its condition.
  const mine = sql`m.campaign_id = v.campaign_id and m.once_key = v.once_key and m.once_key <> ''`
  const theirs = sql`(select m.id, m.once_key, m.content_id from ${dialect.besideEach(keys, tables.messages, 'm', mine)}) m`
  const found = yield* rows<Row>(
    sql`select d.id, d.campaign_id, m.once_key, m.content_id, d.state, d.opens, d.clicks, d.bounced_at, d.unsubscribed_at
      from ${dialect.besideEach(theirs, tables.deliveries, 'd', raw('d.id = m.id'))}`,
  )
  const byKey = new Map(found.map((row) => [`${row.campaign_id} ${row.once_key}`, row]))
  return new Map(
    keyed.flatMap((message) => {
      const row = byKey.get(`${message.streamId} ${message.once}`)
      return row === undefined ? [] : [[message, enqueuedOf(row)]]
    }),
  )
}

function enqueuedOf({
  id,
  content_id,
  state,
  opens,
  clicks,
  bounced_at,
  unsubscribed_at,
}: Row): Omit<Enqueued, 'created'> {
  const shown = state as MessageRecord['state']
  const contentId = content_id
  return { id, contentId, state: shown, opens, clicks, bouncedAt: bounced_at, unsubscribedAt: unsubscribed_at }
}
