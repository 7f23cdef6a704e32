import type { Retention } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'

/** The position of one step. */
export interface PurgeStep {
  gone: number
  /** True when there may be more to do. */
  more: boolean
}

/** Events that are old enough: those of a type lose their rows, `personal` ones their address and browser. */
export interface PurgeClass {
  name: string
  before: number
}

interface OldEvent {
  id: number
  at: number
  type: string
  campaign_id: number | null
  message_id: number | null
  personal: number
}

/** Events read in one step. */
const SLICE = 1_000

export function purgeClasses({ eventsBefore = {}, personalBefore }: Retention): PurgeClass[] {
  const types = Object.entries(eventsBefore).map(([name, before]) => ({ name, before }))
  return personalBefore === undefined ? types : [...types, { name: 'personal', before: personalBefore }]
}

/**
 * Reads the next events in the order of their ids, which is that of their times to within seconds, and stores its
 * position: an index by age would be paid for with every hit (two of them cost a third of the hits a second), and this
 * reads each event once. Stays before the first event that is too young.
 */
export function* purgeEvents(context: SqlContext, { name, before }: PurgeClass, limit: number): Work<PurgeStep> {
  const { tables } = context
  const setting = `purged:${name}`
  const known = yield* first<{ value: string }>(sql`select value from ${tables.settings} where key = ${setting}`)
  const done = Number(known?.value ?? 0)
  const slice = yield* rows<OldEvent>(sql`select id, at, type, campaign_id, message_id,
    case when ip is not null or user_agent is not null then 1 else 0 end as personal from ${tables.events} where id > ${done} order by id limit ${SLICE}`)
  const due = slice.filter((event) => event.at < before && isOf(event, name))
  const taken = due.slice(0, limit)
  if (taken.length > 0) yield* name === 'personal' ? clearPersonal(context, taken) : remove(context, taken)

  const young = slice.find((event) => event.at >= before)
  const cut = taken.length < due.length ? taken.at(-1)?.id : undefined
  const next = Math.min(
    slice.at(-1)?.id ?? done,
    cut ?? Number.POSITIVE_INFINITY,
    young === undefined ? Number.POSITIVE_INFINITY : young.id - 1,
  )
  if (next > done) {
    yield* change(sql`insert into ${tables.settings} (key, value) values (${setting}, ${String(next)})
      on conflict (key) do update set value = excluded.value`)
  }
  return { gone: taken.length, more: cut !== undefined || (young === undefined && slice.length === SLICE) }
}

const isOf = (event: OldEvent, name: string): boolean =>
  name === 'personal' ? event.personal === 1 : event.type === name

/** Deletes events, and marks their campaigns so that these are not counted again. */
function* remove({ tables, dialect }: SqlContext, events: readonly OldEvent[]): Work<void> {
  const input = dialect.inputTable({ id: 'integer' })
  const ids = input.of(events.map(({ id }) => ({ id })))
  const campaigns = input.of(events.flatMap(({ campaign_id: id }) => (id === null ? [] : { id })))
  const messages = input.of(events.flatMap(({ message_id: id }) => (id === null ? [] : { id })))
  yield* change(sql`delete from ${tables.events} where id in (select id from ${ids})`)
  yield* change(sql`update ${tables.campaigns} set purged = 1 where purged = 0 and (
    id in (select id from ${campaigns}) or
    id in (select m.campaign_id from ${tables.messages} m where m.id in (select id from ${messages})))`)
}

function* clearPersonal({ tables, dialect }: SqlContext, events: readonly OldEvent[]): Work<void> {
  const ids = dialect.inputTable({ id: 'integer' }).of(events.map(({ id }) => ({ id })))
  yield* change(sql`update ${tables.events} set ip = null, user_agent = null where id in (select id from ${ids})`)
}
