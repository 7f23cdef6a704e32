import assert from 'node:assert/strict'
import {
  assertExact,
  assertTime,
  at,
  beginAll,
  bothStores,
  DAY,
  failure,
  HOUR,
  MINUTE,
  message,
  present,
  sending,
  statesOf,
} from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { begin, claim, dueAt, noneEnded, putOff } from '../senders.ts'

const leases = caseGroup('leases')

/** Claims under a lease that has already ended. */
const claimExpired = async (h: StoreHarness, campaignId: number, limit = 1000) =>
  (await claim(h, campaignId, { leaseUntil: h.now - MINUTE, limit })).map(({ id }) => id)

/** Begins under a lease that has already ended. */
async function beginExpired(h: StoreHarness, campaignId: number, limit = 1000): Promise<number[]> {
  const messageIds = (await claim(h, campaignId, { limit })).map(({ id }) => id)
  return (await h.store.messages.begin({ sender: 'a', messageIds, now: h.now, leaseUntil: h.now - MINUTE })).begun
}

export const leaseCases: readonly StoreCase[] = [
  leases('release queues what the sender holds claimed, and nothing else', async (h) => {
    const { campaignId, ids } = await sending(h, 3)
    const [a, b, c] = [at(ids, 0), at(ids, 1), at(ids, 2)]
    await claim(h, campaignId, { limit: 2 })
    await begin(h, [b])
    await claim(h, campaignId, { sender: 'b' })
    await h.store.messages.release('a', [a, b, c])
    assert.deepEqual(await statesOf(h.store, ids), ['queued', 'sending', 'claimed'])
    assert.deepEqual(
      (await claim(h, campaignId, { sender: 'c' })).map(({ id }) => id),
      [a],
    )
    await assertExact(h.store, campaignId)
  }),

  leases('extend prolongs the leases still held and names them', async (h) => {
    const { campaignId, ids } = await sending(h, 3)
    const [a, b, c] = [at(ids, 0), at(ids, 1), at(ids, 2)]
    await claim(h, campaignId, { limit: 2, leaseUntil: h.now - MINUTE })
    await h.store.messages.begin({ sender: 'a', messageIds: [b], now: h.now, leaseUntil: h.now - MINUTE })
    await claim(h, campaignId, { sender: 'b' })
    assert.deepEqual(await h.store.messages.extend('a', [a, b, c], { now: h.now, leaseUntil: h.now + HOUR }), [a, b])
    assert.deepEqual((await h.store.messages.expireLeases(h.now)).unknown, [])
    assert.deepEqual(await statesOf(h.store, ids), ['claimed', 'sending', 'claimed'])
    await h.store.messages.release('a', [a])
    assert.deepEqual(await h.store.messages.extend('a', [a], { now: h.now, leaseUntil: h.now + HOUR }), [])
  }),

  leases('a claim whose lease ran out is queued again', async (h) => {
    const { campaignId } = await sending(h, 2)
    const [lost] = await claimExpired(h, campaignId, 1)
    await claim(h, campaignId, { limit: 1 })
    const { requeued, unknown } = await h.store.messages.expireLeases(h.now)
    assert.deepEqual({ requeued, unknown }, { requeued: 1, unknown: [] })
    assert.deepEqual(await h.store.messages.expireLeases(h.now), noneEnded)
    assert.deepEqual(
      (await claim(h, campaignId, { sender: 'b' })).map(({ id, attempts }) => [id, attempts]),
      [[lost, 0]],
    )
    assert.deepEqual(await begin(h, [present(lost)]), { begun: [], skipped: [], lost: [lost], campaigns: [] })
    await assertExact(h.store, campaignId)
  }),

  leases('with `longest`, a lease that ends later is shortened to it, and every other one is kept', async (h) => {
    const { messages } = h.store
    const { campaignId, ids } = await sending(h, 3)
    await claim(h, campaignId, { limit: 2, leaseUntil: h.now + 2 * DAY })
    await messages.begin({ sender: 'a', messageIds: [at(ids, 0)], now: h.now, leaseUntil: h.now + 2 * DAY })
    await claim(h, campaignId, { sender: 'b', leaseUntil: h.now - MINUTE })
    const states = () => statesOf(h.store, ids)
    // Of no length at all, a lease ends at once: so each state is seen to have its own.
    for (const [longest, expected] of [
      [{ claimedMs: 30 * MINUTE, sendingMs: HOUR }, ['sending', 'claimed', 'queued']],
      [{ claimedMs: 0, sendingMs: HOUR }, ['sending', 'queued', 'queued']],
      [{ claimedMs: 0, sendingMs: 0 }, ['unknown', 'queued', 'queued']],
    ] as const) {
      await messages.expireLeases(h.now, longest)
      assert.deepEqual(await states(), expected)
    }
    await assertExact(h.store, campaignId)
  }),

  leases(
    'a lease that was shortened ends with the longest of its state, and one that can be ends when it did',
    async (h) => {
      const { messages } = h.store
      const { campaignId, ids } = await sending(h, 3)
      await claim(h, campaignId, { limit: 2, leaseUntil: h.now + 2 * DAY })
      await messages.begin({ sender: 'a', messageIds: [at(ids, 0)], now: h.now, leaseUntil: h.now + 2 * DAY })
      await claim(h, campaignId, { sender: 'b', leaseUntil: h.now + 10 * MINUTE })
      assert.deepEqual(await messages.expireLeases(h.now), noneEnded)
      const longest = { claimedMs: 30 * MINUTE, sendingMs: HOUR }
      assert.deepEqual(await messages.expireLeases(h.now, longest), noneEnded)
      for (const [minutes, expected] of [
        [10, ['sending', 'claimed', 'queued']],
        [30, ['sending', 'queued', 'queued']],
        [60, ['unknown', 'queued', 'queued']],
      ] as const) {
        assert.deepEqual(await messages.expireLeases(h.now + (minutes - 1) * MINUTE), noneEnded)
        await messages.expireLeases(h.now + (minutes + 1) * MINUTE)
        assert.deepEqual(await statesOf(h.store, ids), expected)
      }
      await assertExact(h.store, campaignId)
    },
    ['callerClock'],
  ),

  leases('a message that is due later than it can be is brought forward to the longest wait', async (h) => {
    const { campaignId, ids } = await sending(h, 4)
    const other = await sending(h, 1)
    for (const id of [campaignId, other.campaignId]) await claim(h, id)
    await begin(h, [at(ids, 1), at(ids, 2)])
    await h.store.messages.settle('a', [
      putOff(h, at(ids, 0), h.now + DAY),
      putOff(h, at(ids, 1), h.now + DAY, true),
      putOff(h, at(ids, 2), h.now + HOUR, true),
      putOff(h, at(ids, 3), h.now - MINUTE),
      putOff(h, at(other.ids, 0), h.now + DAY),
    ])
    const request = { now: h.now, longestMs: [2 * HOUR, 3 * HOUR], wasAhead: false, campaignId }
    assert.equal(await h.store.messages.bringForward(request), 2)
    assert.equal(await h.store.messages.bringForward(request), 0)
    const expected = [3 * HOUR, 2 * HOUR, HOUR, -MINUTE]
    for (const [index, id] of ids.entries()) assertTime((await message(h, id)).dueAt, h.now + at(expected, index))
    assertTime(await dueAt(h, campaignId), h.now - MINUTE)
    assert.equal((await claim(h, campaignId)).length, 1)
    assertTime(await dueAt(h, campaignId), h.now + HOUR)
    assertTime(await dueAt(h, other.campaignId), h.now + DAY)
    assert.equal(await h.store.messages.bringForward({ ...request, campaignId: -1 }), 0)
  }),

  leases('where the clock was ahead, what was never tried is due at once, in campaigns being sent', async (h) => {
    const [told, seen, right, paused] = [
      await sending(h, 2),
      await sending(h, 2),
      await sending(h, 2),
      await sending(h, 2),
    ]
    for (const { campaignId, ids } of [told, seen, right, paused]) {
      await claim(h, campaignId)
      await h.store.messages.settle('a', [putOff(h, at(ids, 0), h.now + HOUR)])
    }
    const ahead = h.now + HOUR
    await begin(h, [at(seen.ids, 1)])
    const tracked = { opens: true, clicks: true, readTime: true }
    await h.store.messages.settle('a', [{ messageId: at(seen.ids, 1), kind: 'sent', at: ahead, tracked }])
    await h.store.campaigns.changeStatus(paused.campaignId, { from: ['sending'], to: 'paused', at: h.now })
    const bring = (wasAhead: boolean, campaignId?: number) =>
      h.store.messages.bringForward({ now: h.now, longestMs: [2 * HOUR], wasAhead, campaignId })
    assert.equal(await bring(false), 1, 'one of its messages was sent after now')
    assertTime(await dueAt(h, seen.campaignId), h.now)
    assert.equal(await bring(true, told.campaignId), 1)
    assertTime(await dueAt(h, told.campaignId), h.now)
    assertTime(await dueAt(h, right.campaignId), h.now + HOUR)
    assert.equal(await bring(true), 1, 'the paused one is left out')
    assertTime((await message(h, at(paused.ids, 0))).dueAt, h.now + HOUR)
  }),

  leases('a message that was sending when its lease ran out becomes unknown, with the reason', async (h) => {
    const { campaignId, ids } = await sending(h, 2)
    const [lost] = await beginExpired(h, campaignId, 1)
    const { requeued, unknown, campaigns } = await h.store.messages.expireLeases(h.now)
    assert.deepEqual({ requeued, unknown }, { requeued: 0, unknown: [{ campaignId, messageId: lost }] })
    assert.deepEqual(
      campaigns.map((change) => [change.campaignId, change.unknown, change.queued, change.status]),
      [[campaignId, 1, 1, 'sending']],
    )
    const message = present(await h.store.messages.get(present(lost)))
    assert.deepEqual([message.state, message.attempts, message.error?.kind], ['unknown', 1, 'connection'])
    assert.deepEqual(await h.store.messages.expireLeases(h.now), { requeued: 0, unknown: [], campaigns: [] })
    assert.equal((await claim(h, campaignId)).length, ids.length - 1, 'an unknown message is not sent again by itself')
    await assertExact(h.store, campaignId)
  }),

  leases('a campaign whose last message becomes unknown by a lost lease is completed', async (h) => {
    const { campaignId } = await sending(h, 1)
    await beginExpired(h, campaignId)
    const { campaigns } = await h.store.messages.expireLeases(h.now)
    assert.deepEqual(
      campaigns.map(({ status }) => status),
      ['completed'],
    )
  }),

  leases('with onUnknown `resend` a message that was sending is queued again instead', async (h) => {
    const { campaignId } = await sending(h, 1, { options: { onUnknown: 'resend' } })
    const lost = await beginExpired(h, campaignId)
    const { requeued, unknown } = await h.store.messages.expireLeases(h.now)
    assert.deepEqual({ requeued, unknown }, { requeued: 1, unknown: [] })
    const claimed = await claim(h, campaignId, { sender: 'b' })
    assert.deepEqual(
      claimed.map(({ id, attempts }) => [id, attempts]),
      [[lost[0], 1]],
    )
    await assertExact(h.store, campaignId)
  }),

  leases('leases that still run are not ended, and many that end them at once end each once', async (h) => {
    const { campaignId } = await sending(h, 60)
    await claimExpired(h, campaignId, 20)
    await beginExpired(h, campaignId, 20)
    await beginAll(h, campaignId)
    const stores = await bothStores(h)
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, i) => at(stores, i % 2).messages.expireLeases(h.now)),
    )
    assert.equal(
      results.reduce((sum, { requeued }) => sum + requeued, 0),
      20,
    )
    assert.equal(
      results.reduce((sum, { unknown }) => sum + unknown.length, 0),
      20,
    )
    const { queued, unknown } = present(await h.store.campaigns.summary(campaignId))
    assert.deepEqual({ queued, unknown }, { queued: 40, unknown: 20 })
    await assertExact(h.store, campaignId)
  }),

  leases(
    'a lease runs until its end, whether it is of a claim, a begin, one repeated or an extension',
    async (h) => {
      const { messages } = h.store
      const lease = (leaseUntil: number) => ({ sender: 'a', now: h.now, leaseUntil })
      const give: Record<string, (messageIds: number[], leaseUntil: number) => Promise<unknown>> = {
        claim: async () => {},
        begin: (messageIds, leaseUntil) => messages.begin({ messageIds, ...lease(leaseUntil) }),
        repeated: async (messageIds, leaseUntil) => {
          await begin(h, messageIds)
          await messages.begin({ messageIds, ...lease(leaseUntil) })
        },
        extend: (messageIds, leaseUntil) => messages.extend('a', messageIds, lease(leaseUntil)),
      }
      for (const [name, prolong] of Object.entries(give)) {
        const { campaignId, ids } = await sending(h, 1)
        const end = h.now + 2 * HOUR
        await claim(h, campaignId, { leaseUntil: name === 'claim' ? end : h.now + HOUR })
        await prolong(ids, end)
        assert.deepEqual(await messages.expireLeases(end - 1), noneEnded, name)
        const { requeued, unknown } = await messages.expireLeases(end + 1)
        assert.equal(requeued + unknown.length, 1, name)
      }
    },
    ['callerClock'],
  ),

  leases('a failure before SMTP is settled from a claim and counts as no attempt', async (h) => {
    const { campaignId, ids } = await sending(h, 2)
    await claim(h, campaignId)
    await h.store.messages.settle('a', [
      { messageId: at(ids, 0), kind: 'failed', at: h.now, error: { kind: 'compose', message: 'no name' } },
      { messageId: at(ids, 1), kind: 'retry', at: h.now, dueAt: h.now - MINUTE, error: failure, attempted: false },
    ])
    const [failed, again] = [await h.store.messages.get(at(ids, 0)), await h.store.messages.get(at(ids, 1))]
    assert.deepEqual(
      [failed?.state, failed?.attempts, failed?.error],
      ['failed', 0, { kind: 'compose', message: 'no name' }],
    )
    assert.deepEqual([again?.state, again?.attempts, again?.error], ['queued', 0, failure])
    await assertExact(h.store, campaignId)
  }),
]
