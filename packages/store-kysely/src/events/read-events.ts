import { type EventRecord, emptyTally, type MessageRecord, type MessageTally } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { type EventRow, eventOf } from '../rows/event-row.ts'
import { messageColumnsSql, messageOf } from '../rows/message-row.ts'
import { sql } from '../sql.ts'
import { rows, type Work } from '../work.ts'

/** Messages by id, locked in the order of their ids; those of removed campaigns are left out. */
export function* lockRecords({ dialect, tables }: SqlContext, ids: Iterable<number>): Work<Map<number, MessageRecord>> {
  const input = dialect.inputTable({ id: 'integer' })
  const found = yield* rows<Parameters<typeof messageOf>[0]>(
    sql`select ${messageColumnsSql} from ${tables.messages} m
      where m.id in (select id from ${input.of([...new Set(ids)].map((id) => ({ id })))}) order by m.id ${dialect.lock}`,
  )
  const campaigns = yield* presentCampaigns(
    { dialect, tables },
    found.map((row) => row.campaign_id),
  )
  return new Map(found.flatMap((row) => (campaigns.has(row.campaign_id) ? [[row.id, messageOf(row)]] : [])))
}

/** Which of these campaigns are there. */
export function* presentCampaigns(
  { dialect, tables }: Pick<SqlContext, 'dialect' | 'tables'>,
  ids: Iterable<number>,
): Work<Set<number>> {
  const input = dialect.inputTable({ id: 'integer' }).of([...new Set(ids)].map((id) => ({ id })))
  const found = yield* rows<{ id: number }>(
    sql`select id from ${tables.campaigns} where id in (select id from ${input}) and removed = 0`,
  )
  return new Set(found.map(({ id }) => id))
}

export function* presentLinks({ dialect, tables }: SqlContext, ids: Iterable<number>): Work<Set<number>> {
  const values = [...new Set(ids)].map((id) => ({ id }))
  if (values.length === 0) return new Set()
  const input = dialect.inputTable({ id: 'integer' }).of(values)
  const found = yield* rows<{ id: number }>(sql`select id from ${tables.links} where id in (select id from ${input})`)
  return new Set(found.map(({ id }) => id))
}

// `cross join` keeps SQLite from starting at the events: it took their index by type here, and 20,000 events made a group cost 40 ms.

/** Events of messages, each from its own time on, by message; oldest first. */
export function* eventsSince(
  { dialect, tables }: SqlContext,
  messages: readonly { id: number; campaignId: number; since: number }[],
): Work<Map<number, EventRecord[]>> {
  if (messages.length === 0) return new Map()
  const input = dialect.inputTable({ message: 'integer', since: 'integer' })
  const found = yield* rows<EventRow>(
    sql`select e.* from ${input.of(messages.map(({ id, since }) => ({ message: id, since })))}
      cross join ${tables.events} e where e.message_id = v.message and e.at >= v.since order by e.message_id, e.at, e.id`,
  )
  const campaignOf = new Map(messages.map(({ id, campaignId }) => [id, campaignId]))
  const events = found.map((row) => eventOf(row, campaignOf.get(row.message_id ?? 0) ?? 0))
  return Map.groupBy(events, (event) => event.messageId ?? 0)
}

/** How often each of these messages was clicked on each link, machines left out. */
export function* linkClicks(
  { dialect, tables }: SqlContext,
  messageIds: readonly number[],
): Work<Map<number, Map<number, number>>> {
  const clicks = new Map<number, Map<number, number>>()
  if (messageIds.length === 0) return clicks
  const input = dialect.inputTable({ message: 'integer' })
  // What `isHeadline` says of clicks, in SQL; the bit of `flags` is HEAD.
  const found = yield* rows<{ message_id: number; link_id: number; clicks: number }>(
    sql`select e.message_id, e.link_id, cast(sum(e.count) as bigint) as clicks
      from ${input.of(messageIds.map((message) => ({ message })))}
      cross join ${tables.events} e
      where e.message_id = v.message and e.type = 'click' and e.verdict in ('human', 'unknown') and (e.flags & 1) = 0 and e.link_id is not null
      group by e.message_id, e.link_id`,
  )
  for (const { message_id, link_id, clicks: number } of found) {
    const own = clicks.get(message_id) ?? new Map<number, number>()
    clicks.set(message_id, own.set(link_id, number))
  }
  return clicks
}

/** A message's tally as its row has it. */
export function tallyOf(message: MessageRecord, links: Map<number, number> | undefined): MessageTally {
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
