import assert from 'node:assert/strict'
import type { Store } from '../../../store/port/store.ts'
import type { NewDelivery, NewWebhook } from '../../../store/port/webhook-store.ts'
import { allOf, at, bothStores, MINUTE, oneSent, present, recipient, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, record } from '../hits.ts'

const webhooks = caseGroup('webhooks')

const hook = (h: StoreHarness, changes: Partial<NewWebhook> = {}): NewWebhook => ({
  owner: null,
  url: 'https://example.org/hook',
  types: ['message.clicked'],
  machines: false,
  description: 'The “CRM” é',
  secrets: [{ sealed: 'secret', until: null }],
  createdAt: h.now,
  ...changes,
})

const delivery = (h: StoreHarness, webhookId: number, changes: Partial<NewDelivery> = {}): NewDelivery => ({
  webhookId,
  factId: 'fact 1',
  type: 'message.clicked',
  messageId: null,
  status: 'delivered',
  attempts: 1,
  at: h.now,
  answer: 204,
  error: null,
  durationMs: 12,
  nextAt: null,
  body: '{"é":1}',
  ...changes,
})

const nothingTried = { count: 0, since: null, nextAt: 0 }
const some = { event: 3, outbox: 4 }

/** Takes all webhooks and these subscriptions for a minute. */
const take = (store: Store, holder: string, now: number, subscriptions: string[] = []) =>
  store.webhooks.take({ holder, now, until: now + MINUTE, subscriptions, webhooks: true })
const namesOf = (readings: readonly { name: string }[]) => readings.map(({ name }) => name)

