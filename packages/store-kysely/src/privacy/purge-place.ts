import type { SqlContext } from '../context.ts'
import { change, first, rows, type Work } from '../work.ts'

/** How far the events of a class were purged, and until when those that follow were stored at the latest. */
export interface PurgePlace {
  /** Events up to this id are done. */
  done: number
  /** Events up to this id were there at `seenAt`, in milliseconds since the epoch. */
  seenTo: number
  seenAt: number
}

interface TimedEvent {
  id: number
  at: number
}

/**
 * An event may be committed after one with a higher id. Events of this age are removed when they are due, but not
 * passed, so that none is missed.
 */
const UNSETTLED_MS = 60_000

/**
 * True of events that are old enough. One whose time is ahead of now was given by a clock that was wrong: it is as old
 * as the moment at which it was seen, so that it does not hold up those behind it for ever. Only such a one: if
 * `seenAt` itself is of a wrong clock, it must not make others old.
 */
export const dueOf =
  ({ seenTo, seenAt }: PurgePlace, before: number, now: number) =>
  ({ id, at }: TimedEvent): boolean =>
    at < before || (at > now && id <= seenTo && seenAt < before)

/** The first of these that must not be passed yet. */
export const stopOf = <E extends TimedEvent>(
  slice: readonly E[],
  isDue: (event: E) => boolean,
  now: number,
): E | undefined => slice.find((event) => !isDue(event) || (event.at <= now && event.at > now - UNSETTLED_MS))

/** Where each of these classes is; those that were never purged are not in it. */
export function* placesOf({ db }: SqlContext, names: readonly string[]): Work<ReadonlyMap<string, PurgePlace>> {
  const found = yield* rows(
    db.selectFrom('email_settings').select(['key', 'value']).where('key', 'in', names.map(keyOf)),
  )
  const values = new Map(found.map(({ key, value }) => [key, JSON.parse(value) as PurgePlace]))
  return new Map(
    names.flatMap((name) => {
      const place = values.get(keyOf(name))
      return place === undefined ? [] : [[name, place]]
    }),
  )
}

/** A place before the events that are not done, all of which are there now. */
export function* placeAt({ db }: SqlContext, done: number, now: number): Work<PurgePlace> {
  const newest = yield* first(db.selectFrom('email_tracking_events').select(({ fn }) => fn.max('id').as('id')))
  return { done, seenTo: newest?.id ?? 0, seenAt: now }
}

export function* storePlace({ db }: SqlContext, name: string, place: PurgePlace): Work<void> {
  const value = JSON.stringify(place)
  yield* change(
    db
      .insertInto('email_settings')
      .values({ key: keyOf(name), value })
      .onConflict((on) => on.column('key').doUpdateSet({ value })),
  )
}

const keyOf = (name: string): string => `purged:${name}`
