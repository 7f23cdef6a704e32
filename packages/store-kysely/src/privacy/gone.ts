import type { GoneMessage } from '@sillage/core/store'
import type { Kysely, NotNull } from 'kysely'
import type { SqlContext } from '../context.ts'
import { givenIds, integer, isAmongFew } from '../query-parts.ts'
import { wholeMessages } from '../rows/message-row.ts'
import { orNull } from '../rows/values.ts'
import type { Schema } from '../schema.ts'
import { change, first, type Work } from '../work.ts'

/** Messages whose mail may have arrived and whose address is known, with their campaign, called `c`. */
const mailedMessages = (db: Kysely<Schema>) =>
  wholeMessages(db)
    .innerJoin('email_campaigns as c', 'c.id', 'm.campaign_id')
    .where('m.email_hash', 'is not', null)
    .where(({ eb, or }) => or([eb('d.content_version', 'is not', null), eb('d.attempts', '>', 0)]))

/** Keeps whom messages were to; their rows are deleted next. */
export function* noteGone({ db, dialect }: SqlContext, ids: readonly number[], now: number): Work<void> {
  yield* change(
    db
      .insertInto('email_recipients_gone')
      .columns(['message_id', 'owner', 'email_hash', 'topic', 'gone_at'])
      .expression(
        mailedMessages(db)
          .select(['m.id', 'c.owner', 'm.email_hash', 'c.topic', integer(now).as('gone_at')])
          .where('m.id', 'in', givenIds(dialect, ids)),
      )
      .onConflict((on) => on.column('message_id').doNothing()),
  )
}

/** Whom a message was to that is not there any more, or hidden until it is swept. */
export function* goneMessage({ db }: SqlContext, id: number): Work<GoneMessage | undefined> {
  const row = yield* first(
    db
      .selectFrom('email_recipients_gone')
      .select(['owner', 'topic', 'email_hash'])
      .where('message_id', '=', id)
      .unionAll(
        mailedMessages(db)
          .select(['c.owner', 'c.topic', 'm.email_hash'])
          .where('m.id', '=', id)
          .where('c.removed', '=', 1)
          .$narrowType<{ email_hash: NotNull }>(),
      ),
  )
  if (row === undefined) return undefined
  return { owner: orNull(row.owner), topic: orNull(row.topic), emailHash: row.email_hash }
}

/** Forgets up to `limit` that have been gone for long; returns how many. */
export function* purgeGone({ db, dialect }: SqlContext, before: number, limit: number): Work<number> {
  const old = db
    .selectFrom('email_recipients_gone')
    .select('message_id as id')
    .where('gone_at', '<', before)
    .orderBy('gone_at')
    .limit(limit)
  return yield* change(
    db.deleteFrom('email_recipients_gone').where(({ ref }) => isAmongFew(dialect, ref('message_id'), old)),
  )
}
