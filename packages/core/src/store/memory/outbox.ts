import type { OutboxType } from '../../domain/fact.ts'
import type { MessageState } from '../../domain/message.ts'
import type { NewOutboxFact, OutboxFact, OutboxStore, StoredEvent } from '../port/outbox-store.ts'
import type { EventRecord } from '../port/records.ts'
import { checkLimit } from '../rules/cursor.ts'
import { isHeadline } from '../rules/ledger.ts'
import { mergeNews } from '../rules/merge-news.ts'
import { campaignFact, erasedFact, messageFact, outboxAsked, type SkipReason } from '../rules/outbox-facts.ts'
import { type CampaignRow, copy, type MemoryState, type MessageRow, messageRow, nextId } from './state.ts'

export function memoryOutbox(state: MemoryState): OutboxStore {
  return {
    place: async () => endOf(state),
    async read(after, limit) {
      checkLimit(limit)
      const events = eventsAfter(state, after.event)
      const facts = state.outbox.filter(({ id }) => id > after.outbox)
      return copy(
        mergeNews(
          after,
          slice(events, after.event, limit, (event) => eventOf(state, event)),
          slice(facts, after.outbox, limit, (fact) => factOf(state, fact)),
        ),
      )
    },
    async unreadSince() {
      const read = Math.min(...[...state.readings.values()].map(({ place }) => place.event))
      return eventsAfter(state, read)[0]?.at
    },
    async add(facts) {
      for (const fact of facts) tell(state, fact)
    },
    async prune(before, limit) {
      const read = Math.min(...[...state.readings.values()].map(({ place }) => place.outbox))
      const old = state.outbox.filter(({ id, at }) => id <= read || at < before).slice(0, limit)
      state.outbox = state.outbox.filter((fact) => !old.includes(fact))
      return old.length
    },
  }
}

const eventsAfter = ({ campaigns, removed }: MemoryState, after: number): EventRecord[] =>
  [...campaigns.values(), ...removed]
    .flatMap((campaign) => [campaign, ...campaign.messages.values()].flatMap((row) => row.events))
    .filter(({ id }) => id > after)
    .sort((a, b) => a.id - b.id)

/** The end of what is stored. */
export const endOf = ({ ids, outbox }: MemoryState) => ({
  event: ids.get('events') ?? 0,
  outbox: Math.max(ids.get('outbox') ?? 0, outbox.at(-1)?.id ?? 0),
})

/** Stores a fact that somebody asks for. */
export function tell(state: MemoryState, fact: NewOutboxFact): void {
  if (!asks(state, fact.type)) return
  state.outbox.push({ id: nextId(state, 'outbox'), ...copy(fact) })
}

const asks = ({ readings }: MemoryState, type: OutboxType): boolean => outboxAsked(readings.values()).includes(type)

/** Stores that a message ended so, at that time, where that is a fact that somebody asks for. */
export function tellMessage(state: MemoryState, row: MessageRow, to: MessageState, at: number, reason?: SkipReason) {
  const { id: messageId, campaignId, error } = row.record
  const { owner } = row.campaign.record
  const fact = messageFact({ messageId, campaignId, owner, state: to, at, error, reason })
  if (fact !== undefined) tell(state, fact)
}

/** The same for a step of a campaign. */
export function tellStep(state: MemoryState, { record }: CampaignRow, type: OutboxType | undefined, at: number): void {
  if (type !== undefined && record.kind === 'campaign') tell(state, campaignFact(type, record, at))
}

/** What is kept of an erased recipient's message, to be passed on or as it was. */
export function forgetTold({ outbox, deliveries }: MemoryState, messageId: number): void {
  for (const fact of outbox)
    if (fact.messageId === messageId && fact.detail !== null) fact.detail = erasedFact(fact.detail)
  for (const { id, messageId: about } of deliveries.values()) if (about === messageId) deliveries.delete(id)
}

function slice<Row extends { id: number }, T>(
  rows: readonly Row[],
  after: number,
  limit: number,
  made: (row: Row) => T | undefined,
) {
  const read = rows.slice(0, limit)
  const items = read.flatMap((row) => made(row) ?? [])
  return { items, end: read.at(-1)?.id ?? after, full: rows.length > limit }
}

function eventOf(state: MemoryState, event: EventRecord): StoredEvent | undefined {
  const row = event.messageId === null ? undefined : messageRow(state, event.messageId)
  if (row === undefined) return undefined
  const { record, campaign } = row
  const { id, type, at, linkId, verdict, durationMs, detail } = event
  const counted = isHeadline(event)
  const first = counted && !row.events.some((one) => one.type === type && one.id < id && isHeadline(one))
  return {
    id,
    type,
    at,
    campaignId: record.campaignId,
    messageId: record.id,
    ref: record.ref,
    linkId,
    verdict,
    durationMs,
    detail,
    counted,
    first,
    owner: campaign.record.owner,
    topic: campaign.record.options.topic ?? null,
    stream: streamOf(campaign),
    url: state.links.get(linkId ?? 0)?.url ?? null,
  }
}

const streamOf = ({ record }: CampaignRow): string | null => (record.kind === 'stream' ? record.key : null)

function factOf(state: MemoryState, fact: MemoryState['outbox'][number]): OutboxFact | undefined {
  if (fact.messageId === null) return { ...fact, ref: null, stream: null }
  const row = messageRow(state, fact.messageId)
  return row === undefined ? undefined : { ...fact, ref: row.record.ref, stream: streamOf(row.campaign) }
}
