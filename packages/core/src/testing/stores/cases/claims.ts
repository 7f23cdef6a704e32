import assert from 'node:assert/strict'
import {
  assertExact,
  assertTime,
  at,
  bothStores,
  draft,
  HOUR,
  MINUTE,
  people,
  present,
  sending,
  statesOf,
} from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { begin, claim, dueAt, noneEnded, putOff } from '../senders.ts'

const claims = caseGroup('claims')

export const claimCases: readonly StoreCase[] = [
  claims('claim gives the queued messages of a campaign being sent, with what composing needs', async (h) => {
    const given = { ...at(people(1), 0), company: 'Acme', data: { code: 7 }, consent: { opens: false } }
    const { campaignId, ids } = await sending(h, [given])
    await sending(h, people(2, 'other'))
    const { emailHash: _none, ...composed } = given
    assert.deepEqual(await claim(h, campaignId), [
      { id: ids[0], campaignId, contentId: null, attempts: 0, ...composed },
    ])
    assert.deepEqual(await statesOf(h.store, ids), ['claimed'])
    const { queued, status } = present(await h.store.campaigns.summary(campaignId))
    assert.deepEqual(
      { queued, status },
      { queued: 1, status: 'sending' },
      'claimed messages are still queued in the counters',
    )
  }),

  claims(
    'one claim takes from several campaigns, of each its limit, and leaves out those not being sent',
    async (h) => {
      const [a, b, paused] = [await sending(h, 3), await sending(h, 3), await sending(h, 1)]
      await h.store.campaigns.changeStatus(paused.campaignId, { from: ['sending'], to: 'paused', at: h.now })
      const claimed = await h.store.messages.claim({
        sender: 'a',
        now: h.now,
        leaseUntil: h.now + HOUR,
        campaigns: [
          { campaignId: b.campaignId, limit: 2 },
          { campaignId: paused.campaignId, limit: 5 },
          { campaignId: -1, limit: 5 },
          { campaignId: a.campaignId, limit: 5 },
        ],
      })
      assert.deepEqual(
        claimed.map(({ id, campaignId }) => [campaignId, id]),
        [...b.ids.slice(0, 2).map((id) => [b.campaignId, id]), ...a.ids.map((id) => [a.campaignId, id])],
      )
      assert.deepEqual(await statesOf(h.store, [at(b.ids, 2), at(paused.ids, 0)]), ['queued', 'queued'])
      const { begun } = await begin(
        h,
        claimed.map(({ id }) => id),
      )
      assert.equal(begun.length, 5, 'all of them are held')
    },
  ),

  claims('claim gives the lowest due time first, and no more than its limit', async (h) => {
    const { campaignId, ids } = await sending(h, 4)
    const [a, b, c, d] = [at(ids, 0), at(ids, 1), at(ids, 2), at(ids, 3)]
    await claim(h, campaignId)
    for (const [id, age] of [
      [a, 2],
      [b, 4],
      [c, 1],
      [d, 3],
    ] as const)
      await h.store.messages.settle('a', [putOff(h, id, h.now - age * MINUTE)])
    assert.deepEqual(
      (await claim(h, campaignId, { limit: 3 })).map(({ id }) => id),
      [b, d, a],
    )
    assert.deepEqual(
      (await claim(h, campaignId, { limit: 3 })).map(({ id }) => id),
      [c],
    )
    assert.deepEqual(await claim(h, campaignId), [])
  }),

  claims('claim gives nothing of a campaign that is not being sent', async (h) => {
    const drafted = await draft(h)
    await h.store.campaigns.plan(drafted, people(1), h.now)
    assert.deepEqual(await claim(h, drafted), [])
    for (const to of ['paused', 'cancelled'] as const) {
      const { campaignId } = await sending(h, 1)
      await h.store.campaigns.changeStatus(campaignId, { from: ['sending'], to, at: h.now })
      assert.deepEqual(await claim(h, campaignId), [], to)
    }
    const { campaignId } = await sending(h, 1)
    await h.store.campaigns.remove(campaignId)
    assert.deepEqual(await claim(h, campaignId), [])
  }),

  claims('parallel claims give every message to exactly one sender', async (h) => {
    const { campaignId, ids } = await sending(h, 200)
    const stores = await bothStores(h)
    const claims = await Promise.all(
      Array.from({ length: 25 }, async (_, i) => {
        const harness = { ...h, store: at(stores, i % 2) }
        return (await claim(harness, campaignId, { sender: `s${i}`, limit: 10 })).map(({ id }) => id)
      }),
    )
    const given = claims.flat()
    assert.equal(new Set(given).size, given.length, 'no message is given twice')
    for (const list of claims) assert.ok(list.length <= 10)
    const rest = (await claim(h, campaignId)).map(({ id }) => id)
    assert.deepEqual(
      [...given, ...rest].sort((a, b) => a - b),
      ids,
    )
  }),

  claims('a message is not claimed before it is due', async (h) => {
    const { campaignId, ids } = await sending(h, 2)
    await claim(h, campaignId)
    await h.store.messages.settle('a', [putOff(h, at(ids, 0), h.now + HOUR), putOff(h, at(ids, 1), h.now - MINUTE)])
    assertTime(await dueAt(h, campaignId), h.now - MINUTE)
    assert.deepEqual(
      (await claim(h, campaignId)).map(({ id }) => id),
      [ids[1]],
    )
    assertTime(await dueAt(h, campaignId), h.now + HOUR)
  }),

  claims(
    'a message is claimed from the moment it is due',
    async (h) => {
      const { campaignId, ids } = await sending(h, 1)
      await claim(h, campaignId)
      await h.store.messages.settle('a', [putOff(h, at(ids, 0), h.now + 500)])
      assert.deepEqual(await claim(h, campaignId, { now: h.now + 499 }), [])
      assert.deepEqual(
        (await claim(h, campaignId, { now: h.now + 500 })).map(({ id }) => id),
        ids,
      )
    },
    ['callerClock'],
  ),

  claims('begin makes the sender’s claimed messages sending and calls all others lost', async (h) => {
    const { campaignId, ids } = await sending(h, 3)
    const own = (await claim(h, campaignId, { limit: 1 })).map(({ id }) => id)
    const others = (await claim(h, campaignId, { limit: 1, sender: 'b' })).map(({ id }) => id)
    const free = ids.filter((id) => ![...own, ...others].includes(id))
    const result = await begin(h, [...own, ...others, ...free, 987_654])
    assert.deepEqual(result, { begun: own, skipped: [], lost: [...others, ...free, 987_654], campaigns: [] })
    assert.deepEqual(await statesOf(h.store, [...own, ...others, ...free]), ['sending', 'claimed', 'queued'])
    await assertExact(h.store, campaignId)
  }),

  claims('begin skips recipients suppressed since planning', async (h) => {
    const { campaignId, ids } = await sending(h, 3, { owner: 'acme', options: { topic: 'news' } })
    const suppress = (email: string, owner: string | null, topic: string | null) =>
      h.store.suppressions.add({ owner, email, emailHash: null, topic, reason: 'unsubscribe', at: h.now })
    await suppress('PERSON1@example.org', 'acme', 'news')
    await suppress('person2@example.org', 'acme', 'offers')
    await suppress('person0@example.org', null, null)
    await claim(h, campaignId)
    const { begun, skipped, lost, campaigns } = await begin(h, ids)
    assert.deepEqual({ begun, skipped, lost }, { begun: [ids[0], ids[2]], skipped: [ids[1]], lost: [] })
    const { queued, skipped: count } = present(await h.store.campaigns.summary(campaignId))
    assert.deepEqual([queued, count], [2, 1])
    assert.deepEqual(
      campaigns.map((change) => [change.campaignId, change.queued, change.skipped, change.status]),
      [[campaignId, 2, 1, 'sending']],
    )
    await assertExact(h.store, campaignId)
  }),

  claims('begin of several campaigns’ messages skips what the owner and topic of each hold', async (h) => {
    const campaigns = [
      { owner: 'acme', topic: 'news' },
      { owner: 'acme', topic: 'offers' },
      { owner: 'acme', topic: undefined },
      { owner: 'other', topic: 'news' },
      { owner: null, topic: 'news' },
    ]
    const ids: number[][] = []
    for (const { owner, topic } of campaigns) {
      const made = await sending(h, 3, { owner, options: topic === undefined ? {} : { topic } })
      await claim(h, made.campaignId)
      ids.push(made.ids)
    }
    for (const held of [
      { email: 'person0@example.org', owner: 'acme', topic: 'news' },
      { email: 'person1@example.org', owner: 'acme', topic: null },
      { email: 'person2@example.org', owner: null, topic: 'news' },
    ])
      await h.store.suppressions.add({ ...held, emailHash: null, reason: 'unsubscribe', at: h.now })
    // One after the other of each, so that none is beside others of its campaign.
    const mixed = [0, 1, 2].flatMap((person) => ids.map((own) => at(own, person)))
    const { begun, skipped, lost } = await begin(h, mixed)
    const held = [at(at(ids, 0), 0), ...ids.slice(0, 3).map((own) => at(own, 1)), at(at(ids, 4), 2)]
    assert.deepEqual(new Set(skipped), new Set(held))
    assert.deepEqual(new Set(begun), new Set(mixed.filter((id) => !held.includes(id))))
    assert.deepEqual(lost, [])
  }),

  claims(
    'begin repeated by its sender gives the same answer and prolongs the leases; another sender gets another answer',
    async (h) => {
      const { campaignId } = await sending(h, 3)
      await h.store.suppressions.add({
        owner: null,
        email: 'person1@example.org',
        emailHash: null,
        topic: null,
        reason: 'unsubscribe',
        at: h.now,
      })
      const ids = (await claim(h, campaignId)).map(({ id }) => id)
      const { messages } = h.store
      const first = await messages.begin({ sender: 'a', messageIds: ids, now: h.now, leaseUntil: h.now - MINUTE })
      assert.deepEqual([first.begun.length, first.skipped.length, first.campaigns.length], [2, 1, 1])
      // Pausing a campaign stops what was not begun; these are.
      await h.store.campaigns.changeStatus(campaignId, { from: ['sending'], to: 'paused', at: h.now })
      const second = await begin(h, ids)
      assert.deepEqual(
        { ...second, campaigns: second.campaigns.map(({ skipped }) => skipped) },
        { ...first, campaigns: [1] },
      )
      assert.deepEqual(await messages.expireLeases(h.now), noneEnded)
      assert.deepEqual((await begin(h, first.begun, 'b')).lost, first.begun)
      await assertExact(h.store, campaignId)
    },
  ),

  claims('a campaign whose last message is skipped at begin is completed', async (h) => {
    const { campaignId, ids } = await sending(h, 1)
    await h.store.suppressions.add({
      owner: null,
      email: 'person0@example.org',
      emailHash: null,
      topic: null,
      reason: 'manual',
      at: h.now,
    })
    await claim(h, campaignId)
    const { campaigns } = await begin(h, ids)
    assert.deepEqual(
      campaigns.map(({ status }) => status),
      ['completed'],
    )
    assert.equal((await h.store.campaigns.summary(campaignId))?.finishedAt, h.now)
  }),

  claims('what was claimed when its campaign was paused is lost at begin and queued again', async (h) => {
    for (const to of ['paused', 'cancelled'] as const) {
      const { campaignId, ids } = await sending(h, 2)
      await claim(h, campaignId)
      await h.store.campaigns.changeStatus(campaignId, { from: ['sending'], to, at: h.now })
      const { begun, lost } = await begin(h, ids)
      assert.deepEqual({ begun, lost }, { begun: [], lost: ids })
      assert.deepEqual(await statesOf(h.store, ids), ['queued', 'queued'])
      await h.store.campaigns.changeStatus(campaignId, { from: [to], to: 'sending', at: h.now })
      assert.equal((await claim(h, campaignId, { sender: 'b' })).length, 2)
      await assertExact(h.store, campaignId)
    }
  }),

  claims('what was claimed when its campaign was removed is lost at begin', async (h) => {
    const { campaignId, ids } = await sending(h, 1)
    await claim(h, campaignId, { leaseUntil: h.now - MINUTE })
    await h.store.campaigns.remove(campaignId)
    assert.deepEqual((await begin(h, ids)).lost, ids)
    assert.deepEqual(await h.store.messages.expireLeases(h.now), noneEnded)
  }),
]
