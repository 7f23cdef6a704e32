import { addressKey, type SoftBounce } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { orEmpty, orNull } from '../rows/values.ts'
import { sql } from '../sql.ts'
import { change, rows, type Work } from '../work.ts'

const columns = ['owner', 'email', 'message_id', 'at'] as const

const ofAddress = ({ db }: Pick<SqlContext, 'db'>, owner: string | null, email: string) =>
  db.deleteFrom('email_soft_bounces').where('email_key', '=', addressKey(email)).where('owner', '=', orEmpty(owner))

export function* addSoftBounce(context: SqlContext, bounce: SoftBounce, since: number): Work<SoftBounce[]> {
  const { db } = context
  const { owner, email, messageId, at } = bounce
  yield* change(
    db
      .insertInto('email_soft_bounces')
      .values({ email_key: addressKey(email), owner: orEmpty(owner), message_id: messageId, email, at })
      .onConflict((on) => on.doNothing()),
  )
  yield* change(ofAddress(context, owner, email).where('at', '<', since))
  return yield* softBouncesOf(context, orEmpty(owner), addressKey(email))
}

export function* forgetSoftBounces(
  context: SqlContext,
  owner: string | null,
  email: string,
  until: number,
): Work<boolean> {
  return (yield* change(ofAddress(context, owner, email).where('at', '<=', until))) > 0
}

/** Those of an address of one owner, or (undefined) of all, the oldest first. */
export function* softBouncesOf({ db }: SqlContext, owner: string | undefined, key: string): Work<SoftBounce[]> {
  let query = db.selectFrom('email_soft_bounces').select(columns).where('email_key', '=', key)
  if (owner !== undefined) query = query.where('owner', '=', owner)
  const found = yield* rows(query.orderBy('at').orderBy('message_id'))
  return found.map((row) => ({ owner: orNull(row.owner), email: row.email, messageId: row.message_id, at: row.at }))
}

/** Forgets up to `limit` that are old; returns how many. */
export function* purgeSoftBounces({ tables }: SqlContext, before: number, limit: number): Work<number> {
  return yield* change(
    sql`delete from ${tables.softBounces} where (email_key, owner, message_id) in (
      select email_key, owner, message_id from ${tables.softBounces} where at < ${before} order by at limit ${limit})`,
  )
}
