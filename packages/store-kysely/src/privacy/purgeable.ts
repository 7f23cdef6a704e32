import type { PurgeableStep, Retention } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { sql } from '../sql.ts'
import { rows, type Work } from '../work.ts'
import { finishedBefore } from './purge.ts'
import { isOf, type OldEvent, oldEventColumns, purgeClasses } from './purge-events.ts'
import { dueOf, placeAt, placesOf, stopOf } from './purge-place.ts'

interface Request {
  limit: number
  now: number
  cursor: string | undefined
}

/** Where counting goes on: after a campaign, then after an event with the classes whose young events it has not met. */
type Cursor = { finishedAt: number; campaignId: number } | { eventId: number; classes: readonly string[] }

const START: Cursor = { finishedAt: Number.MIN_SAFE_INTEGER, campaignId: 0 }

/** Counts a part of what `purge` would remove. */
export function* purgeable(context: SqlContext, retention: Retention, request: Request): Work<PurgeableStep> {
  const cursor: Cursor = request.cursor === undefined ? START : JSON.parse(request.cursor)
  return 'eventId' in cursor
    ? yield* oldEvents(context, retention, request, cursor)
    : yield* oldMessages(context, retention, request, cursor)
}

/** Messages by the figures of their campaigns, or by their rows in one that is being purged already. */
function* oldMessages(
  { tables }: SqlContext,
  retention: Retention,
  { limit }: Request,
  { finishedAt, campaignId }: Extract<Cursor, { finishedAt: number }>,
): Work<PurgeableStep> {
  const ofEvents = JSON.stringify({ eventId: 0, classes: purgeClasses(retention).map(({ name }) => name) })
  if (retention.messagesBefore === undefined) return { rows: {}, read: 0, next: ofEvents }
  const found = yield* rows<{ id: number; finished_at: number; messages: number }>(
    sql`select c.id, c.finished_at, case when c.purged < 2 then c.total else (select count(*) from (
        select 1 from ${tables.messages} m where m.campaign_id = c.id limit ${limit}) as left_over) end as messages
      from ${tables.campaigns} c where ${finishedBefore(retention.messagesBefore)}
        and c.finished_at >= ${finishedAt} and (c.finished_at > ${finishedAt} or c.id > ${campaignId})
      order by c.finished_at, c.id limit ${limit}`,
  )
  const last = found.at(-1)
  const messages = found.reduce((sum, campaign) => sum + campaign.messages, 0)
  const next =
    last === undefined || found.length < limit
      ? ofEvents
      : JSON.stringify({ finishedAt: last.finished_at, campaignId: last.id })
  return { rows: { messages }, read: found.length, next }
}

/** Events in the order of their ids, for all classes at once; each until its first event that is too young. */
function* oldEvents(
  context: SqlContext,
  retention: Retention,
  { limit, now }: Request,
  { eventId, classes }: Extract<Cursor, { eventId: number }>,
): Work<PurgeableStep> {
  const counted = purgeClasses(retention).filter(({ name }) => classes.includes(name))
  if (counted.length === 0) return { rows: {}, read: 0, next: undefined }
  const known = yield* placesOf(context, classes)
  const fresh = yield* placeAt(context, 0, now)
  const places = counted.map((one) => ({ ...one, place: known.get(one.name) ?? fresh }))
  const after = Math.max(eventId, Math.min(...places.map(({ place }) => place.done)))
  const slice = yield* rows<OldEvent>(
    sql`select ${oldEventColumns} from ${context.tables.events} where id > ${after} order by id limit ${limit}`,
  )
  const counts = places.map(({ name, before, place }) => {
    const isDue = dueOf(place, before, now)
    const open = slice.filter(({ id }) => id > place.done)
    const count = open.filter((event) => isDue(event) && isOf(event, name)).length
    return { name, count, stopped: stopOf(open, isDue, now) !== undefined }
  })
  const left = counts.filter(({ stopped }) => !stopped).map(({ name }) => name)
  const last = slice.at(-1)
  return {
    rows: Object.fromEntries(counts.map(({ name, count }) => [name, count])) satisfies PurgeableStep['rows'],
    read: slice.length,
    next:
      last === undefined || slice.length < limit || left.length === 0
        ? undefined
        : JSON.stringify({ eventId: last.id, classes: left }),
  }
}
