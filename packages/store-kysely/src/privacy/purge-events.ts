import type { PurgeStep, RetainedClass, Retention } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { raw, sql } from '../sql.ts'
import { change, rows, type Work } from '../work.ts'
import { dueOf, placeAt, placesOf, stopOf, storePlace } from './purge-place.ts'

/** Events that are old enough: those of a type lose their rows, `personal` ones their address and browser. */
export interface PurgeClass {
  name: Exclude<RetainedClass, 'messages'>
  before: number
}

export interface OldEvent {
  id: number
  at: number
  type: string
  personal: number
}

interface ReadEvent extends OldEvent {
  campaign_id: number | null
  message_id: number | null
}

/** Events read in one step for each that it may remove: reading one costs a tenth of removing it. */
const READ = 4

export function purgeClasses({ eventsBefore = {}, personalBefore }: Retention): PurgeClass[] {
  const types = Object.entries(eventsBefore).map(([name, before]) => ({ name: name as PurgeClass['name'], before }))
  return personalBefore === undefined ? types : [...types, { name: 'personal', before: personalBefore }]
}

/** What is selected of an event to see whether it is of a class. */
export const oldEventColumns = raw(
  'id, at, type, case when ip is not null or user_agent is not null then 1 else 0 end as personal',
)

export const isOf = (event: OldEvent, name: PurgeClass['name']): boolean =>
  name === 'personal' ? event.personal === 1 : event.type === name

/**
 * Reads the next events in the order of their ids, which is nearly that of their times, and stores its place: an index
 * by age would be paid for with every hit, and this reads each event once. Stays before the first event that is too
 * young.
 */
export function* purgeEvents(
  context: SqlContext,
  { name, before }: PurgeClass,
  limit: number,
  now: number,
): Work<PurgeStep> {
  const known = (yield* placesOf(context, [name])).get(name)
  const place = known ?? (yield* placeAt(context, 0, now))
  const read = limit * READ
  const slice = yield* rows<ReadEvent>(sql`select ${oldEventColumns}, campaign_id, message_id
    from ${context.tables.events} where id > ${place.done} order by id limit ${read}`)
  const isDue = dueOf(place, before, now)
  const due = slice.filter((event) => isDue(event) && isOf(event, name))
  const taken = due.slice(0, limit)
  if (taken.length > 0) yield* name === 'personal' ? clearPersonal(context, taken) : remove(context, taken)

  const cut = taken.length < due.length ? taken.at(-1)?.id : undefined
  const stop = stopOf(slice, isDue, now)
  // Not the id before that of the stop, which an event may have that is not committed yet.
  const passed = stop === undefined ? slice : slice.slice(0, slice.indexOf(stop))
  const done = Math.max(place.done, Math.min(passed.at(-1)?.id ?? 0, cut ?? Number.POSITIVE_INFINITY))
  const unseen = stop !== undefined && (stop.id > place.seenTo || place.seenAt > now)
  if (known === undefined || unseen || done > place.done)
    yield* storePlace(context, name, unseen ? yield* placeAt(context, done, now) : { ...place, done })
  return { rows: taken.length, more: cut !== undefined || (stop === undefined && slice.length === read) }
}

/** Deletes events, and marks their campaigns so that these are not counted again. */
function* remove({ tables, dialect }: SqlContext, events: readonly ReadEvent[]): Work<void> {
  const input = dialect.inputTable({ id: 'integer' })
  const ids = input.of(events.map(({ id }) => ({ id })))
  const campaigns = input.of(events.flatMap(({ campaign_id: id }) => (id === null ? [] : { id })))
  const messages = input.of(events.flatMap(({ message_id: id }) => (id === null ? [] : { id })))
  yield* change(sql`delete from ${tables.events} where id in (select id from ${ids})`)
  yield* change(sql`update ${tables.campaigns} set purged = 1 where purged = 0 and (
    id in (select id from ${campaigns}) or
    id in (select m.campaign_id from ${tables.messages} m where m.id in (select id from ${messages})))`)
}

function* clearPersonal({ tables, dialect }: SqlContext, events: readonly ReadEvent[]): Work<void> {
  const ids = dialect.inputTable({ id: 'integer' }).of(events.map(({ id }) => ({ id })))
  yield* change(sql`update ${tables.events} set ip = null, user_agent = null where id in (select id from ${ids})`)
}
