import { erasedFact } from '@sillage/core/store'
import type { Expression } from 'kysely'
import type { SqlContext } from '../context.ts'
import { parseJson, toJson } from '../rows/values.ts'
import { change, rows, type Work } from '../work.ts'

/** Facts of these messages keep no server's text, and their deliveries to webhooks are forgotten. */
export function* eraseTold({ db }: SqlContext, messageIds: Expression<number>): Work<void> {
  const found = yield* rows(
    db
      .selectFrom('email_outbox')
      .select(['id', 'detail'])
      .where('message_id', 'in', messageIds)
      .where('type', '=', 'message.failed'),
  )
  for (const { id, detail } of found) {
    const erased = toJson(erasedFact(parseJson(detail ?? '{}')))
    yield* change(db.updateTable('email_outbox').set({ detail: erased }).where('id', '=', id))
  }
  yield* change(db.deleteFrom('email_webhook_deliveries').where('message_id', 'in', messageIds))
}
