import assert from 'node:assert/strict'
import { type OutboxType, outboxTypes } from '../../../domain/fact.ts'
import { beginAll, bothStores, draft, failure, newSuppression, people, recipient, sending, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, record } from '../hits.ts'
import { ask, readAll, start, typesOf } from '../news.ts'

const outbox = caseGroup('outbox')

/** One that is held back, in a campaign of its own. */
const held = 'held@example.org'

/** What makes each of the facts that a change of messages or campaigns is. */
const changes: readonly [OutboxType[], string, (h: StoreHarness) => Promise<unknown>, Record<string, unknown>?][] = [
  [
    ['campaign.started', 'message.sent', 'campaign.completed'],
    'a message that is sent, the last of its campaign',
    (h) => sent(h, 1),
    { counts: { total: 1, queued: 0, sent: 1, failed: 0, skipped: 0, unknown: 0 } },
  ],
  [
    ['campaign.started', 'message.failed', 'campaign.completed'],
    'a message that failed for good',
    async (h) => {
      const { campaignId } = await sending(h, 1)
      const [messageId = 0] = await beginAll(h, campaignId)
      await h.store.messages.settle('sender', [{ messageId, kind: 'failed', at: h.now, error: failure }])
    },
  ],
  [
    ['message.skipped', 'campaign.started', 'campaign.completed'],
    'a plan whose only recipient is held back',
    async (h) => {
      await h.store.suppressions.add(newSuppression(h, held, { reason: 'complaint' }))
      await sending(h, [recipient(held)])
    },
  ],
  [
    ['campaign.started', 'message.skipped', 'campaign.completed'],
    'a recipient who is held back before the message leaves',
    async (h) => {
      const { campaignId } = await sending(h, [recipient(held)])
      await h.store.suppressions.add(newSuppression(h, held, { reason: 'complaint' }))
      await beginAll(h, campaignId)
    },
  ],
  [
    ['campaign.started', 'message.skipped', 'campaign.completed'],
    'a campaign whose time is over',
    async (h) => {
      const { campaignId } = await sending(h, 1)
      await h.store.messages.skipQueued(campaignId, { version: 1, at: h.now })
    },
  ],
  [
    ['campaign.started', 'message.skipped', 'campaign.completed'],
    'a recipient who is erased before the message leaves',
    async (h) => {
      await sending(h, [recipient(held)])
      await h.store.privacy.erase({ owner: null, email: held, emailHash: 'hash', at: h.now })
    },
  ],
  [
    ['campaign.started', 'campaign.paused', 'campaign.cancelled'],
    'a campaign that is started, paused, resumed and cancelled',
    async (h) => {
      const id = await draft(h)
      await h.store.campaigns.plan(id, people(1), h.now, { to: 'draft' })
      const change = (from: 'draft' | 'sending' | 'paused', to: 'sending' | 'paused' | 'cancelled') =>
        h.store.campaigns.changeStatus(id, { from: [from], to, at: h.now, pauseReason: 'smtp_auth' })
      await change('draft', 'sending')
      await change('sending', 'paused')
      await change('paused', 'sending')
      await change('sending', 'cancelled')
      assert.equal(await change('sending', 'paused'), undefined)
    },
  ],
  [
    ['campaign.started', 'campaign.completed'],
    'a lease that ends of the last message that was being sent',
    async (h) => {
      const { campaignId } = await sending(h, 1)
      const lease = { sender: 'a', now: h.now, leaseUntil: h.now - 1 }
      const [one] = await h.store.messages.claim({ ...lease, campaigns: [{ campaignId, limit: 1 }] })
      await h.store.messages.begin({ ...lease, messageIds: [one?.id ?? 0] })
      await h.store.messages.expireLeases(h.now)
    },
  ],
]