export const webhookCases: readonly StoreCase[] = [
  webhooks('one is stored, changed, listed and deleted', async (h) => {
    const { webhooks: store } = h.store
    const made = await store.create(hook(h))
    const { id } = made
    const begun = { enabled: true, disabledReason: null, updatedAt: h.now, failingSince: null }
    assert.deepEqual(made, { ...hook(h), id, ...begun })
    assert.deepEqual(await store.get(id), made)
    const changes = {
      url: 'http://other.example/',
      types: ['*'] as const,
      machines: true,
      description: null,
      secrets: [
        { sealed: 'new', until: null },
        { sealed: 'secret', until: h.now + 5 },
      ],
    }
    const changed = { ...made, ...changes, updatedAt: h.now + 1 }
    assert.deepEqual(await store.update(id, changes, h.now + 1), changed)
    assert.deepEqual(await store.update(id, {}, h.now + 1), changed)
    const second = await store.create(hook(h))
    assert.deepEqual(await allOf((cursor) => store.list({ limit: 1, cursor })), [second, changed])
    assert.equal(await store.remove(id), true)
    assert.equal(await store.remove(id), false)
    assert.equal(await store.get(id), undefined)
    assert.equal(await store.update(id, {}, h.now), undefined)
    assert.deepEqual(namesOf(await take(h.store, 'a', h.now)), [`hook:${second.id}`])
  }),

  webhooks('a tenant sees, changes and deletes only its own', async (h) => {
    const { webhooks: store } = h.store
    const { id } = await store.create(hook(h, { owner: 'acme' }))
    assert.equal(await store.get(id, 'other'), undefined)
    assert.equal(await store.update(id, { url: 'x' }, h.now, 'other'), undefined)
    assert.equal(await store.remove(id, 'other'), false)
    assert.deepEqual((await store.list({ limit: 10, owner: 'other' })).items, [])
    assert.equal((await store.get(id, 'acme'))?.url, hook(h).url)
    assert.deepEqual(
      (await take(h.store, 'a', h.now)).map(({ owner }) => owner),
      ['acme'],
    )
  }),

  webhooks('it reads from the moment on at which it was made, or switched on again', async (h) => {
    const { id: message } = await oneSent(h)
    await record(h.store, [hit('open', message)])
    const { id } = await h.store.webhooks.create(hook(h, { types: ['*'] }))
    const [reading] = await take(h.store, 'a', h.now)
    assert.deepEqual((await h.store.outbox.read(present(reading).place, 10)).items, [])
    await record(h.store, [hit('open', message)])
    assert.equal((await h.store.outbox.read(present(reading).place, 10)).items.length, 1)
    const off = await h.store.webhooks.update(id, { enabled: false }, h.now)
    assert.deepEqual([off?.enabled, off?.disabledReason], [false, null])
    assert.deepEqual(await take(h.store, 'a', h.now), [])
    assert.equal(await h.store.webhooks.save('a', `hook:${id}`, { place: some, tries: nothingTried }), false)
    await sent(h, 1)
    await h.store.webhooks.update(id, { enabled: true }, h.now)
    const [again] = await take(h.store, 'a', h.now)
    assert.deepEqual((await h.store.outbox.read(present(again).place, 10)).items, [])
  }),

  webhooks('of several processes one holds each lease, until it ends or is given back', async (h) => {
    const [here, there] = await bothStores(h)
    const { id } = await here.webhooks.create(hook(h))
    await here.webhooks.subscribe('sub:one', { types: ['*'], machines: true }, h.now)
    const both = [`hook:${id}`, 'sub:one']
    const taken = await Promise.all([take(here, 'a', h.now, ['sub:one']), take(there, 'b', h.now, ['sub:one'])])
    assert.deepEqual(taken.flatMap(namesOf).toSorted(), both)
    const [holder, other] = namesOf(at(taken, 0)).length > 0 ? ['a', 'b'] : ['b', 'a']
    // Both may have got one.
    await here.webhooks.release(at([other], 0) ?? '')
    assert.deepEqual(namesOf(await take(here, holder ?? '', h.now, ['sub:one'])), both)
    assert.deepEqual(namesOf(await take(there, other ?? '', h.now, ['sub:one'])), [])
    await here.webhooks.release(holder ?? '', ['sub:one'])
    assert.deepEqual(namesOf(await take(there, other ?? '', h.now, ['sub:one'])), ['sub:one'])
    assert.deepEqual(namesOf(await take(there, other ?? '', h.now)), [])
    await here.webhooks.release(holder ?? '')
    assert.deepEqual(namesOf(await take(there, other ?? '', h.now, ['sub:one'])), both)
  }),

  webhooks(
    'a lease that ended is another’s, and its first holder stores nothing more',
    async (h) => {
      const [here, there] = await bothStores(h)
      const { id } = await here.webhooks.create(hook(h))
      const name = `hook:${id}`
      assert.equal((await take(here, 'a', h.now)).length, 1)
      assert.equal((await take(there, 'b', h.now + MINUTE - 1)).length, 0)
      assert.equal((await take(there, 'b', h.now + MINUTE)).length, 1)
      assert.equal(await here.webhooks.save('a', name, { place: some, tries: nothingTried }), false)
      const off = { reason: 'gone', at: h.now, delivery: delivery(h, id) }
      assert.equal(await here.webhooks.disable('a', name, off), false)
      assert.deepEqual((await here.webhooks.deliveries(id, { limit: 9 })).items, [])
      assert.equal((await take(there, 'b', h.now + MINUTE + 1))[0]?.place.event, 0)
      assert.equal(await there.webhooks.save('b', name, { place: some, tries: nothingTried }), true)
      assert.deepEqual((await take(there, 'b', h.now + MINUTE + 2))[0]?.place, some)
    },
    ['callerClock'],
  ),

  webhooks('how far it came and how often it was tried are stored with the delivery', async (h) => {
    const { webhooks: store } = h.store
    const { id } = await store.create(hook(h))
    const name = `hook:${id}`
    await take(h.store, 'a', h.now)
    const tries = { count: 2, since: h.now - 5, nextAt: h.now + 9 }
    const waiting = delivery(h, id, { status: 'waiting', answer: null, error: 'refused', nextAt: h.now + 9 })
    assert.equal(await store.save('a', name, { place: some, tries, delivery: waiting }), true)
    const [reading] = await take(h.store, 'a', h.now)
    assert.deepEqual([reading?.place, reading?.tries], [some, tries])
    assert.equal((await store.get(id))?.failingSince, h.now - 5)
    assert.deepEqual((await store.deliveries(id, { limit: 9, failed: true })).items[0]?.error, 'refused')
    await store.save('a', name, { place: some, tries: nothingTried, delivery: delivery(h, id) })
    const { items } = await store.deliveries(id, { limit: 9 })
    assert.deepEqual(items, [{ ...delivery(h, id), id: items[0]?.id, attempts: 2 }])
    assert.deepEqual((await store.deliveries(id, { limit: 9, failed: true })).items, [])
    assert.deepEqual(await store.delivery(id, items[0]?.id ?? 0), items[0])
    assert.equal(await store.delivery(id + 1, items[0]?.id ?? 0), undefined)
  }),

  webhooks('the last hundred deliveries are kept, the newest first', async (h) => {
    const { webhooks: store } = h.store
    const { id } = await store.create(hook(h))
    const other = await store.create(hook(h))
    await store.addDelivery(delivery(h, other.id))
    for (let n = 0; n < 103; n++) await store.addDelivery(delivery(h, id, { factId: `fact ${n}` }))
    const kept = await allOf((cursor) => store.deliveries(id, { limit: 40, cursor }))
    const expected = Array.from({ length: 100 }, (_, n) => `fact ${102 - n}`)
    assert.deepEqual(
      kept.map(({ factId }) => factId),
      expected,
    )
    assert.equal((await store.deliveries(other.id, { limit: 9 })).items.length, 1)
    await store.remove(id)
    assert.deepEqual((await store.deliveries(id, { limit: 9 })).items, [])
    assert.equal(await store.addDelivery(delivery(h, id)), undefined)
  }),

  webhooks('one that is switched off says so to whoever asks, and asks no more', async (h) => {
    const { webhooks: store } = h.store
    const { id } = await store.create(hook(h, { owner: 'acme', types: ['message.sent'] }))
    await store.subscribe('sub:one', { types: ['webhook.disabled'], machines: false }, h.now)
    await take(h.store, 'a', h.now)
    const off = { reason: 'failing', at: h.now, delivery: delivery(h, id, { status: 'failed' }) }
    assert.equal(await store.disable('a', `hook:${id}`, off), true)
    const stored = await store.get(id)
    assert.deepEqual([stored?.enabled, stored?.disabledReason, stored?.failingSince], [false, 'failing', null])
    assert.equal((await store.deliveries(id, { limit: 9 })).items.length, 1)
    await sent(h, 1)
    const { items } = await h.store.outbox.read({ event: 0, outbox: 0 }, 10)
    const facts = items.flatMap((item) => ('fact' in item ? item.fact : []))
    assert.deepEqual(
      facts.map(({ type, owner, detail }) => [type, owner, detail]),
      [['webhook.disabled', 'acme', { webhookId: String(id), reason: 'failing' }]],
    )
    await store.update(id, { enabled: true }, h.now)
    assert.equal((await store.get(id))?.disabledReason, null)
  }),

  webhooks('a subscription goes on where it was, and is forgotten when nobody serves it', async (h) => {
    const { webhooks: store } = h.store
    await store.subscribe('sub:one', { types: ['*'], machines: true }, h.now)
    await take(h.store, 'a', h.now, ['sub:one'])
    await store.save('a', 'sub:one', { place: some, tries: nothingTried })
    await store.subscribe('sub:one', { types: ['message.sent'], machines: false }, h.now + 1)
    const [reading] = await take(h.store, 'a', h.now, ['sub:one', 'sub:two'])
    const { owner, webhook, ...rest } = present(reading)
    assert.deepEqual([owner, webhook], [undefined, undefined])
    assert.deepEqual(rest, {
      name: 'sub:one',
      types: ['message.sent'],
      machines: false,
      place: some,
      tries: nothingTried,
    })
    assert.equal(await store.forget(h.now), 0)
    assert.equal(await store.forget(h.now + 1), 1)
    assert.deepEqual(await take(h.store, 'a', h.now, ['sub:one']), [])
  }),

  webhooks('what was told of an erased recipient, or of a message that is gone, is forgotten', async (h) => {
    const { webhooks: store } = h.store
    const { id } = await store.create(hook(h))
    const { campaignId, ids } = await sent(h, [recipient('a@example.org'), recipient('b@example.org')])
    for (const [n, messageId] of [...ids, null].entries())
      await store.addDelivery(delivery(h, id, { factId: `fact ${n}`, messageId }))
    const left = async () => (await store.deliveries(id, { limit: 9 })).items.map(({ factId }) => factId)
    await h.store.privacy.erase({ owner: null, email: 'a@example.org', emailHash: 'hash', at: h.now })
    assert.deepEqual(await left(), ['fact 2', 'fact 1'])
    await h.store.campaigns.remove(campaignId)
    while (await h.store.campaigns.sweep(100, h.now));
    assert.deepEqual(await left(), ['fact 2'])
  }),
]
