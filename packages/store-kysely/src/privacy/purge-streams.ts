import type { Kysely } from 'kysely'
import { deleteThese } from '../campaigns/sweep.ts'
import type { SqlContext } from '../context.ts'
import { givenIds, literal } from '../query-parts.ts'
import type { Schema } from '../schema.ts'
import { change, rows, type Work } from '../work.ts'

/** Which messages of streams are old: those with a key stay longer. */
export interface OldOfStreams {
  keyed: boolean
  before: number
}

/** Those without a key, then those with one. */
export const oldOfStreams = (
  before: number,
  keysBefore: number = Number.MAX_SAFE_INTEGER,
): [unkeyed: OldOfStreams, keyed: OldOfStreams] => [
  { keyed: false, before },
  { keyed: true, before: Math.min(before, keysBefore) },
]

/**
 * Messages, called `m`, that have ended and are old, the oldest first, with the conditions of their index as it has
 * them.
 */
export const oldMessages = (db: Kysely<Schema>, { keyed, before }: OldOfStreams) =>
  db
    .selectFrom('email_messages as m')
    .innerJoin('email_deliveries as d', 'd.id', 'm.id')
    .select('m.id')
    .where('m.created_at', 'is not', null)
    .where('m.created_at', '<', before)
    .where(({ eb }) => (keyed ? eb('m.once_key', '<>', literal('')) : eb('m.once_key', 'is', null)))
    .where('d.state', 'not in', ['queued', 'claimed', 'sending'])
    .orderBy('m.created_at')
    .orderBy('m.id')

/** Deletes up to `limit` rows of old messages; the figures of their streams stay, and are not counted again. */
export function* purgeOfStreams(context: SqlContext, old: OldOfStreams, limit: number, now: number): Work<number> {
  const { db, dialect } = context
  const messages = yield* rows(oldMessages(db, old).select(['m.content_id', 'm.campaign_id']).limit(limit))
  if (messages.length === 0) return 0
  const streams = [...new Set(messages.map(({ campaign_id: id }) => id))]
  yield* change(
    db
      .updateTable('email_campaigns')
      .set({ purged: 2 })
      .where('id', 'in', givenIds(dialect, streams))
      .where('purged', '<', 2),
  )
  return yield* deleteThese(context, messages, limit, now)
}
