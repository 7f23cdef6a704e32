import type { GoneMessage } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { wholeMessages } from '../rows/message-row.ts'
import { orNull } from '../rows/values.ts'
import { type Sql, sql } from '../sql.ts'
import { change, first, type Work } from '../work.ts'

/** True of messages whose mail may have arrived and whose address is known, of tables called `m` and `d` there. */
const mailed = sql`m.email_hash is not null and (d.content_version is not null or d.attempts > 0)`

/** Keeps whom messages were to; their rows are deleted next. */
export function* noteGone({ tables }: SqlContext, ids: Sql, now: number): Work<void> {
  yield* change(sql`insert into ${tables.gone} (message_id, owner, email_hash, topic, gone_at)
    select m.id, c.owner, m.email_hash, c.topic, cast(${now} as bigint) from ${wholeMessages(tables)}
      join ${tables.campaigns} c on c.id = m.campaign_id
    where m.id in (select id from ${ids}) and ${mailed} on conflict (message_id) do nothing`)
}

/** Whom a message was to that is not there any more, or hidden until it is swept. */
export function* goneMessage({ tables }: SqlContext, id: number): Work<GoneMessage | undefined> {
  const row = yield* first<{ owner: string; topic: string; email_hash: string }>(
    sql`select owner, topic, email_hash from ${tables.gone} where message_id = ${id}
      union all
      select c.owner, c.topic, m.email_hash from ${wholeMessages(tables)}
        join ${tables.campaigns} c on c.id = m.campaign_id and c.removed = 1
      where m.id = ${id} and ${mailed}`,
  )
  if (row === undefined) return undefined
  return { owner: orNull(row.owner), topic: orNull(row.topic), emailHash: row.email_hash }
}

/** Forgets up to `limit` that have been gone for long; returns how many. */
export function* purgeGone({ dialect, tables }: SqlContext, before: number, limit: number): Work<number> {
  const old = sql`select message_id from ${tables.gone} where gone_at < ${before} order by gone_at limit ${limit}`
  return yield* change(sql`delete from ${tables.gone} where message_id ${dialect.amongFew(old)}`)
}