export const outboxCases: readonly StoreCase[] = [
  ...changes.map(([types, name, act, detail]) =>
    outbox(`${name} is told, in order, where that is asked for`, async (h) => {
      await ask(h)
      await act(h)
      const { facts } = await readAll(h.store)
      assert.deepEqual(typesOf(facts), types)
      for (const fact of facts) {
        assert.equal(fact.owner, null)
        assert.ok(Number.isInteger(fact.campaignId), 'a campaign')
        assert.equal(fact.messageId === null, !fact.type.startsWith('message.'))
        if (fact.type === 'message.failed') assert.deepEqual(fact.detail, { error: failure })
        if (fact.type === 'campaign.paused') assert.deepEqual(fact.detail, { key: null, reason: 'smtp_auth' })
      }
      if (detail !== undefined) assert.deepEqual(facts.at(-1)?.detail, { key: null, ...detail })
    }),
  ),

  outbox('of a message that is skipped it is told why', async (h) => {
    await ask(h, ['message.skipped'])
    for (const [name, reason] of [
      ['one', 'unsubscribe'],
      ['two', 'bounce'],
    ] as const)
      await h.store.suppressions.add(newSuppression(h, `${name}@example.org`, { reason }))
    // The one that comes first in the list of reasons.
    await h.store.suppressions.add(newSuppression(h, 'two@example.org', { reason: 'manual' }))
    await sending(h, [recipient('one@example.org', { ref: 'user 1' }), recipient('two@example.org')])
    const { campaignId } = await sending(h, 1)
    await h.store.messages.skipQueued(campaignId, { version: 1, at: h.now })
    const { facts } = await readAll(h.store)
    assert.deepEqual(
      facts.map(({ ref, detail }) => [ref, detail?.reason]),
      [
        ['user 1', 'unsubscribe'],
        [null, 'bounce'],
        [null, 'expired'],
      ],
    )
  }),

  outbox('nothing is stored that nobody asks for, and only the types that are asked for', async (h) => {
    await sent(h, 1)
    await ask(h, ['message.sent'])
    await sent(h, 2)
    const { facts } = await readAll(h.store)
    assert.deepEqual(typesOf(facts), ['message.sent', 'message.sent'])
    await h.store.outbox.add(
      (['message.delivered', 'message.sent'] as const).map((type) => {
        return { type, at: h.now, owner: 'a', campaignId: null, messageId: null, detail: { x: 'é' } }
      }),
    )
    const [, , added, ...rest] = (await readAll(h.store)).facts
    assert.deepEqual([added?.type, added?.owner, added?.detail, rest], ['message.sent', 'a', { x: 'é' }, []])
    assert.equal(await h.store.webhooks.forget(h.now + 1), 1)
    await sent(h, 1)
    assert.equal((await readAll(h.store)).facts.length, 3)
  }),

  outbox('of several processes each stores what another asks for', async (h) => {
    const [here, there] = await bothStores(h)
    await there.webhooks.subscribe('sub:there', { types: ['message.sent'], machines: false }, h.now)
    const { ids } = await sent({ ...h, store: here }, 1)
    const { facts } = await readAll(there)
    assert.deepEqual(
      facts.map(({ messageId }) => messageId),
      ids,
    )
  }),

  outbox('of what failed with an erased recipient no server’s text is told', async (h) => {
    await ask(h, ['message.failed'])
    const { campaignId } = await sending(h, [recipient(held, { ref: 'user 1' })])
    const [messageId = 0] = await beginAll(h, campaignId)
    await h.store.messages.settle('sender', [{ messageId, kind: 'failed', at: h.now, error: failure }])
    await h.store.privacy.erase({ owner: null, email: held, emailHash: 'hash', at: h.now })
    const [fact] = (await readAll(h.store)).facts
    assert.equal(fact?.ref, null)
    const { kind, code, enhancedCode } = failure
    const text = 'The text was erased with the recipient.'
    assert.deepEqual(fact?.detail, { error: { kind, message: text, code, enhancedCode } })
  }),

  outbox('facts that all have read are deleted, and those that are too old', async (h) => {
    const [here, there] = await bothStores(h)
    await ask(h, ['message.sent'])
    await there.webhooks.subscribe('sub:other', { types: ['message.sent'], machines: false }, h.now)
    await sent(h, 3)
    assert.equal(await here.outbox.prune(h.now - 1, 100), 0)
    const { items } = await here.outbox.read(start, 1000)
    const lease = { holder: 'a', now: h.now, until: h.now + 1000, webhooks: false }
    await here.webhooks.take({ ...lease, subscriptions: ['sub:test', 'sub:other'] })
    const tries = { count: 0, since: null, nextAt: 0 }
    await here.webhooks.save('a', 'sub:test', { place: items.at(-1)?.place ?? start, tries })
    assert.equal(await here.outbox.prune(h.now - 1, 100), 0)
    await here.webhooks.save('a', 'sub:other', { place: items[1]?.place ?? start, tries })
    assert.equal(await there.outbox.prune(h.now - 1, 1), 1)
    assert.equal(await there.outbox.prune(h.now - 1, 100), 1)
    assert.equal((await readAll(h.store)).facts.length, 1)
    assert.equal(await here.outbox.prune(h.now + 1, 100), 1)
    assert.deepEqual((await readAll(h.store)).facts, [])
  }),

  outbox('since when events are not read is known, by the reader that is furthest behind', async (h) => {
    const [here, there] = await bothStores(h)
    const { ids } = await sent(h, 1)
    const opens = [1, 2, 3].map((n) => hit('open', ids[0] ?? 0, { at: h.now + n }))
    await record(h.store, opens)
    assert.equal(await here.outbox.unreadSince(), undefined)
    await ask(h)
    await there.webhooks.subscribe('sub:other', { types: ['*'], machines: false }, h.now)
    assert.equal(await here.outbox.unreadSince(), undefined)
    await record(h.store, opens)
    assert.equal(await here.outbox.unreadSince(), h.now + 1)
    const { items, to } = await here.outbox.read(start, 1000)
    const lease = { holder: 'a', now: h.now, until: h.now + 1000, webhooks: false }
    await here.webhooks.take({ ...lease, subscriptions: ['sub:test', 'sub:other'] })
    const tries = { count: 0, since: null, nextAt: 0 }
    await here.webhooks.save('a', 'sub:test', { place: to, tries })
    await here.webhooks.save('a', 'sub:other', { place: items.at(-2)?.place ?? start, tries })
    assert.equal(await there.outbox.unreadSince(), h.now + 3)
    await here.webhooks.save('a', 'sub:other', { place: to, tries })
    assert.equal(await there.outbox.unreadSince(), undefined)
  }),

  outbox('every type has a case of what tells it, or is added', async () => {
    const told = new Set<OutboxType>(changes.flatMap(([types]) => types))
    const added: readonly OutboxType[] = ['message.delivered', 'webhook.disabled']
    assert.deepEqual(new Set([...told, ...added]), new Set(outboxTypes))
  }),
]
