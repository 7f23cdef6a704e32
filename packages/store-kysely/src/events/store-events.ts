import type { EventRecord, KeptFigures, NewFlag } from '@sillage/core/store'
import { chunks, type SqlParts } from '../context.ts'
import { eventInput, eventInputNames, eventValues, reasonsText } from '../rows/event-row.ts'
import { reasonCode } from '../rows/message-row.ts'
import { join, raw, type Sql, sql } from '../sql.ts'

/*
 * Templates, because every group of hits runs them, on SQLite in a thread that loads no query builder; and for
 * `forEachRow`, which binds a row there in 1 µs (`sql.ts` has the other figures).
 */

const columns = raw(eventInputNames.join(', '))

/** `returning`: the ids, in the order of the events, are their results. */
export function insertEvents(
  { dialect, tables }: SqlParts,
  events: readonly Omit<EventRecord, 'id'>[],
  { returning = false } = {},
): Sql[] {
  const ids = raw(returning ? 'returning id' : '')
  return chunks(events, dialect.rowsPerStatement).map((chunk) =>
    dialect.forEachRow(eventInput, chunk.map(eventValues), (v, given) => {
      const values = join(
        eventInputNames.map((name) => v[name]),
        ', ',
      )
      return sql`insert into ${tables.events} (${columns}) select ${values} ${given} true ${ids}`
    }),
  )
}

const verdictInput = { id: 'integer', verdict: 'text', reasons: 'text', rules_version: 'integer' } as const

export function updateVerdicts({ dialect, tables }: SqlParts, events: readonly EventRecord[]): Sql[] {
  return chunks(events, dialect.rowsPerStatement).map((chunk) => {
    const values = chunk.map(({ id, verdict, reasons, rulesVersion }) => {
      return { id, verdict, reasons: reasonsText(reasons), rules_version: rulesVersion }
    })
    return dialect.forEachRow(
      verdictInput,
      values,
      (v, given) => sql`update ${tables.events} as e set verdict = ${v.verdict}, reasons = ${v.reasons},
        rules_version = ${v.rules_version} ${given} e.id = ${v.id}`,
    )
  })
}

export function deleteEvents({ dialect, tables }: SqlParts, ids: readonly number[]): Sql[] {
  const input = dialect.inputTable({ id: 'integer' })
  return chunks(ids, dialect.rowsPerStatement).map(
    (chunk) => sql`delete from ${tables.events} where id in (select id from ${input.of(chunk.map((id) => ({ id })))})`,
  )
}

/** A message's figures before and after a group, and the flags it got. */
export interface MessageFigures {
  id: number
  before: KeptFigures
  after: KeptFigures
  flags: readonly NewFlag[]
}

const rowOf = ({ id, flags, ...figures }: MessageFigures, which: 'before' | 'after') => {
  const { opens, clicks, machineOpens, machineClicks, readMs, lastOpenAt, lastClickAt } = figures[which]
  const timeOf = (at: NewFlag['at']) => flags.find((flag) => flag.at === at)?.time ?? null
  return {
    id,
    opens,
    clicks,
    machine_opens: machineOpens,
    machine_clicks: machineClicks,
    read_ms: readMs,
    last_open_at: lastOpenAt,
    last_click_at: lastClickAt,
    bounced_at: timeOf('bouncedAt'),
    hard_bounced_at: timeOf('hardBouncedAt'),
    complained_at: timeOf('complainedAt'),
    unsubscribed_at: timeOf('unsubscribedAt'),
    unsubscribe_reason: reasonCode(flags.find(({ reason }) => reason !== null)?.reason ?? null),
  }
}
type FigureColumn = keyof ReturnType<typeof rowOf>

/** Columns that change together. */
const parts = [
  ['opens', 'last_open_at'],
  ['clicks', 'last_click_at'],
  ['machine_opens', 'machine_clicks'],
  ['read_ms'],
] as const satisfies FigureColumn[][]
const flags = [
  'bounced_at',
  'hard_bounced_at',
  'complained_at',
  'unsubscribed_at',
  'unsubscribe_reason',
] as const satisfies FigureColumn[]

/**
 * Sets the figures that changed. One statement for all; where that would rewrite index entries of columns that did not
 * change, one for each set of columns.
 */
export function updateFigures({ dialect, tables }: SqlParts, messages: readonly MessageFigures[]): Sql[] {
  const changed = messages.map((message) => ({ message, columns: changedColumns(message) }))
  const all = columnsOf(changed.flatMap(({ columns }) => columns))
  // On SQLite the entries of columns named needlessly were an eighth of the pages a group of 250 hits wrote.
  const byColumns = Map.groupBy(changed, ({ columns }) =>
    columns.length === 0 || dialect.indexesNamed ? columns.join() : all.join(),
  )
  return [...byColumns].flatMap(([names, alike]) => {
    if (names === '') return []
    const columns = names.split(',') as FigureColumn[]
    const input = Object.fromEntries(['id', ...columns].map((name) => [name, 'integer'])) as Record<
      FigureColumn,
      'integer'
    >
    return chunks(alike, dialect.rowsPerStatement).map((chunk) =>
      dialect.forEachRow(
        input,
        chunk.map(({ message }) => rowOf(message, 'after')),
        (v, given) => {
          const changes = columns.map((name) => sql`${raw(name)} = ${isFlag(name) ? firstOf(name, v[name]) : v[name]}`)
          return sql`update ${tables.deliveries} as d set ${join(changes, ', ')} ${given} d.id = ${v.id}`
        },
      ),
    )
  })
}

function changedColumns(message: MessageFigures): FigureColumn[] {
  const [was, is] = [rowOf(message, 'before'), rowOf(message, 'after')]
  const changed = parts.filter((part) => part.some((name) => was[name] !== is[name])).flat()
  return [...changed, ...flags.filter((name) => is[name] !== null)]
}

/** Each once, in one order, so that the text of a statement is the same for the same columns. */
const columnsOf = (columns: readonly FigureColumn[]): FigureColumn[] =>
  [...parts.flat(), ...flags].filter((name) => columns.includes(name))

const isFlag = (name: FigureColumn) => flags.some((flag) => flag === name)
const firstOf = (name: FigureColumn, value: Sql) => sql`coalesce(d.${raw(name)}, ${value})`
