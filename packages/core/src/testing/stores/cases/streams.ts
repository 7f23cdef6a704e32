import assert from 'node:assert/strict'
import type { NewStreamMessage } from '../../../store/port/stream-records.ts'
import { allOf, at, bothStores, draft, head, message, newCampaign, present } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { enqueued, newStream, own, stream, streamMessage } from '../streams.ts'

const streams = caseGroup('streams')

export const streamCases: readonly StoreCase[] = [
  streams('a stream is sending at once, is found by its owner and key, and is made once', async (h) => {
    const given = newStream(h, 'receipts', { owner: 'acme', transactional: true })
    const { stream: made, created } = await h.store.streams.create(given)
    assert.equal(created, true)
    assert.deepEqual(
      [made.kind, made.status, made.transactional, made.startedAt, made.plannedAt, made.finishedAt],
      ['stream', 'sending', true, h.now, h.now, null],
    )
    const again = await h.store.streams.create({ ...given, name: 'another' })
    assert.deepEqual(again, { stream: made, created: false })
    assert.deepEqual(await h.store.streams.get('receipts', 'acme'), made)
    assert.equal(await h.store.streams.get('receipts', null), undefined)
    assert.equal(await h.store.streams.get('receipts', 'umbrella'), undefined)
  }),

  streams('of two that make one stream at once one creates', async (h) => {
    const stores = await bothStores(h)
    const made = await Promise.all(stores.map((store) => store.streams.create(newStream(h, 'receipts'))))
    assert.deepEqual(made.map(({ created }) => created).sort(), [false, true])
    assert.equal(new Set(made.map(({ stream: { id } }) => id)).size, 1)
  }),

  streams('a campaign and a stream may have one key, and neither is listed or found as the other', async (h) => {
    const { campaigns } = h.store
    const campaignId = await draft(h, { key: 'news' })
    const streamId = await stream(h, 'news')
    const other = await stream(h, 'other', { owner: 'acme' })
    assert.equal((await campaigns.create(newCampaign(h, { key: 'news' }))).campaign.id, campaignId)
    assert.deepEqual(
      (await campaigns.list({ limit: 10 })).items.map(({ id }) => id),
      [campaignId],
    )
    const listed = await allOf((cursor) => h.store.streams.list({ limit: 1, cursor }))
    assert.deepEqual(
      listed.map(({ id }) => id),
      [other, streamId],
    )
    const ofOwner = await h.store.streams.list({ limit: 10, owner: 'acme' })
    assert.deepEqual(
      ofOwner.items.map(({ id }) => id),
      [other],
    )
    assert.deepEqual(await campaigns.sending(), [])
    const kinds = await Promise.all([campaignId, streamId].map(async (id) => (await campaigns.summary(id))?.kind))
    assert.deepEqual(kinds, ['campaign', 'stream'])
  }),

  streams('a removed stream frees its key, takes no more messages and lets none leave', async (h) => {
    const id = await stream(h)
    const [first] = await enqueued(h, id, ['ada@example.org'])
    assert.equal(await h.store.campaigns.remove(id), true)
    assert.equal(await h.store.streams.get('receipts', null), undefined)
    assert.deepEqual(await h.store.streams.enqueue([streamMessage(id, 'eva@example.org')], h.now), [undefined])
    const lease = { sender: 'a', now: h.now, leaseUntil: h.now + 1000 }
    assert.deepEqual(await h.store.messages.claim({ ...lease, campaigns: [{ campaignId: id, limit: 5 }] }), [])
    assert.equal(await h.store.messages.get(first?.id ?? 0), undefined)
    const again = await stream(h)
    assert.notEqual(again, id)
    while (await h.store.campaigns.sweep(100, h.now)) {}
    assert.equal((await h.store.streams.get('receipts', null))?.id, again)
  }),

  streams('messages of several streams are stored at once, and counted', async (h) => {
    const [one, two] = [await stream(h, 'one'), await stream(h, 'two')]
    const due = h.now + 60_000
    const result = await h.store.streams.enqueue(
      [
        streamMessage(two, 'ada@example.org', { ref: 'user 1', name: 'Ada', data: { order: 7 } }),
        streamMessage(one, 'ada@example.org'),
        streamMessage(99_999, 'nobody@example.org'),
        streamMessage(two, 'ada@example.org', { dueAt: due }),
      ],
      h.now,
    )
    assert.deepEqual(
      result.map((stored) => stored && [stored.state, stored.created]),
      [['queued', true], ['queued', true], undefined, ['queued', true]],
    )
    const stored = await message(h, present(result[0]).id)
    const { campaignId, ref, name, data, createdAt, contentId } = stored
    assert.deepEqual(
      { campaignId, ref, name, data, createdAt, contentId },
      { campaignId: two, ref: 'user 1', name: 'Ada', data: { order: 7 }, createdAt: h.now, contentId: null },
    )
    const counts = await Promise.all([one, two].map((id) => head(h, id)))
    assert.deepEqual(
      counts.map(({ total, queued }) => [total, queued]),
      [
        [1, 1],
        [2, 2],
      ],
    )
    assert.deepEqual(await h.store.campaigns.recount(two), {})
  }),

  streams('of one key a stream has the first message, whatever came later, in whichever order and batch', async (h) => {
    const ids = [await stream(h, 'one'), await stream(h, 'two')]
    const stores = await bothStores(h)
    const known = new Map<string, number>()
    const created = new Map<string, number>()
    for (let round = 0; round < 12; round++) {
      // Two batches at once, of keys that meet each other in every order.
      const batches = [0, 1].map((n) =>
        Array.from({ length: 2 + ((round * 5 + n) % 7) }, (_, place) => {
          const turn = round * 7 + place * (n + 2) + n
          const once = turn % 4 === 0 ? null : `digest ${turn % 6}`
          return streamMessage(at(ids, turn % 2), `p${place}@example.org`, { once })
        }),
      )
      const results = await Promise.all(batches.map((batch, n) => at(stores, n).streams.enqueue(batch, h.now)))
      for (const [n, batch] of batches.entries())
        for (const [place, { streamId, once }] of batch.entries()) {
          const result = present(results[n]?.[place])
          if (once === null) assert.equal(result.created, true)
          if (once === null) continue
          const name = `${streamId} ${once}`
          assert.equal(result.id, known.get(name) ?? result.id)
          known.set(name, result.id)
          if (result.created) created.set(name, (created.get(name) ?? 0) + 1)
        }
    }
    assert.deepEqual(
      [...known.keys()].map((name) => created.get(name)),
      [...known].map(() => 1),
    )
    for (const id of ids) assert.deepEqual(await h.store.campaigns.recount(id), {})
  }),

  streams(
    'who is held back is skipped; a transactional stream mails those who only left, or were erased',
    async (h) => {
      const reasons = ['unsubscribe', 'bounce', 'complaint', 'manual', 'erasure'] as const
      for (const reason of reasons)
        await h.store.suppressions.add({
          owner: null,
          email: reason === 'erasure' ? null : `${reason}@example.org`,
          emailHash: reason === 'erasure' ? 'hash of erasure' : null,
          topic: null,
          reason,
          at: h.now,
        })
      for (const transactional of [false, true]) {
        const id = await stream(h, `t-${transactional}`, { transactional })
        const all: NewStreamMessage[] = reasons.map((reason) =>
          streamMessage(id, `${reason}@example.org`, { emailHash: `hash of ${reason}` }),
        )
        const states = (await enqueued(h, id, all)).map(({ state }) => state)
        const expected = reasons.map((reason) =>
          transactional && (reason === 'unsubscribe' || reason === 'erasure') ? 'queued' : 'skipped',
        )
        assert.deepEqual(states, expected)
        assert.equal((await head(h, id)).skipped, expected.filter((state) => state === 'skipped').length)
        assert.deepEqual(await h.store.campaigns.recount(id), {})
      }
    },
  ),

  streams('a message has what its address decided before', async (h) => {
    const id = await stream(h)
    const decided = { owner: null, email: 'ADA@example.org', consent: { opens: false }, at: h.now, source: 'page' }
    await h.store.privacy.setConsent(decided)
    const [ada, eva] = await enqueued(h, id, ['ada@example.org', 'eva@example.org'])
    assert.equal((await message(h, ada?.id ?? 0)).consent?.opens, false)
    assert.equal((await message(h, eva?.id ?? 0)).consent, null)
  }),

  streams(
    'equal contents of messages are stored once for an owner, and are given with what stands above',
    async (h) => {
      const [one, two, other] = [
        await stream(h, 'one'),
        await stream(h, 'two'),
        await stream(h, 'x', { owner: 'acme' }),
      ]
      const house = own('b', { engine: 'document', literal: false })
      const all = [one, two, one, other].map((id, n) =>
        streamMessage(id, `p${n}@example.org`, { content: n === 2 ? house : own('a') }),
      )
      const stored = await h.store.streams.enqueue([...all, streamMessage(one, 'none@example.org')], h.now)
      const contents = await Promise.all(stored.map(async (given) => (await message(h, present(given).id)).contentId))
      assert.equal(contents[0], contents[1])
      assert.equal(new Set(contents).size, 4)
      assert.equal(contents.at(-1), null)
      assert.deepEqual(await h.store.streams.content(contents[0] ?? 0), own('a').own)
      assert.deepEqual(await h.store.streams.content(contents[2] ?? 0), house.own)
      assert.equal(await h.store.streams.content(99_999), undefined)
      const claimed = await h.store.messages.claim({
        sender: 'a',
        now: h.now,
        leaseUntil: h.now + 1000,
        campaigns: [{ campaignId: one, limit: 9 }],
      })
      assert.deepEqual(claimed.map(({ contentId }) => contentId).sort(), [contents[0], contents[2], null].sort())
    },
  ),
]
