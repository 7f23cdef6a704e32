import { checkLimit, mergeNews, type NewsPlace, type OutboxStore } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { givenIds } from '../query-parts.ts'
import { sql } from '../sql.ts'
import { batch, change, first, rows, rowsOf, type Statement, type Work } from '../work.ts'
import { createHorizon } from './horizon.ts'
import { readFacts } from './read-facts.ts'
import { askedColumn, askedOf, storeFacts } from './tell.ts'

type Table = 'email_tracking_events' | 'email_outbox'

export function outboxStore(context: SqlContext): OutboxStore {
  const { engine, db, dialect } = context
  const horizons = { email_tracking_events: createHorizon(), email_outbox: createHorizon() }

  /** Up to which ids everything is there. The writers are read after the last id, which they must not be missing of. */
  function* passed(): Work<NewsPlace> {
    const [event = 0, outbox = 0] = [yield* passedIn('email_tracking_events'), yield* passedIn('email_outbox')]
    return { event, outbox }
  }

  function* passedIn(table: Table): Work<number> {
    const writers = dialect.writersOf(table)
    const read = yield* batch([lastId(context, table), ...(writers === undefined ? [] : [writers])])
    const [last] = rowsOf<{ id: number | null }>(read[0])
    const running = rowsOf<{ writer: string }>(read[1]).map(({ writer }) => writer)
    return horizons[table].advance({ max: last?.id ?? 0, writers: running })
  }

  return {
    place: () => engine.read(() => endOf(context)),
    async read(after, limit) {
      checkLimit(limit)
      const to = await engine.read(passed)
      const { events, facts } = await engine.read(() => readFacts(context, after, to, limit))
      return mergeNews(after, events, facts)
    },
    unreadSince: () =>
      engine.read(function* () {
        const read = yield* first(db.selectFrom('email_cursors').select(({ fn }) => fn.min('event_id').as('id')))
        if (read === undefined || read.id === null) return undefined
        const events = db.selectFrom('email_tracking_events').select('at').orderBy('id').limit(1)
        return (yield* first(events.where('id', '>', read.id)))?.at
      }),
    async add(facts) {
      const row = await engine.read(() => first<{ asked: string | null }>(sql`select ${askedColumn(context)} as asked`))
      const statements = storeFacts(context, { asked: askedOf(row?.asked), facts })
      if (statements.length > 0) await engine.write(() => batch(statements))
    },
    prune: (before, limit) =>
      engine.write(function* () {
        const read = yield* first(db.selectFrom('email_cursors').select(({ fn }) => fn.min('outbox_id').as('id')))
        const oldest = yield* rows(db.selectFrom('email_outbox').select(['id', 'at']).orderBy('id').limit(limit))
        const passedBy = read?.id ?? Number.POSITIVE_INFINITY
        const old = oldest.filter(({ id, at }) => id <= passedBy || at < before).map(({ id }) => id)
        if (old.length === 0) return 0
        return yield* change(db.deleteFrom('email_outbox').where('id', 'in', givenIds(dialect, old)))
      }),
  }
}

const lastId = ({ db }: SqlContext, table: Table): Statement<{ id: number | null }> =>
  db.selectFrom(table).select(({ fn }) => fn.max('id').as('id'))

/** The end of what is stored now. */
export function* endOf(context: SqlContext): Work<NewsPlace> {
  const read = yield* batch([lastId(context, 'email_tracking_events'), lastId(context, 'email_outbox')])
  const [event, outbox] = read.map((result) => rowsOf<{ id: number | null }>(result)[0]?.id ?? 0)
  return { event: event ?? 0, outbox: outbox ?? 0 }
}
