import { addressKey, checkLimit, decodeCursor, encodeCursor, type SuppressionStore } from '@sillage/core/store'
import { heldKeys } from '../campaigns/plan.ts'
import { chunks, compiled, type SqlContext } from '../context.ts'
import {
  type SuppressionRow,
  suppressionColumns,
  suppressionColumnsSql,
  suppressionOf,
} from '../rows/directory-rows.ts'
import { orEmpty } from '../rows/values.ts'
import { allOf, join, raw, type Sql, sql } from '../sql.ts'
import { change, first, rows } from '../work.ts'

export function suppressionStore(context: SqlContext): SuppressionStore {
  const { engine, dialect, tables, db } = context
  /** Under an address, or under its hash; each has an index. */
  const known = (owner: string | null, email: string, emailHash: string | null): Sql =>
    sql`owner = ${orEmpty(owner)} and (email_key = ${addressKey(email)} or email_hash = ${emailHash})`
  return {
    add: ({ owner, email, emailHash, topic, reason, source, at }) =>
      engine.write(function* () {
        const key = email === null ? null : addressKey(email)
        const hash = email === null ? emailHash : null
        const subject = key === null ? sql`email_hash = ${hash}` : sql`email_key = ${key}`
        // A suppression that exists and is lifted between the two statements is added by the next round.
        for (;;) {
          const added = yield* first<SuppressionRow>(
            sql`insert into ${tables.suppressions} (owner, email, email_key, email_hash, topic, reason, source, at)
              values (${orEmpty(owner)}, ${email}, ${key}, ${emailHash}, ${orEmpty(topic)}, ${reason}, ${source ?? null}, ${at})
              on conflict do nothing returning ${suppressionColumnsSql}`,
          )
          if (added !== undefined) return { suppression: suppressionOf(added), created: true }
          const known = yield* first<SuppressionRow>(sql`select ${suppressionColumnsSql} from ${tables.suppressions}
            where owner = ${orEmpty(owner)} and ${subject} and topic = ${orEmpty(topic)} and reason = ${reason}`)
          if (known !== undefined) return { suppression: suppressionOf(known), created: false }
        }
      }),

    remove: (id, owner) =>
      engine.write(function* () {
        const mine = owner === undefined ? raw('') : sql`and owner = ${owner}`
        return (yield* change(sql`delete from ${tables.suppressions} where id = ${id} ${mine}`)) > 0
      }),

    async of(owner, email, emailHash) {
      const found = await engine.read(() =>
        rows<SuppressionRow>(
          sql`select ${suppressionColumnsSql} from ${tables.suppressions} where ${known(owner, email, emailHash)} order by id`,
        ),
      )
      return found.map(suppressionOf)
    },

    lift: ({ owner, email, emailHash = null, topic, reasons, until }) =>
      engine.write(function* () {
        const conditions = [known(owner, email, emailHash), sql`topic = ${orEmpty(topic)}`]
        if (reasons !== undefined)
          conditions.push(
            sql`reason in (${join(
              reasons.map((reason) => sql`${reason}`),
              ', ',
            )})`,
          )
        if (until !== undefined) conditions.push(sql`at <= ${until}`)
        return (yield* change(sql`delete from ${tables.suppressions} where ${allOf(conditions)}`)) > 0
      }),

    async list({ limit, cursor, owner }) {
      let query = db
        .selectFrom('email_suppressions')
        .select(suppressionColumns)
        .orderBy('id', 'desc')
        .limit(checkLimit(limit) + 1)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      if (cursor !== undefined) query = query.where('id', '<', decodeCursor('suppressions', cursor, ['number'])[0])
      const found = await engine.read(() => rows<SuppressionRow>(compiled(query)))
      const items = found.slice(0, limit).map(suppressionOf)
      return { items, next: found.length > limit ? encodeCursor('suppressions', [items.at(-1)?.id ?? 0]) : undefined }
    },

    held: (owner, emails, topic) =>
      engine.read(function* () {
        const held = new Set<string>()
        for (const chunk of chunks(emails, dialect.rowsPerStatement)) {
          const subjects = chunk.map((email) => ({ email_key: addressKey(email) }))
          const keys = yield* heldKeys(context, subjects, { owner: orEmpty(owner), topic: orEmpty(topic) })
          for (const email of chunk) if (keys.has(addressKey(email))) held.add(email)
        }
        return held
      }),
  }
}
