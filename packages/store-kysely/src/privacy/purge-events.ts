import type { PurgeStep, RetainedClass, Retention } from '@sillage/core/store'
import type { Kysely } from 'kysely'
import type { SqlContext } from '../context.ts'
import { givenIds, literal } from '../query-parts.ts'
import type { Schema } from '../schema.ts'
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

/** What is selected of events, by their ids, to see whether they are of a class. */
export const oldEvents = (db: Kysely<Schema>, after: number, limit: number) =>
  db
    .selectFrom('email_tracking_events')
    .select(({ eb, or }) => [
      'id',
      'at',
      'type',
      eb
        .case()
        .when(or([eb('ip', 'is not', null), eb('user_agent', 'is not', null)]))
        .then(literal<number>(1))
        .else(literal<number>(0))
        .end()
        .as('personal'),
    ])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)

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
  const slice = yield* rows(oldEvents(context.db, place.done, read).select(['campaign_id', 'message_id']))
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
function* remove({ db, dialect }: SqlContext, events: readonly ReadEvent[]): Work<void> {
  const ids = events.map(({ id }) => id)
  const campaigns = events.flatMap(({ campaign_id: id }) => id ?? [])
  const messages = events.flatMap(({ message_id: id }) => id ?? [])
  yield* change(db.deleteFrom('email_tracking_events').where('id', 'in', givenIds(dialect, ids)))
  yield* change(
    db
      .updateTable('email_campaigns')
      .set({ purged: 1 })
      .where('purged', '=', 0)
      .where(({ eb, or, selectFrom }) => {
        const theirs = selectFrom('email_messages as m').select('m.campaign_id')
        return or([
          eb('id', 'in', givenIds(dialect, campaigns)),
          eb('id', 'in', theirs.where('m.id', 'in', givenIds(dialect, messages))),
        ])
      }),
  )
}

function* clearPersonal({ db, dialect }: SqlContext, events: readonly ReadEvent[]): Work<void> {
  const ids = events.map(({ id }) => id)
  yield* change(
    db
      .updateTable('email_tracking_events')
      .set({ ip: null, user_agent: null })
      .where('id', 'in', givenIds(dialect, ids)),
  )
}
