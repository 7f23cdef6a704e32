import type { SqlContext } from '../context.ts'
import { noteGone } from '../privacy/gone.ts'
import { given, givenIds, literal, part } from '../query-parts.ts'
import { change, first, rows, type Work } from '../work.ts'
import { contentsOf, dropUnused } from './contents.ts'

/**
 * Deletes rows of removed campaigns: events first, then their messages, then the campaign itself with its few other
 * rows.
 */
export function* sweep(context: SqlContext, limit: number, now: number): Work<boolean> {
  const { db, dialect } = context
  // A literal, as the index of removed campaigns has it.
  const removed = db.selectFrom('email_campaigns').select('id').where('removed', '=', literal(1)).limit(1)
  for (let left = limit; left > 0; ) {
    const campaign = yield* first(removed.orderBy('id').modifyEnd(part(dialect.lockFree)))
    if (campaign === undefined) return false
    const gone = yield* deleteSome(context, campaign.id, Math.min(left, dialect.rowsPerStatement), now)
    if (gone === 0) {
      const contents = yield* contentsOf(context, campaign.id)
      yield* change(db.deleteFrom('email_campaigns').where('id', '=', campaign.id))
      yield* dropUnused(context, contents)
    }
    left -= Math.max(gone, 1)
  }
  return (yield* first(removed)) !== undefined
}

function* deleteSome(context: SqlContext, campaignId: number, limit: number, now: number): Work<number> {
  const { db } = context
  const loose = yield* rows(
    db.selectFrom('email_tracking_events').select('id').where('campaign_id', '=', campaignId).limit(limit),
  )
  if (loose.length > 0) return yield* deleteEvents(context, loose)
  return yield* deleteMessages(context, campaignId, limit, now)
}

/** Deletes up to `limit` rows of a campaign's messages, their events first; whom they were to is kept. */
export function* deleteMessages(context: SqlContext, campaignId: number, limit: number, now: number): Work<number> {
  const messages = yield* rows(
    context.db
      .selectFrom('email_messages')
      .select(['id', 'content_id'])
      .where('campaign_id', '=', campaignId)
      .orderBy('email_key')
      .limit(limit),
  )
  return yield* deleteThese(context, messages, limit, now)
}

/** The same of messages that were chosen, with the contents that only they have. */
export function* deleteThese(
  context: SqlContext,
  messages: readonly { id: number; content_id: number | null }[],
  limit: number,
  now: number,
): Work<number> {
  const { db, dialect } = context
  if (messages.length === 0) return 0
  const ids = messages.map(({ id }) => id)
  // A cross join keeps the order of the tables on SQLite: events by their message.
  const events = yield* rows(
    db
      .selectFrom(
        given(
          dialect,
          { id: 'integer' },
          ids.map((id) => ({ id })),
        ),
      )
      .crossJoin('email_tracking_events as e')
      .select('e.id')
      .whereRef('e.message_id', '=', 'v.id')
      .limit(limit),
  )
  if (events.length > 0) return yield* deleteEvents(context, events)
  yield* noteGone(context, ids, now)
  const deleted = yield* deleteWhole(context, ids)
  const contents = new Set(messages.flatMap(({ content_id: id }) => id ?? []))
  yield* dropUnused(context, [...contents])
  return deleted
}

/** Deletes messages that have no events, both halves of each; returns how many. */
export function* deleteWhole({ db, dialect }: SqlContext, ids: readonly number[]): Work<number> {
  yield* change(db.deleteFrom('email_deliveries').where('id', 'in', givenIds(dialect, ids)))
  return yield* change(db.deleteFrom('email_messages').where('id', 'in', givenIds(dialect, ids)))
}

function* deleteEvents({ db, dialect }: SqlContext, events: readonly { id: number }[]): Work<number> {
  const ids = events.map(({ id }) => id)
  return yield* change(db.deleteFrom('email_tracking_events').where('id', 'in', givenIds(dialect, ids)))
}
