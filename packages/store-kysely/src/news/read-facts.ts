import { isHeadline, type NewsPlace, type OutboxFact, type OutboxType, type StoredEvent } from '@sillage/core/store'
import type { Selectable } from 'kysely'
import type { SqlContext } from '../context.ts'
import type { OutboxTable } from '../news-tables.ts'
import { givenIds } from '../query-parts.ts'
import { type EventRow, eventColumns, eventOf } from '../rows/event-row.ts'
import { orNull, parseJson } from '../rows/values.ts'
import { raw, sql } from '../sql.ts'
import { batch, rowsOf, type Work } from '../work.ts'

type FactRow = Selectable<OutboxTable>

interface MessageRow {
  id: number
  campaign_id: number
  ref: string | null
  owner: string
  topic: string
  stream: string | null
}

interface CampaignRow {
  id: number
  owner: string
  topic: string
  stream: string | null
}

interface EarlierRow {
  message_id: number
  id: number
  type: string
  verdict: string
  flags: number
}

/**
 * Reads the next events and facts, and in a second round what is said beside them: by their ids, so that its cost is
 * that of what is read, whatever the planner assumes.
 */
export function* readFacts(context: SqlContext, after: NewsPlace, to: NewsPlace, limit: number) {
  const { db, dialect } = context
  const [eventResult, factResult] = yield* batch([
    db
      .selectFrom('email_tracking_events as e')
      .select(eventColumns)
      .where('e.id', '>', after.event)
      .where('e.id', '<=', to.event)
      .orderBy('e.id')
      .limit(limit),
    db
      .selectFrom('email_outbox')
      .select(['id', 'type', 'at', 'owner', 'campaign_id', 'message_id', 'detail'])
      .where('id', '>', after.outbox)
      .where('id', '<=', to.outbox)
      .orderBy('id')
      .limit(limit),
  ])
  const events = rowsOf<EventRow>(eventResult)
  const facts = rowsOf<FactRow>(factResult)
  const messageIds = [...new Set([...events, ...facts].flatMap(({ message_id: id }) => id ?? []))]
  const linkIds = [...new Set(events.flatMap(({ link_id: id }) => id ?? []))]
  const { messages, earlier } = yield* readMessages(context, messageIds)
  const links =
    linkIds.length === 0
      ? []
      : yield* batch([db.selectFrom('email_links').select(['id', 'url']).where('id', 'in', givenIds(dialect, linkIds))])
  const urls = new Map(rowsOf<{ id: number; url: string }>(links[0]).map(({ id, url }) => [id, url]))
  const end = (rows: readonly { id: number }[], from: number, passed: number) => {
    const full = rows.length === limit
    return { end: full ? (rows.at(-1)?.id ?? from) : Math.max(from, passed), full }
  }
  return {
    events: {
      items: events.flatMap((row) => storedEvent(row, messages, earlier, urls) ?? []),
      ...end(events, after.event, to.event),
    },
    facts: { items: facts.flatMap((row) => storedFact(row, messages) ?? []), ...end(facts, after.outbox, to.outbox) },
  }
}

/** Messages that are there, and of each the hits that count: which of them was the first is seen from that. */
function* readMessages(
  { dialect, tables }: SqlContext,
  ids: readonly number[],
): Work<{ messages: ReadonlyMap<number, MessageRow>; earlier: ReadonlyMap<number, EarlierRow[]> }> {
  if (ids.length === 0) return { messages: new Map(), earlier: new Map() }
  const given = dialect.inputTable({ id: 'integer' }).of(ids.map((id) => ({ id })))
  const hits = raw(`e.type in ('open', 'click', 'read')`)
  const theirs = dialect.besideEach(given, tables.messages, 'm', sql`m.id = v.id`)
  const [found, campaigns, before] = yield* batch([
    sql`select m.id, m.campaign_id, m.ref from ${theirs}`,
    sql`select id, owner, topic, case when kind = 'stream' then idempotency_key end as stream from ${tables.campaigns} where removed = 0 and id in (select m.campaign_id from ${theirs})`,
    sql`select e.message_id, e.id, e.type, e.verdict, e.flags
      from ${dialect.besideEach(given, tables.events, 'e', sql`e.message_id = v.id and ${hits}`)}`,
  ])
  const campaignOf = new Map(rowsOf<CampaignRow>(campaigns).map((row) => [row.id, row]))
  const present = rowsOf<Omit<MessageRow, 'owner' | 'topic' | 'stream'>>(found).flatMap(
    (row): [number, MessageRow][] => {
      const campaign = campaignOf.get(row.campaign_id)
      return campaign === undefined ? [] : [[row.id, { ...campaign, ...row }]]
    },
  )
  return {
    messages: new Map(present),
    earlier: Map.groupBy(rowsOf<EarlierRow>(before), (row) => row.message_id),
  }
}

function storedEvent(
  row: EventRow,
  messages: ReadonlyMap<number, MessageRow>,
  earlier: ReadonlyMap<number, readonly EarlierRow[]>,
  urls: ReadonlyMap<number, string>,
): StoredEvent | undefined {
  const message = messages.get(row.message_id ?? 0)
  if (message === undefined) return undefined
  const { id, type, at, linkId, verdict, durationMs, detail, head } = eventOf(row, message.campaign_id)
  const counted = isHeadline({ type, verdict, head })
  const before = earlier.get(message.id)?.filter((one) => one.type === type && one.id < id) ?? []
  return {
    id,
    type,
    at,
    campaignId: message.campaign_id,
    messageId: message.id,
    ref: message.ref,
    linkId,
    verdict,
    durationMs,
    detail,
    counted,
    first: counted && !before.some(counts),
    owner: orNull(message.owner),
    topic: orNull(message.topic),
    stream: message.stream,
    url: urls.get(linkId ?? 0) ?? null,
  }
}

const counts = (row: EarlierRow): boolean => {
  const { type, verdict, head } = eventOf({ ...row, ...unread }, 0)
  return isHeadline({ type, verdict, head })
}
/** What is not read of an event that only has to be counted. */
const unread = {
  campaign_id: null,
  link_id: null,
  at: 0,
  ip: null,
  user_agent: null,
  reasons: null,
  rules_version: 0,
  duration_ms: null,
  count: 1,
  detail: null,
  program: null,
}

function storedFact(row: FactRow, messages: ReadonlyMap<number, MessageRow>): OutboxFact | undefined {
  const message = row.message_id === null ? undefined : messages.get(row.message_id)
  if (row.message_id !== null && message === undefined) return undefined
  return {
    id: row.id,
    type: row.type as OutboxType,
    at: row.at,
    owner: orNull(row.owner),
    campaignId: row.campaign_id,
    messageId: row.message_id,
    ref: message?.ref ?? null,
    stream: message?.stream ?? null,
    detail: parseJson(row.detail),
  }
}
