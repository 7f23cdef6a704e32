import assert from 'node:assert/strict'
import type { OutboxType } from '../../domain/fact.ts'
import type { NewsPlace, OutboxFact, StoredEvent } from '../../store/port/outbox-store.ts'
import type { Store } from '../../store/port/store.ts'
import type { StoreHarness } from './harness.ts'

/** Asks for everything, from now on. */
export const ask = (h: StoreHarness, types: readonly OutboxType[] | readonly ['*'] = ['*']) =>
  h.store.webhooks.subscribe('sub:test', { types, machines: true }, h.now)

export const start: NewsPlace = { event: 0, outbox: 0 }

/** All there is after a place, by pages of this size. */
export async function readAll(store: Store, limit = 1000, from = start) {
  const events: StoredEvent[] = []
  const facts: OutboxFact[] = []
  const order: string[] = []
  for (let after = from; ; ) {
    const { items, to, more } = await store.outbox.read(after, limit)
    for (const item of items) {
      if ('event' in item) events.push(item.event)
      else facts.push(item.fact)
      order.push('event' in item ? item.event.type : item.fact.type)
    }
    assert.ok(!more || to.event > after.event || to.outbox > after.outbox, 'a part goes on')
    after = to
    if (!more) return { events, facts, order, to }
  }
}
export const typesOf = (facts: readonly OutboxFact[]) => facts.map(({ type }) => type)
