import {
  addressKey,
  checkLimit,
  decodeCursor,
  encodeCursor,
  liftedFrom,
  lineKey,
  type SuppressionLine,
  type SuppressionQuery,
  type SuppressionRecord,
  type SuppressionStore,
  suppressionLines,
} from '@sillage/core/store'
import type { Expression, ExpressionBuilder, Selectable, SqlBool } from 'kysely'
import { heldKeys, isHeld } from '../campaigns/held.ts'
import { chunks, type SqlContext } from '../context.ts'
import type { SuppressionTable } from '../directory-tables.ts'
import { prepared } from '../prepared.ts'
import { given, part } from '../query-parts.ts'
import { suppressionColumns, suppressionOf } from '../rows/directory-rows.ts'
import { afterPrefix, orEmpty, orNull } from '../rows/values.ts'
import type { Schema } from '../schema.ts'
import { change, first, rows, type Work } from '../work.ts'
import { addSoftBounce, forgetSoftBounces } from './soft-bounces.ts'

type Expressions = ExpressionBuilder<Schema, 'email_suppressions'>

/** Under an address, or under its hash; each has an index. */
export const underAddress = (key: string, hash: string | null) => (eb: Expressions) =>
  eb.or([eb('email_key', '=', key), eb('email_hash', '=', hash)])

export function suppressionStore(context: SqlContext): SuppressionStore {
  const { engine, dialect, db } = context
  const ofAddress = prepared((owner: string, key: string, emailHash: string | null) =>
    db
      .selectFrom('email_suppressions')
      .select(suppressionColumns)
      .where('owner', '=', owner)
      .where(underAddress(key, emailHash))
      .orderBy('id'),
  )
  return {
    add: ({ owner, email, emailHash, topic, reason, source, at }, { over = [] } = {}) =>
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
        const sayAgain = db
          .updateTable('email_suppressions')
          .set(({ eb }) => ({
            source: source ?? null,
            at: eb.case().when('at', '<', at).then(at).else(eb.ref('at')).end(),
          }))
          .returning(suppressionColumns)
        // A suppression that exists and is lifted between the statements is added by the next round.
        for (;;) {
          const added = yield* first(insert)
          if (added !== undefined) return { suppression: suppressionOf(added), created: true }
          const known = yield* first(select)
          if (known === undefined) continue
          if (known.source === null || !over.includes(known.source))
            return { suppression: suppressionOf(known), created: false }
          const again = yield* first(sayAgain.where('id', '=', known.id).where('source', '=', known.source))
          if (again !== undefined) return { suppression: suppressionOf(again), created: false }
        }
      }),

    async remove(id, { owner, reason } = {}) {
      let line = db.selectFrom('email_suppressions').select(lineColumns).where('id', '=', id)
      if (owner !== undefined) line = line.where('owner', '=', owner)
      return await engine.write(function* () {
        const row = yield* first(line)
        if (row === undefined) return false
        return yield* lift(context, inLine(row), (one) => reason === undefined || one.reason === reason)
      })
    },

    async of(owner, email, emailHash) {
      const found = await engine.read(() => rows(ofAddress(orEmpty(owner), addressKey(email), emailHash)))
      return found.map(suppressionOf)
    },

    async lift({ owner, email, emailHash = null, topic, reasons, until = Infinity }) {
      const lines = (eb: Expressions) =>
        eb.and([
          eb('owner', '=', orEmpty(owner)),
          eb('topic', '=', orEmpty(topic)),
          underAddress(addressKey(email), emailHash)(eb),
        ])
      return await engine.write(() =>
        lift(context, lines, (row) => row.at <= until && (reasons === undefined || reasons.includes(row.reason))),
      )
    },

    async list(request) {
      const { limit } = request
      const page = representatives(context, request)
      return await engine.browse(function* () {
        const found = yield* rows(page)
        const shown = found.slice(0, limit)
        const next = found.length > limit ? encodeCursor('suppressions', [shown.at(-1)?.id ?? 0]) : undefined
        return { items: yield* linesOf(context, shown), next }
      })
    },

    addSoftBounce: (bounce, since) => engine.write(() => addSoftBounce(context, bounce, since)),
    forgetSoftBounces: (owner, email, until) => engine.write(() => forgetSoftBounces(context, owner, email, until)),

    held: (owner, emails, topic, emailHashes) =>
      engine.read(function* () {
        const held = new Set<string>()
        const subjects = emails.map((email, index) => {
          return { email, email_key: addressKey(email), email_hash: emailHashes?.[index] ?? null }
        })
        for (const chunk of chunks(subjects, dialect.rowsPerStatement)) {
          const mailing = { owner: orEmpty(owner), topic: orEmpty(topic), transactional: 0 }
          const keys = yield* heldKeys(context, chunk, mailing)
          for (const subject of chunk) if (isHeld(subject, keys)) held.add(subject.email)
        }
        return held
      }),
  }
}

