import type { NewsPart, NewsPlace, OutboxFact, StoredEvent } from '../port/outbox-store.ts'

/** What was read of one of the two, by rising id. */
interface Read<T> {
  items: readonly T[]
  /** The last id that was read, also of what is left out. */
  end: number
  /** True when there is more behind it. */
  full: boolean
}

/**
 * Puts events and facts of the outbox in the order of their times; of one time the fact comes first, because a message
 * is sent before it is opened. Stops where the one that goes on was not read. Pure.
 */
export function mergeNews(after: NewsPlace, events: Read<StoredEvent>, facts: Read<OutboxFact>): NewsPart {
  const items: NewsPart['items'] = []
  let { event, outbox } = after
  for (let [e, f] = [0, 0]; ; ) {
    const [nextEvent, nextFact] = [events.items[e], facts.items[f]]
    if (nextEvent === undefined && events.full) return { items, to: { event: events.end, outbox }, more: true }
    if (nextFact === undefined && facts.full) return { items, to: { event, outbox: facts.end }, more: true }
    if (nextFact !== undefined && (nextEvent === undefined || nextFact.at <= nextEvent.at)) {
      f++
      outbox = nextFact.id
      items.push({ place: { event, outbox }, fact: nextFact })
    } else if (nextEvent !== undefined) {
      e++
      event = nextEvent.id
      items.push({ place: { event, outbox }, event: nextEvent })
    } else return { items, to: { event: events.end, outbox: facts.end }, more: false }
  }
}
