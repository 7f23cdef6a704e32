import type { PurgeableStep, Retention } from '@sillage/core/store'
import type { NotNull } from 'kysely'
import type { SqlContext } from '../context.ts'
import { rows, type Work } from '../work.ts'
import { finishedCampaigns } from './purge.ts'
import { isOf, oldEvents, purgeClasses } from './purge-events.ts'
import { dueOf, placeAt, placesOf, stopOf } from './purge-place.ts'
import { oldMessages, oldOfStreams } from './purge-streams.ts'

interface Request {
  limit: number
  now: number
  cursor: string | undefined
}

/**
 * Where counting goes on: after a campaign, then after a message of streams, without a key or with one, then after an
 * event with the classes whose young events it has not met.
 */
type Cursor =
  | { finishedAt: number; campaignId: number }
  | { keyed: boolean; createdAt: number; messageId: number }
  | { eventId: number; classes: readonly string[] }

const START: Cursor = { finishedAt: Number.MIN_SAFE_INTEGER, campaignId: 0 }

/** Counts a part of what `purge` would remove. */
export function* purgeable(context: SqlContext, retention: Retention, request: Request): Work<PurgeableStep> {
  const cursor: Cursor = request.cursor === undefined ? START : JSON.parse(request.cursor)
  if ('eventId' in cursor) return yield* countEvents(context, retention, request, cursor)
  return 'keyed' in cursor
    ? yield* countOfStreams(context, retention, request, cursor)
    : yield* countMessages(context, retention, request, cursor)
}

/** Messages by the figures of their campaigns, or by their rows in one that is being purged already. */
function* countMessages(
  { db }: SqlContext,
  retention: Retention,
  { limit }: Request,
  { finishedAt, campaignId }: Extract<Cursor, { finishedAt: number }>,
): Work<PurgeableStep> {
  if (retention.messagesBefore === undefined) return { rows: {}, read: 0, next: atEvents(retention) }
  const found = yield* rows(
    finishedCampaigns(db, retention.messagesBefore)
      .select((eb) => {
        const own = eb.selectFrom('email_messages as m').select('m.id').whereRef('m.campaign_id', '=', 'c.id')
        const left = eb.selectFrom(own.limit(limit).as('l')).select(({ fn }) => fn.countAll<number>().as('messages'))
        return [
          'c.id',
          'c.finished_at',
          eb.case().when('c.purged', '<', 2).then(eb.ref('c.total')).else(left.$asScalar()).end().as('messages'),
        ]
      })
      .where('c.finished_at', '>=', finishedAt)
      .where(({ eb, or }) => or([eb('c.finished_at', '>', finishedAt), eb('c.id', '>', campaignId)]))
      .limit(limit)
      .$narrowType<{ finished_at: NotNull; messages: NotNull }>(),
  )
  const last = found.at(-1)
  const messages = found.reduce((sum, campaign) => sum + campaign.messages, 0)
  const next =
    last === undefined || found.length < limit
      ? atStreams(false)
      : JSON.stringify({ finishedAt: last.finished_at, campaignId: last.id })
  return { rows: { messages }, read: found.length, next }
}

const atStreams = (keyed: boolean): string =>
  JSON.stringify({ keyed, createdAt: Number.MIN_SAFE_INTEGER, messageId: 0 })
const atEvents = (retention: Retention): string =>
  JSON.stringify({ eventId: 0, classes: purgeClasses(retention).map(({ name }) => name) })

/** Messages of streams by their age, first those without a key. */
function* countOfStreams(
  context: SqlContext,
  { messagesBefore = Number.MIN_SAFE_INTEGER, ...retention }: Retention,
  { limit }: Request,
  { keyed, createdAt, messageId }: Extract<Cursor, { keyed: boolean }>,
): Work<PurgeableStep> {
  const [unkeyed, withKeys] = oldOfStreams(messagesBefore, retention.keysBefore)
  const found = yield* rows(
    oldMessages(context.db, keyed ? withKeys : unkeyed)
      .select('m.created_at')
      .where('m.created_at', '>=', createdAt)
      .where(({ eb, or }) => or([eb('m.created_at', '>', createdAt), eb('m.id', '>', messageId)]))
      .limit(limit)
      .$narrowType<{ created_at: NotNull }>(),
  )
  const last = found.at(-1)
  const onward = keyed ? atEvents(retention) : atStreams(true)
  const next =
    last === undefined || found.length < limit
      ? onward
      : JSON.stringify({ keyed, createdAt: last.created_at, messageId: last.id })
  return { rows: { messages: found.length }, read: found.length, next }
}

/** Events in the order of their ids, for all classes at once; each until its first event that is too young. */
function* countEvents(
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
  const slice = yield* rows(oldEvents(context.db, after, limit))
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
