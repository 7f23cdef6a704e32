import assert from 'node:assert/strict'
import type { Erasure } from '../../../store/port/privacy-store.ts'
import {
  assertExact,
  at,
  beginAll,
  contactOf,
  draft,
  failure,
  HOUR,
  head,
  listed,
  message,
  present,
  recipient,
  sending,
  sent,
  statesOf,
} from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, record } from '../hits.ts'

const privacy = caseGroup('privacy')
const email = 'ann@example.org'

const erasure = (h: StoreHarness, changes: Partial<Erasure> = {}): Erasure => ({
  owner: null,
  email,
  emailHash: 'hash-of-ann',
  at: h.now,
  ...changes,
})

const addContact = (h: StoreHarness, address = email, owner: string | null = null) =>
  h.store.contacts.add([
    {
      owner,
      email: address,
      ref: 'user-1',
      name: 'Ann',
      company: 'Acme',
      tags: [],
      data: {},
      consent: { opens: true, clicks: true },
      createdAt: h.now,
    },
  ])

export const privacyCases: readonly StoreCase[] = [
  privacy(
    'a change of consent is applied to the contact and to every message of the address, also those already sent',
    async (h) => {
      const { ids } = await addContact(h)
      const old = await sent(h, [
        recipient('Ann@Example.org', { consent: { opens: true, readTime: true, source: 'form' } }),
        recipient('bob@example.org'),
      ])
      const { ids: queued } = await sending(h, [recipient(email)])
      const foreign = await sending(h, [recipient(email)], { owner: 'acme' })
      await h.store.privacy.setConsent({
        owner: null,
        email: 'ANN@example.org',
        consent: { opens: false, clicks: false },
        at: h.now,
        source: 'page',
      })
      const stamp = { at: new Date(h.now).toISOString(), source: 'page' }
      assert.deepEqual((await message(h, at(old.ids, 0))).consent, {
        opens: false,
        clicks: false,
        readTime: true,
        ...stamp,
      })
      assert.deepEqual((await message(h, at(queued, 0))).consent, { opens: false, clicks: false, ...stamp })
      assert.deepEqual((await contactOf(h, present(ids[0])))?.consent, {
        opens: false,
        clicks: false,
        ...stamp,
      })
      assert.equal((await message(h, at(old.ids, 1))).consent, null)
      assert.equal((await message(h, at(foreign.ids, 0))).consent, null)
      await h.store.privacy.setConsent({ owner: null, email, consent: { opens: true }, at: h.now + 1, source: 'again' })
      const { opens, clicks } = present((await message(h, at(old.ids, 0))).consent)
      assert.deepEqual([opens, clicks], [true, false], 'a part that is not named stays')
    },
  ),

  privacy('an export holds everything kept of a person, and nothing of others', async (h) => {
    await addContact(h)
    await addContact(h, 'bob@example.org')
    const { ids } = await sent(h, [recipient('Ann@example.org'), recipient('bob@example.org')])
    await record(
      h.store,
      ids.map((id) => hit('open', id)),
    )
    const suppression = {
      owner: null,
      email,
      emailHash: null,
      topic: 'news',
      reason: 'unsubscribe' as const,
      source: 'page',
      at: h.now,
    }
    await h.store.suppressions.add(suppression)
    const change = { owner: null, email: 'aNN@example.org', consent: { opens: true }, at: h.now, source: 'page' }
    await h.store.privacy.setConsent(change)
    const exported = await h.store.privacy.export(null, 'ANN@example.org', null)
    assert.deepEqual(
      exported.contacts.map((contact) => contact.email),
      [email],
    )
    assert.deepEqual(exported.messages, [await message(h, at(ids, 0))])
    assert.deepEqual(
      exported.events.map(({ messageId, type, ip }) => [messageId, type, ip]),
      [[ids[0], 'open', '192.0.2.1']],
    )
    assert.deepEqual(
      exported.suppressions.map(({ id: _id, ...rest }) => rest),
      [suppression],
    )
    assert.deepEqual(exported.consents, [change])
    const nobody = { contacts: [], messages: [], events: [], suppressions: [], softBounces: [], consents: [] }
    assert.deepEqual(await h.store.privacy.export('acme', email, null), nobody)
    assert.deepEqual(await h.store.privacy.export(null, 'carl@example.org', null), nobody)
  }),

  privacy('erasing removes the person and keeps the figures', async (h) => {
    const { ids: contacts } = await addContact(h)
    await h.store.privacy.setConsent({ owner: null, email, consent: { opens: true }, at: h.now, source: 'page' })
    const { campaignId, ids } = await sent(h, [
      recipient('Ann@example.org', { ref: 'user-1', name: 'Ann', company: 'Acme', data: { code: 1 } }),
      recipient('bob@example.org', { name: 'Bob' }),
    ])
    await record(
      h.store,
      ids.flatMap((id) => [hit('open', id), hit('click', id)]),
    )
    const before = await head(h, campaignId)
    assert.equal((await h.store.privacy.erase(erasure(h, { email: 'ANN@example.org' }))).messages, 1)
    const erased = await message(h, at(ids, 0))
    assert.deepEqual(
      [erased.email, erased.ref, erased.name, erased.company, erased.data],
      [`erased-${erased.id}@invalid`, null, null, null, {}],
    )
    assert.deepEqual([erased.state, erased.opens, erased.clicks], ['sent', 1, 1])
    assert.deepEqual(erased.consent, { opens: false, clicks: false, readTime: false })
    assert.deepEqual(
      (await listed(h, at(ids, 0))).map(({ ip, userAgent }) => [ip, userAgent]),
      [
        [null, null],
        [null, null],
      ],
    )
    assert.deepEqual(await head(h, campaignId), before)
    assert.equal(await contactOf(h, present(contacts[0])), undefined)
    assert.deepEqual((await message(h, at(ids, 1))).name, 'Bob')
    assert.deepEqual(
      (await listed(h, at(ids, 1))).map(({ ip }) => ip),
      ['192.0.2.1', '192.0.2.1'],
    )
    const exported = await h.store.privacy.export(null, email, null)
    assert.deepEqual([exported.contacts, exported.messages, exported.events, exported.consents], [[], [], [], []])
    const search = { campaignId, sort: 'name', order: 'asc', limit: 10 } as const
    assert.deepEqual((await h.store.messages.list({ ...search, q: 'ann' })).items, [])
    assert.deepEqual((await h.store.messages.list({ ...search, ref: 'user-1' })).items, [])
    assert.equal((await h.store.privacy.erase(erasure(h))).messages, 0)
    await assertExact(h.store, campaignId)
  }),

  privacy('nothing is recorded of an erased recipient, and links of delivered mails still redirect', async (h) => {
    const { campaignId, ids, links } = await sent(h, [recipient(email)], { links: ['https://a.example/'] })
    await h.store.privacy.erase(erasure(h))
    const before = await head(h, campaignId)
    const result = await record(h.store, [hit('open', at(ids, 0)), hit('click', at(ids, 0), { linkId: at(links, 0) })])
    assert.deepEqual([result.events, result.campaignIds, result.recorded], [0, [], []])
    assert.deepEqual(await listed(h, at(ids, 0)), [])
    assert.deepEqual(await head(h, campaignId), before)
    assert.equal((await h.store.campaigns.link(at(links, 0)))?.url, 'https://a.example/')
  }),

  privacy('messages still to be sent to an erased recipient become skipped', async (h) => {
    const { campaignId, ids } = await sending(h, [recipient(email), recipient('bob@example.org')])
    const claimed = await sending(h, [recipient(email)])
    const lease = { sender: 'a', now: h.now, leaseUntil: h.now + HOUR }
    await h.store.messages.claim({ ...lease, campaigns: [{ campaignId: claimed.campaignId, limit: 10 }] })
    assert.equal((await h.store.privacy.erase(erasure(h))).messages, 2)
    assert.deepEqual(await statesOf(h.store, [...ids, ...claimed.ids]), ['skipped', 'queued', 'skipped'])
    assert.deepEqual((await h.store.messages.begin({ ...lease, messageIds: claimed.ids })).begun, [])
    assert.equal((await head(h, claimed.campaignId)).status, 'completed')
    await assertExact(h.store, campaignId)
    await assertExact(h.store, claimed.campaignId)
  }),

  privacy('a message that was being sent when its recipient was erased is settled, and never sent again', async (h) => {
    const [one, two] = [
      await sending(h, [recipient(email), recipient('bob@example.org')]),
      await sending(h, [recipient(email), recipient('bob@example.org')]),
    ]
    await beginAll(h, one.campaignId)
    await beginAll(h, two.campaignId)
    await h.store.privacy.erase(erasure(h))
    assert.deepEqual(await statesOf(h.store, one.ids), ['sending', 'sending'])
    const again = { kind: 'retry', at: h.now, dueAt: h.now, error: failure, attempted: true } as const
    await h.store.messages.settle('sender', [
      ...one.ids.map((messageId) => ({ messageId, kind: 'failed', at: h.now, error: failure }) as const),
      ...two.ids.map((messageId) => ({ messageId, ...again })),
    ])
    assert.equal(await h.store.messages.retry(one.campaignId, { include: ['failed'], at: h.now }), 1)
    assert.deepEqual(await statesOf(h.store, one.ids), ['failed', 'queued'])
    assert.deepEqual(await statesOf(h.store, two.ids), ['skipped', 'queued'])
    await assertExact(h.store, one.campaignId)
    await assertExact(h.store, two.campaignId)
  }),

  privacy('suppressions live on as a keyed hash, and one for all topics is made', async (h) => {
    const { suppressions } = h.store
    await suppressions.add({ owner: null, email, emailHash: null, topic: 'news', reason: 'unsubscribe', at: h.now })
    await h.store.privacy.erase(erasure(h))
    await h.store.privacy.erase(erasure(h, { email: 'bob@example.org', emailHash: 'hash-of-bob', at: h.now + 1 }))
    await h.store.privacy.erase(erasure(h, { email: 'bob@example.org', emailHash: 'hash-of-bob', at: h.now + 2 }))
    const { items } = await suppressions.list({ limit: 10 })
    const kept = items.flatMap(({ email: address, emailHash, topic, reasons }) =>
      reasons.map(({ reason, at: time }) => ({ address, emailHash, topic, reason, time })),
    )
    assert.deepEqual(
      kept.sort((a, b) => a.time - b.time || Number(b.topic === null) - Number(a.topic === null)),
      [
        { address: null, emailHash: 'hash-of-ann', topic: null, reason: 'erasure', time: h.now },
        { address: null, emailHash: 'hash-of-ann', topic: 'news', reason: 'unsubscribe', time: h.now },
        { address: null, emailHash: 'hash-of-bob', topic: null, reason: 'erasure', time: h.now + 1 },
      ],
    )
    assert.deepEqual([...(await suppressions.held(null, [email], 'news'))], [], 'the address itself is forgotten')
    assert.deepEqual((await h.store.privacy.export(null, email, null)).suppressions, [])
    for (const [reason, rows] of [['unsubscribe', 3] as const, ['manual', 4] as const]) {
      await suppressions.add({ owner: null, email, emailHash: null, topic: 'news', reason, at: h.now })
      await h.store.privacy.erase(erasure(h))
      const lines = (await suppressions.list({ limit: 10 })).items
      assert.equal(lines.flatMap((line) => line.reasons).length, rows, 'one per hash, topic and reason')
    }
    const batch = [
      recipient(email, { emailHash: 'hash-of-ann' }),
      recipient('bob@example.org', { emailHash: 'hash-of-bob' }),
      recipient('carl@example.org', { emailHash: 'hash-of-carl' }),
    ]
    const news = await draft(h, { options: { topic: 'news' } })
    assert.equal((await h.store.campaigns.plan(news, batch, h.now)).suppressed, 2)
    const other = await draft(h, { options: { topic: 'offers' } })
    assert.equal((await h.store.campaigns.plan(other, batch, h.now)).suppressed, 2, 'on every topic')
  }),

  privacy('erasing touches only the owner’s own', async (h) => {
    const { ids } = await addContact(h, email, 'acme')
    const { ids: messages } = await sent(h, [recipient(email)], { owner: 'acme' })
    assert.equal((await h.store.privacy.erase(erasure(h))).messages, 0)
    assert.equal((await message(h, at(messages, 0))).email, email)
    assert.equal((await contactOf(h, present(ids[0])))?.email, email)
  }),
]
