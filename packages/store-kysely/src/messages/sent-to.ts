import { addressKey, type SentMessage } from '@sillage/core/store'
import type { NotNull } from 'kysely'
import type { SqlContext } from '../context.ts'
import { messagesTo } from '../privacy/messages-to.ts'
import { orEmpty } from '../rows/values.ts'
import { rows, type Work } from '../work.ts'

/** More messages than an address needs to show that it is alive. */
const most = 1_000

/** What became of the messages to an address. */
export function* sentTo(context: SqlContext, owner: string | null, email: string, since: number): Work<SentMessage[]> {
  const found = yield* rows(
    context.db
      .selectFrom('email_deliveries')
      .select(['id', 'sent_at', 'bounced_at', 'last_open_at', 'last_click_at'])
      .where('id', 'in', messagesTo(context, orEmpty(owner), addressKey(email)))
      .where('sent_at', 'is not', null)
      .where(({ eb, or }) =>
        or([eb('sent_at', '>=', since), eb('last_open_at', '>=', since), eb('last_click_at', '>=', since)]),
      )
      .orderBy('sent_at', 'desc')
      .orderBy('id', 'desc')
      .limit(most)
      .$narrowType<{ sent_at: NotNull }>(),
  )
  return found.map((row) => {
    const { id, sent_at: sentAt, bounced_at: bouncedAt, last_open_at: lastOpenAt, last_click_at: lastClickAt } = row
    return { id, sentAt, bouncedAt, lastOpenAt, lastClickAt }
  })
}
