import type { NewStreamMessage } from '@sillage/core/store'
import { columns, type Planned, shiftedTime } from '../campaigns/plan.ts'
import type { SqlContext } from '../context.ts'
import type { InputType } from '../dialect.ts'
import { always, given } from '../query-parts.ts'
import { trackedBits } from '../rows/message-row.ts'
import type { DeliveryTable, MessageTable } from '../schema.ts'
import { change, rows, type Work } from '../work.ts'

/** A message of a stream, and what of it is stored. */
export interface NewRow {
  message: NewStreamMessage
  row: Planned
  streamId: number
  contentId: number | null
}

const input = {
  ord: 'integer',
  campaign_id: 'integer',
  content_id: 'integer',
  created_at: 'integer',
  ...columns,
} as const satisfies Record<Exclude<keyof MessageTable, 'id'> | 'ord', InputType>
const names = [
  'campaign_id',
  'content_id',
  'created_at',
  ...(Object.keys(columns) as (keyof typeof columns)[]),
] as const

const deliveryNames = [
  'id',
  'campaign_id',
  'state',
  'due_at',
  'ended_at',
  'sent_at',
  'tracked',
] as const satisfies (keyof DeliveryTable)[]
const deliveryInput = {
  id: 'integer',
  campaign_id: 'integer',
  state: 'text',
  due_at: 'integer',
  ended_at: 'integer',
  sent_at: 'integer',
  tracked: 'integer',
} as const satisfies Record<(typeof deliveryNames)[number], InputType>

/** When a message that is stored in this state was sent, or ended without. */
export const endOf = (state: Planned['state'], at: number) => ({
  sentAt: state === 'sent' ? at : null,
  endedAt: state === 'skipped' ? at : null,
})

/** Inserts messages, each with its delivery; the ids of those that no other message's key stood in the way of. */
export function* insertMessages(
  context: SqlContext,
  messages: readonly NewRow[],
  at: number,
): Work<Map<NewStreamMessage, number>> {
  const { db, dialect } = context
  const keyed = messages.filter(({ message }) => message.once !== null)
  const others = messages.filter(({ message }) => message.once === null)
  const stored = new Map<NewStreamMessage, number>()

  const byKey = new Map(keyed.map(({ message, streamId }) => [`${streamId} ${message.once}`, message]))
  for (const { id, campaign_id, once_key } of yield* insert(context, keyed, at)) {
    const message = byKey.get(`${campaign_id} ${once_key}`)
    if (message !== undefined) stored.set(message, id)
  }
  // Nothing stands in the way of these, and ids rise in the order of insertion.
  const ids = (yield* insert(context, others, at)).map(({ id }) => id).sort((a, b) => a - b)
  for (const [n, { message }] of others.entries()) stored.set(message, ids[n] ?? 0)

  const deliveries = messages.flatMap(({ message, row, streamId }) => {
    const id = stored.get(message)
    if (id === undefined) return []
    const { sentAt, endedAt } = endOf(row.state, at)
    const tracked = message.sent === undefined ? 0 : trackedBits(message.sent)
    const { state, dueAt } = row
    return [{ id, campaign_id: streamId, state, due_at: dueAt, ended_at: endedAt, sent_at: sentAt, tracked }]
  })
  if (deliveries.length === 0) return stored
  yield* change(
    db
      .insertInto('email_deliveries')
      .columns(deliveryNames)
      .expression(
        db
          .selectFrom(given(dialect, deliveryInput, deliveries))
          .select([
            'v.id',
            'v.campaign_id',
            'v.state',
            shiftedTime(dialect, at).as('due_at'),
            'v.ended_at',
            'v.sent_at',
            'v.tracked',
          ]),
      ),
  )
  return stored
}

function* insert({ db, dialect }: SqlContext, messages: readonly NewRow[], at: number) {
  if (messages.length === 0) return []
  const values = messages.map(({ row, streamId, contentId }, ord) => {
    return { ord, campaign_id: streamId, content_id: contentId, created_at: at, ...row }
  })
  return yield* rows(
    db
      .insertInto('email_messages')
      .columns(names)
      .expression(
        db
          .selectFrom(given(dialect, input, values))
          .select(names)
          .where(always)
          .orderBy('v.ord'),
      )
      .onConflict((on) => on.doNothing())
      .returning(['id', 'campaign_id', 'once_key']),
  )
}
