import { erasedDetail, erasedError, erasedSource } from '@sillage/core/store'
import type { Expression } from 'kysely'
import { chunks, type SqlContext } from '../context.ts'
import { given } from '../query-parts.ts'
import { parseJson, toJson } from '../rows/values.ts'
import { change, rows, type Work } from '../work.ts'

/*
 * What servers, reports and the host wrote about a person, in columns that hold more than that: of each value is kept
 * what the rules of `erased.ts` keep.
 */

/** The details of the events of these messages. */
export function* eraseDetails({ db, dialect }: SqlContext, messageIds: Expression<number>): Work<void> {
  const found = yield* rows(
    db
      .selectFrom('email_tracking_events')
      .select(['id', 'detail'])
      .where('message_id', 'in', messageIds)
      .where('detail', 'is not', null),
  )
  const erased = found.map(({ id, detail }) => ({ id, detail: toJson(erasedDetail(parseJson(detail))) }))
  for (const some of chunks(erased, dialect.rowsPerStatement))
    yield* change(
      db
        .updateTable('email_tracking_events as e')
        .from(given(dialect, { id: 'integer', detail: 'text' }, some))
        .set('detail', ({ ref }) => ref('v.detail'))
        .whereRef('e.id', '=', 'v.id'),
    )
}

/** What went wrong with these messages, which are locked. */
export function* eraseErrors(
  { db, dialect }: SqlContext,
  messages: readonly { id: number; error: string | null }[],
): Work<void> {
  const erased = messages.flatMap(({ id, error }) =>
    error === null ? [] : [{ id, error: toJson(erasedError(parseJson(error))) }],
  )
  for (const some of chunks(erased, dialect.rowsPerStatement))
    yield* change(
      db
        .updateTable('email_deliveries as d')
        .from(given(dialect, { id: 'integer', error: 'text' }, some))
        .set('error', ({ ref }) => ref('v.error'))
        .whereRef('d.id', '=', 'v.id'),
    )
}

/** Where the suppressions of an address were said. */
export function* eraseSources({ db, dialect }: SqlContext, owner: string, key: string): Work<void> {
  const found = yield* rows(
    db
      .selectFrom('email_suppressions')
      .select(['id', 'source'])
      .where('owner', '=', owner)
      .where('email_key', '=', key)
      .where('source', 'is not', null),
  )
  const erased = found.map(({ id, source }) => ({ id, source: erasedSource(source) }))
  if (erased.length === 0) return
  yield* change(
    db
      .updateTable('email_suppressions as s')
      .from(given(dialect, { id: 'integer', source: 'text' }, erased))
      .set('source', ({ ref }) => ref('v.source'))
      .whereRef('s.id', '=', 'v.id'),
  )
}
