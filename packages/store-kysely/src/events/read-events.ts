import { type EventRecord, emptyTally, type MessageTally } from '@sillage/core/store'
import type { SqlParts } from '../context.ts'
import { idsOf } from '../ids-of.ts'
import { countedClick, type EventRow, eventColumnsSql, eventOf } from '../rows/event-row.ts'
import {
  type CountedMessage,
  type CountedRow,
  countedColumnsSql,
  countedOf,
  type RecipientRow,
  recipientColumnsSql,
} from '../rows/message-row.ts'
import { type Sql, sql } from '../sql.ts'
import { type Result, rowsOf, type Work } from '../work.ts'

/*
 * Templates, because every group of hits runs them, one that comes alone too: 8 statements a hit, each tens of µs
 * more by the query builder (`sql.ts` has the figures), which the thread of SQLite that records hits does not load.
 */

/** Locks messages in the order of their ids; those of removed campaigns are left out. */
export function lockCounted({ dialect, tables }: SqlParts, ids: Iterable<number>): Sql {
  return sql`select ${countedColumnsSql} from ${tables.deliveries} d where d.id in (select id from ${idsOf(dialect, ids)})
    and d.campaign_id not in (select id from ${tables.campaigns} where removed = 1) order by d.id ${dialect.lock}`
}

/** Whom messages are to: read after their locks, so that an erasure that these waited for is seen. */
export const recipientsOf = ({ dialect, tables }: SqlParts, ids: Iterable<number>): Sql =>
  sql`select m.id, ${recipientColumnsSql}
    from ${dialect.besideEach(idsOf(dialect, ids), tables.messages, 'm', sql`m.id = v.id`)}`

/** Of what `lockCounted` and `recipientsOf` read. */
export function countedById(counted: Result | undefined, recipients: Result | undefined): Map<number, CountedMessage> {
  const recipientOf = new Map(rowsOf<RecipientRow & { id: number }>(recipients).map((row) => [row.id, row]))
  const messages = rowsOf<CountedRow>(counted).flatMap((row) => {
    const recipient = recipientOf.get(row.id)
    return recipient === undefined ? [] : countedOf(row, recipient)
  })
  return new Map(messages.map((message) => [message.id, message]))
}

/** Which of these campaigns exist. */
export const presentCampaigns = ({ dialect, tables }: SqlParts, ids: Iterable<number>): Sql =>
  sql`select id from ${tables.campaigns} where id in (select id from ${idsOf(dialect, ids)}) and removed = 0`

export const presentLinks = ({ dialect, tables }: SqlParts, ids: Iterable<number>): Sql =>
  sql`select id from ${tables.links} where id in (select id from ${idsOf(dialect, ids)})`

export const idsIn = (result: Result | undefined): Set<number> =>
  new Set(rowsOf<{ id: number }>(result).map(({ id }) => id))

/** Events of messages from a time on; oldest first. */
export function eventsSince({ dialect, tables }: SqlParts, messageIds: Iterable<number>, since: number): Sql {
  const given = dialect.inputTable({ message: 'integer' }).of([...messageIds].map((message) => ({ message })))
  const theirs = sql`e.message_id = v.message and e.at >= ${since}`
  return sql`select ${eventColumnsSql} from ${dialect.besideEach(given, tables.events, 'e', theirs)}
    order by e.message_id, e.at, e.id`
}

/** Events by message; those of other messages are left out. */
export function eventsOf(
  result: Result | undefined,
  messages: Iterable<Pick<CountedMessage, 'id' | 'campaignId'>>,
): Map<number, EventRecord[]> {
  const campaignOf = new Map([...messages].map(({ id, campaignId }) => [id, campaignId]))
  const events = new Map<number, EventRecord[]>()
  for (const row of rowsOf<EventRow>(result)) {
    const campaignId = campaignOf.get(row.message_id ?? 0)
    if (row.message_id === null || campaignId === undefined) continue
    const own = events.get(row.message_id)
    if (own === undefined) events.set(row.message_id, [eventOf(row, campaignId)])
    else own.push(eventOf(row, campaignId))
  }
  return events
}

/** All events of messages, by message. */
export function* everyEvent(
  context: SqlParts,
  messages: readonly Pick<CountedMessage, 'id' | 'campaignId'>[],
): Work<Map<number, EventRecord[]>> {
  if (messages.length === 0) return new Map()
  const ids = messages.map(({ id }) => id)
  const [found] = yield [eventsSince(context, ids, 0)]
  return eventsOf(found, messages)
}

/** For those of these messages that were clicked, the number of clicks on each link, without machines. */
export function linkClicks({ dialect, tables }: SqlParts, messageIds: Iterable<number>): Sql {
  const given = dialect.inputTable({ message: 'integer' }).of([...messageIds].map((message) => ({ message })))
  const counted = sql`exists (select 1 from ${tables.deliveries} d where d.id = v.message and d.clicks > 0)
    and e.message_id = v.message and ${countedClick} and e.link_id is not null`
  return sql`select e.message_id, e.link_id, cast(sum(e.count) as bigint) as clicks
    from ${dialect.besideEach(given, tables.events, 'e', counted)} group by e.message_id, e.link_id`
}

/** The same by message, then link. */
export function linkClicksOf(result: Result | undefined): Map<number, Map<number, number>> {
  const clicks = new Map<number, Map<number, number>>()
  for (const row of rowsOf<{ message_id: number; link_id: number; clicks: number }>(result)) {
    const own = clicks.get(row.message_id) ?? new Map<number, number>()
    clicks.set(row.message_id, own.set(row.link_id, row.clicks))
  }
  return clicks
}

/** A message's tally, read from its row. */
export function tallyOf(message: CountedMessage, links: Map<number, number> | undefined): MessageTally {
  const { opens, clicks, machineOpens, machineClicks, readMs, lastOpenAt, lastClickAt } = message
  return {
    ...emptyTally(),
    opens,
    clicks,
    machineOpens,
    machineClicks,
    readMs,
    lastOpenAt,
    lastClickAt,
    links: links ?? new Map(),
  }
}