/** What the rows of one line have in common; of address and hash one is null. */
const lineColumns = ['owner', 'email_key', 'email_hash', 'topic'] as const
type LineRow = Pick<Selectable<SuppressionTable>, (typeof lineColumns)[number]>

const inLine =
  ({ owner, email_key, email_hash, topic }: LineRow) =>
  (eb: Expressions) =>
    eb.and([
      eb('owner', '=', owner),
      eb('topic', '=', topic),
      email_key === null ? eb('email_hash', '=', email_hash) : eb('email_key', '=', email_key),
    ])

/** Lifts some suppressions of these lines; whether there were any. */
function* lift(
  { db, dialect }: SqlContext,
  lines: (eb: Expressions) => Expression<SqlBool>,
  isLifted: (row: SuppressionRecord) => boolean,
): Work<boolean> {
  const locked = db.selectFrom('email_suppressions').select(suppressionColumns).where(lines).orderBy('id')
  const found = (yield* rows(locked.modifyEnd(part(dialect.lock)))).map(suppressionOf)
  const { removed, changed } = liftedFrom(found, isLifted)
  if (removed.length === 0) return false
  yield* change(db.deleteFrom('email_suppressions').where('id', 'in', removed))
  for (const { id, ...said } of changed)
    yield* change(db.updateTable('email_suppressions').set(said).where('id', '=', id))
  return true
}

/**
 * The row that each line of a page stands at: its oldest, found without reading the others of the list; where a reason
 * is given, the one of the line that has it.
 */
function representatives({ db }: SqlContext, { limit, cursor, owner, topic, reason, q = '' }: SuppressionQuery) {
  let query = db
    .selectFrom('email_suppressions as s')
    .select(['s.id', 's.owner', 's.email_key', 's.email_hash', 's.topic'])
    .orderBy('s.id', 'desc')
    .limit(checkLimit(limit) + 1)
  if (owner !== undefined) query = query.where('s.owner', '=', owner)
  if (topic !== undefined) query = query.where('s.topic', '=', orEmpty(topic))
  if (cursor !== undefined) query = query.where('s.id', '<', decodeCursor('suppressions', cursor, ['number'])[0])
  const beginning = q.toLowerCase()
  if (beginning !== '')
    query = query.where('s.email_key', '>=', beginning).where('s.email_key', '<', afterPrefix(beginning))
  if (reason !== undefined) return query.where('s.reason', '=', reason)
  for (const column of ['email_key', 'email_hash'] as const) {
    query = query.where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('email_suppressions as n')
            .select('n.id')
            .whereRef('n.owner', '=', 's.owner')
            .whereRef(`n.${column}`, '=', `s.${column}`)
            .whereRef('n.topic', '=', 's.topic')
            .whereRef('n.id', '<', 's.id'),
        ),
      ),
    )
  }
  return query
}

/** The lines of these rows, with all that is in each, in the order of the rows. */
function* linesOf({ db, dialect }: SqlContext, shown: readonly LineRow[]): Work<SuppressionLine[]> {
  const found: SuppressionRecord[] = []
  for (const column of ['email_key', 'email_hash'] as const) {
    const keys = shown.flatMap((row) => {
      const key = row[column]
      return key === null || (column === 'email_hash' && row.email_key !== null) ? [] : { ...row, key }
    })
    for (const chunk of chunks(keys, dialect.rowsPerStatement)) {
      const values = chunk.map(({ owner, topic, key }) => ({ owner, topic, key }))
      const own = db
        .selectFrom(given(dialect, { owner: 'text', topic: 'text', key: 'text' }, values))
        .innerJoin('email_suppressions as s', (join) =>
          join.onRef('s.owner', '=', 'v.owner').onRef('s.topic', '=', 'v.topic').onRef(`s.${column}`, '=', 'v.key'),
        )
        .select(suppressionColumns.map((name) => `s.${name}` as const))
      found.push(...(yield* rows(own)).map(suppressionOf))
    }
  }
  const lines = new Map(suppressionLines(found).map((line) => [lineKey(line), line]))
  return shown.flatMap((row) => lines.get(lineKey(lineOf(row))) ?? [])
}

const lineOf = ({ owner, email_key, email_hash, topic }: LineRow) => ({
  owner: orNull(owner),
  email: email_key,
  emailHash: email_hash,
  topic: orNull(topic),
})
