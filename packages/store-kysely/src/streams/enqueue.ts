import { addMessageHour, type Enqueued, type NewStreamMessage } from '@sillage/core/store'
import type { Selectable } from 'kysely'
import { storeLinks } from '../campaigns/add-links.ts'
import { dropUnused, keepContents } from '../campaigns/contents.ts'
import { heldFor, heldKeys } from '../campaigns/held.ts'
import { applyDecisions, type Planned, plannedOf } from '../campaigns/plan.ts'
import { chunks, type SqlContext } from '../context.ts'
import { addToCampaign, type Differences, hoursOf, noDifferences, storeDifferences } from '../counters.ts'
import { askedColumn, askedOf, type Ended, endFacts } from '../news/tell.ts'
import { hasDecisions } from '../privacy/consent-log.ts'
import { givenIds, part } from '../query-parts.ts'
import type { CampaignTable } from '../schema.ts'
import { rows, type Work } from '../work.ts'
import { findByKey } from './find-by-key.ts'
import { endOf, insertMessages } from './insert-messages.ts'

type Stream = Pick<Selectable<CampaignTable>, 'id' | 'owner' | 'topic' | 'transactional'> & { asked: string | null }

/**
 * A message of a stream that there is; `at` are its places among those given: more than one where a key comes again.
 */
interface Wanted {
  message: NewStreamMessage
  stream: Stream
  at: number[]
}

/**
 * Stores messages of streams: those whose keys are known are found first, the others inserted with their contents. What
 * another process inserted meanwhile is found again.
 */
export function* enqueue(
  context: SqlContext,
  messages: readonly NewStreamMessage[],
  at: number,
): Work<(Enqueued | undefined)[]> {
  const streams = yield* streamsOf(context, messages)
  const result: (Enqueued | undefined)[] = messages.map(() => undefined)
  const differences = noDifferences()
  const ended: Ended[] = []
  for (const chunk of chunks(distinct(messages, streams), context.dialect.rowsPerStatement)) {
    const known = yield* findByKey(
      context,
      chunk.map(({ message }) => message),
    )
    const fresh = chunk.filter(({ message }) => !known.has(message))
    const stored = yield* insert(context, fresh, at, { differences, ended })
    const late = fresh.map(({ message }) => message).filter((message) => !stored.has(message))
    const meanwhile = late.length === 0 ? known : new Map([...known, ...(yield* findByKey(context, late))])
    for (const { message, at: places } of chunk) {
      const id = stored.get(message)
      const found = id ?? meanwhile.get(message)
      for (const [nth, place] of places.entries())
        if (found !== undefined) result[place] = { ...found, created: id !== undefined && nth === 0 }
    }
  }
  const asked = askedOf([...streams.values()][0]?.asked)
  yield* storeDifferences(context, differences, at, { telling: { asked, facts: endFacts(asked, ended) } })
  return result
}

