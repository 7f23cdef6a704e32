import type { EventRecord, MessageTally } from '@sillage/core/store'
import { pieces, type SqlContext } from '../context.ts'
import type { InputType } from '../dialect.ts'
import { eventInput, eventValues, reasonsText } from '../rows/event-row.ts'
import { join, raw, type Sql, sql } from '../sql.ts'

const columnNames = Object.keys(eventInput) as (keyof typeof eventInput)[]
const columns = raw(columnNames.join(', '))

export function insertEvents({ dialect, tables }: SqlContext, events: readonly Omit<EventRecord, 'id'>[]): Sql[] {
  return pieces(events, dialect.rowsPerStatement).map((piece) =>
    dialect.forEachRow(eventInput, piece.map(eventValues), (v, given) => {
      const values = join(
        columnNames.map((name) => v[name]),
        ', ',
      )
      return sql`insert into ${tables.events} (${columns}) select ${values} ${given} true`
    }),
  )
}

const verdictInput = { id: 'integer', verdict: 'text', reasons: 'text', rules_version: 'integer' } as const

export function updateVerdicts({ dialect, tables }: SqlContext, events: readonly EventRecord[]): Sql[] {
  return pieces(events, dialect.rowsPerStatement).map((piece) => {
    const values = piece.map(({ id, verdict, reasons, rulesVersion }) => {
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

export function deleteEvents({ dialect, tables }: SqlContext, ids: readonly number[]): Sql[] {
  const input = dialect.inputTable({ id: 'integer' })
  return pieces(ids, dialect.rowsPerStatement).map(
    (piece) => sql`delete from ${tables.events} where id in (select id from ${input.of(piece.map((id) => ({ id })))})`,
  )
}

const figures = {
  id: 'integer',
  opens: 'integer',
  clicks: 'integer',
  machine_opens: 'integer',
  machine_clicks: 'integer',
  read_ms: 'integer',
  last_open_at: 'integer',
  last_click_at: 'integer',
  bounced_at: 'integer',
  complained_at: 'integer',
  unsubscribed_at: 'integer',
} as const satisfies Record<string, InputType>

/** A message's figures after a group; times of flags are null where the message has them already, or not yet. */
export interface MessageFigures {
  id: number
  tally: MessageTally
  bouncedAt: number | null
  complainedAt: number | null
  unsubscribedAt: number | null
}

export function updateFigures({ dialect, tables }: SqlContext, messages: readonly MessageFigures[]): Sql[] {
  return pieces(messages, dialect.rowsPerStatement).map((piece) => {
    const values = piece.map(({ id, tally, bouncedAt, complainedAt, unsubscribedAt }) => ({
      id,
      opens: tally.opens,
      clicks: tally.clicks,
      machine_opens: tally.machineOpens,
      machine_clicks: tally.machineClicks,
      read_ms: tally.readMs,
      last_open_at: tally.lastOpenAt,
      last_click_at: tally.lastClickAt,
      bounced_at: bouncedAt,
      complained_at: complainedAt,
      unsubscribed_at: unsubscribedAt,
    }))
    return dialect.forEachRow(
      figures,
      values,
      (v, given) => sql`update ${tables.messages} as m set opens = ${v.opens}, clicks = ${v.clicks},
        machine_opens = ${v.machine_opens}, machine_clicks = ${v.machine_clicks}, read_ms = ${v.read_ms},
        last_open_at = ${v.last_open_at}, last_click_at = ${v.last_click_at},
        bounced_at = coalesce(m.bounced_at, ${v.bounced_at}), complained_at = coalesce(m.complained_at, ${v.complained_at}),
        unsubscribed_at = coalesce(m.unsubscribed_at, ${v.unsubscribed_at})
      ${given} m.id = ${v.id}`,
    )
  })
}
