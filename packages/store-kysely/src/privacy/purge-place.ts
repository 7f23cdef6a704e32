import type { SqlContext } from '../context.ts'
import { sql } from '../sql.ts'
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
export function* placesOf(
  { dialect, tables }: SqlContext,
  names: readonly string[],
): Work<ReadonlyMap<string, PurgePlace>> {
  const input = dialect.inputTable({ key: 'text' }).of(names.map((name) => ({ key: keyOf(name) })))
  const found = yield* rows<{ key: string; value: string }>(
    sql`select key, value from ${tables.settings} where key in (select key from ${input})`,
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
export function* placeAt({ tables }: SqlContext, done: number, now: number): Work<PurgePlace> {
  const newest = yield* first<{ id: number | null }>(sql`select max(id) as id from ${tables.events}`)
  return { done, seenTo: newest?.id ?? 0, seenAt: now }
}

export function* storePlace({ tables }: SqlContext, name: string, place: PurgePlace): Work<void> {
  yield* change(sql`insert into ${tables.settings} (key, value) values (${keyOf(name)}, ${JSON.stringify(place)})
    on conflict (key) do update set value = excluded.value`)
}

const keyOf = (name: string): string => `purged:${name}`
