import { addressKey, checkLimit, decodeCursor, encodeCursor, type SuppressionStore } from '@sillage/core/store'
import type { ExpressionBuilder } from 'kysely'
import { heldKeys } from '../campaigns/plan.ts'
import { chunks, type SqlContext } from '../context.ts'
import { prepared } from '../prepared.ts'
import { suppressionColumns, suppressionOf } from '../rows/directory-rows.ts'
import { orEmpty } from '../rows/values.ts'
import type { Schema } from '../schema.ts'
import { change, first, rows } from '../work.ts'

/** Under an address, or under its hash; each has an index. */
const under = (key: string, hash: string | null) => (eb: ExpressionBuilder<Schema, 'email_suppressions'>) =>
  eb.or([eb('email_key', '=', key), eb('email_hash', '=', hash)])

export function suppressionStore(context: SqlContext): SuppressionStore {
  const { engine, dialect, db } = context
  const ofAddress = prepared((owner: string, key: string, emailHash: string | null) =>
    db
      .selectFrom('email_suppressions')
      .select(suppressionColumns)
      .where('owner', '=', owner)
      .where(under(key, emailHash))
      .orderBy('id'),
  )
  return {
    add: ({ owner, email, emailHash, topic, reason, source, at }) =>
      engine.write(function* () {
        const key = email === null ? null : addressKey(email)
        const insert = db
          .insertInto('email_suppressions')
          .values({
            owner: orEmpty(owner),
            email,
            email_key: key,
            email_hash: emailHash,
            topic: orEmpty(topic),
            reason,
            source: source ?? null,
            at,
          })
          .onConflict((on) => on.doNothing())
          .returning(suppressionColumns)
        let select = db
          .selectFrom('email_suppressions')
          .select(suppressionColumns)
          .where('owner', '=', orEmpty(owner))
          .where('topic', '=', orEmpty(topic))
          .where('reason', '=', reason)
        select = key === null ? select.where('email_hash', '=', emailHash) : select.where('email_key', '=', key)
        // A suppression that exists and is lifted between the two statements is added by the next round.
        for (;;) {
          const added = yield* first(insert)
          if (added !== undefined) return { suppression: suppressionOf(added), created: true }
          const known = yield* first(select)
          if (known !== undefined) return { suppression: suppressionOf(known), created: false }
        }
      }),

    async remove(id, owner) {
      let query = db.deleteFrom('email_suppressions').where('id', '=', id)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      return (await engine.write(() => change(query))) > 0
    },

    async of(owner, email, emailHash) {
      const found = await engine.read(() => rows(ofAddress(orEmpty(owner), addressKey(email), emailHash)))
      return found.map(suppressionOf)
    },

    async lift({ owner, email, emailHash = null, topic, reasons, until }) {
      let query = db
        .deleteFrom('email_suppressions')
        .where('owner', '=', orEmpty(owner))
        .where(under(addressKey(email), emailHash))
        .where('topic', '=', orEmpty(topic))
      if (reasons !== undefined) query = query.where('reason', 'in', reasons)
      if (until !== undefined) query = query.where('at', '<=', until)
      return (await engine.write(() => change(query))) > 0
    },

    async list({ limit, cursor, owner }) {
      let query = db
        .selectFrom('email_suppressions')
        .select(suppressionColumns)
        .orderBy('id', 'desc')
        .limit(checkLimit(limit) + 1)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      if (cursor !== undefined) query = query.where('id', '<', decodeCursor('suppressions', cursor, ['number'])[0])
      const found = await engine.read(() => rows(query))
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