function distinct(messages: readonly NewStreamMessage[], streams: ReadonlyMap<number, Stream>): Wanted[] {
  const wanted: Wanted[] = []
  const keyed = new Map<string, Wanted>()
  for (const [place, message] of messages.entries()) {
    const { streamId, once } = message
    const stream = streams.get(streamId)
    if (stream === undefined) continue
    const name = `${streamId} ${once}`
    const first = once === null ? undefined : keyed.get(name)
    if (first !== undefined) first.at.push(place)
    else {
      const one = { message, stream, at: [place] }
      wanted.push(one)
      if (once !== null) keyed.set(name, one)
    }
  }
  // In one order, so that of two transactions with the same keys none waits for the other's second.
  return wanted.sort((a, b) => a.stream.id - b.stream.id || compare(a.message.once ?? '', b.message.once ?? ''))
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

function* streamsOf(context: SqlContext, messages: readonly NewStreamMessage[]): Work<Map<number, Stream>> {
  const { db, dialect } = context
  const ids = [...new Set(messages.map(({ streamId }) => streamId))]
  const found = yield* rows(
    db
      .selectFrom('email_campaigns')
      .select(['id', 'owner', 'topic', 'transactional', part<string | null>(askedColumn(context)).as('asked')])
      .where('id', 'in', givenIds(dialect, ids))
      .where('kind', '=', 'stream')
      .where('removed', '=', 0),
  )
  return new Map(found.map((stream) => [stream.id, stream]))
}

const untracked = { opens: false, clicks: false, readTime: false }
const noTimes = { bouncedAt: null, hardBouncedAt: null, complainedAt: null, unsubscribedAt: null }
const unanswered = { opens: 0, clicks: 0, ...noTimes }

/** Inserts messages with their contents; what became of those that were stored. */
function* insert(
  context: SqlContext,
  wanted: readonly Wanted[],
  at: number,
  { differences, ended }: { differences: Differences; ended: Ended[] },
): Work<Map<NewStreamMessage, Omit<Enqueued, 'created'>>> {
  const contents = yield* storeContents(context, wanted)
  const planned = new Map(wanted.map(({ message }) => [message, plannedOf({ ...message, once: message.once })]))
  for (const own of Map.groupBy(wanted, ({ stream }) => stream.owner).values()) yield* decide(context, own, planned)
  const alike = ({ stream: { owner, topic, transactional } }: Wanted) => JSON.stringify([owner, topic, transactional])
  for (const own of Map.groupBy(wanted, alike).values()) yield* holdBack(context, own, planned)
  const ids = yield* insertMessages(
    context,
    wanted.map(({ message, stream }) => {
      const row = planned.get(message) as Planned
      return { message, row, streamId: stream.id, contentId: contents.get(message) ?? null }
    }),
    at,
  )
  yield* dropUnused(
    context,
    wanted.flatMap(({ message }) => (ids.has(message) ? [] : (contents.get(message) ?? []))),
  )
  const stored = new Map<NewStreamMessage, Omit<Enqueued, 'created'>>()
  for (const { message, stream } of wanted) {
    const [id, { state, reason }] = [ids.get(message), planned.get(message) as Planned]
    if (id === undefined) continue
    const contentId = contents.get(message) ?? null
    stored.set(message, { id, contentId, state, opens: 0, clicks: 0, bouncedAt: null, unsubscribedAt: null })
    addToCampaign(differences, stream.id, 'total', 1)
    addToCampaign(differences, stream.id, state, 1)
    if (state === 'queued') continue
    const { sent: tracked = untracked } = message
    addToCampaign(differences, stream.id, 'opens_tracked', Number(tracked.opens))
    addToCampaign(differences, stream.id, 'clicks_tracked', Number(tracked.clicks))
    addMessageHour(hoursOf(differences, stream.id), { ...unanswered, tracked, state, ...endOf(state, at) })
    ended.push({ messageId: id, campaignId: stream.id, owner: stream.owner, state, at, error: null, reason })
  }
  return stored
}

/** Stores the contents that messages have for their own, and the links in them; the ids of the contents. */
function* storeContents(context: SqlContext, wanted: readonly Wanted[]): Work<Map<NewStreamMessage, number>> {
  const own = wanted.flatMap(({ message, stream }) =>
    message.content === null ? [] : [{ message, stream, content: message.content }],
  )
  if (own.length === 0) return new Map()
  const ids = yield* keepContents(
    context,
    own.map(({ stream: { owner }, content }) => ({ ...content.own, kept: content.kept, owner })),
  )
  yield* storeLinks(
    context,
    own.flatMap(({ stream, content }, n) => {
      const place = { campaignId: stream.id, contentId: ids[n] ?? 0 }
      return content.links.map(({ url, personalised }) => ({ url, personalised, ...place }))
    }),
  )
  return new Map(own.map(({ message }, n) => [message, ids[n] ?? 0]))
}

/** Merges the consents given with what the addresses decided; all of one owner. */
function* decide(
  context: SqlContext,
  wanted: readonly Wanted[],
  planned: ReadonlyMap<NewStreamMessage, Planned>,
): Work<void> {
  const owner = wanted[0]?.stream.owner ?? ''
  if (!(yield* hasDecisions(context, owner))) return
  const messages = wanted.map(({ message }) => message)
  const given = messages.map((message) => ({ ...message, once: message.once }))
  yield* applyDecisions(
    context,
    owner,
    given,
    messages.flatMap((message) => planned.get(message) ?? []),
  )
}

/** Marks those as skipped whose address may not be mailed; all of streams to which the same suppressions apply. */
function* holdBack(
  context: SqlContext,
  wanted: readonly Wanted[],
  planned: ReadonlyMap<NewStreamMessage, Planned>,
): Work<void> {
  const [first] = wanted
  if (first === undefined) return
  for (const { message } of wanted) {
    const row = planned.get(message)
    if (row !== undefined && message.sent !== undefined) row.state = 'sent'
  }
  const messages = wanted.flatMap(({ message }) => planned.get(message) ?? []).filter(({ state }) => state !== 'sent')
  if (messages.length === 0) return
  const held = yield* heldKeys(context, messages, first.stream)
  for (const message of messages) {
    message.reason = heldFor(message, held)
    if (message.reason !== undefined) message.state = 'skipped'
  }
}
