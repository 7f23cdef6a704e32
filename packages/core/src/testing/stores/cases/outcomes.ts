import assert from 'node:assert/strict'
import type { Outcome } from '../../../store/port/message-store.ts'
import {
  assertExact,
  at,
  beginAll,
  bothStores,
  failure,
  HOUR,
  head,
  MINUTE,
  present,
  sending,
  sentAt,
  statesOf,
  tracked,
} from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'

const outcomes = caseGroup('outcomes')

/** Messages that their sender, `lost`, was sending when its lease ran out. */
async function lose(h: StoreHarness, campaignId: number): Promise<number[]> {
  const lease = { sender: 'lost', now: h.now, leaseUntil: h.now - MINUTE }
  const claimed = await h.store.messages.claim({ ...lease, campaigns: [{ campaignId, limit: 1000 }] })
  const { begun } = await h.store.messages.begin({ ...lease, messageIds: claimed.map(({ id }) => id) })
  await h.store.messages.expireLeases(h.now)
  return begun
}

export const outcomeCases: readonly StoreCase[] = [
  outcomes('sent stores the time and what was tracked, and counts campaign, denominators and timeline', async (h) => {
    const { campaignId, ids } = await sending(h, 3)
    await beginAll(h, campaignId)
    const partly = { opens: true, clicks: false, readTime: false }
    const changes = await h.store.messages.settle('sender', [
      { messageId: at(ids, 0), kind: 'sent', at: h.now, tracked },
      { messageId: at(ids, 1), kind: 'sent', at: h.now + 1, tracked: partly },
    ])
    const message = present(await h.store.messages.get(at(ids, 1)))
    assert.deepEqual([message.state, message.sentAt, message.attempts, message.error], ['sent', h.now + 1, 1, null])
    assert.deepEqual(message.tracked, partly)
    const campaign = await head(h, campaignId)
    assert.deepEqual([campaign.sent, campaign.queued, campaign.opens.tracked, campaign.clicks.tracked], [2, 1, 2, 1])
    const counts = { total: 3, queued: 1, sent: 2, failed: 0, skipped: 0, unknown: 0 }
    assert.deepEqual(changes, [{ campaignId, status: 'sending', finishedAt: null, ...counts }])
    const timeline = await h.store.campaigns.timeline(campaignId)
    assert.equal(
      timeline.reduce((sum, item) => sum + item.sent, 0),
      2,
    )
    await assertExact(h.store, campaignId)
  }),

  outcomes(
    'a provider’s name of a mail leads to its message, also where that is gone, until it is forgotten',
    async (h) => {
      const { campaignId, ids } = await sending(h, 3)
      await beginAll(h, campaignId)
      const { messages } = h.store
      const named = (index: number, providerId?: string): Outcome => {
        const sent = { messageId: at(ids, index), kind: 'sent', at: h.now + index * MINUTE, tracked } as const
        return providerId === undefined ? sent : { ...sent, providerId }
      }
      const outcome = [named(0, 'id “é” 0'), named(1, 'id 1'), named(2)]
      await messages.settle('sender', outcome)
      await messages.settle('sender', outcome)
      assert.equal(await messages.sentAs('id “é” 0'), ids[0])
      assert.equal(await messages.sentAs('id 1'), ids[1])
      for (const unknown of ['', 'id', 'id 2']) assert.equal(await messages.sentAs(unknown), undefined)
      await h.store.campaigns.remove(campaignId)
      while (await h.store.campaigns.sweep(1_000, h.now));
      assert.equal(await messages.sentAs('id 1'), ids[1])
      assert.equal(await messages.forgetProviderIds(h.now + MINUTE), 1)
      assert.equal(await messages.sentAs('id “é” 0'), undefined)
      assert.equal(await messages.sentAs('id 1'), ids[1])
    },
  ),

  outcomes('a name that comes again stays that of the first message', async (h) => {
    const { campaignId, ids } = await sending(h, 3)
    await beginAll(h, campaignId)
    const sent = (index: number): Outcome => {
      return { messageId: at(ids, index), kind: 'sent', at: h.now, tracked, providerId: 'again' }
    }
    await h.store.messages.settle('sender', [sent(0), sent(1)])
    await h.store.messages.settle('sender', [sent(2)])
    assert.equal(await h.store.messages.sentAs('again'), ids[0])
    assert.deepEqual(await statesOf(h.store, ids), ['sent', 'sent', 'sent'])
  }),

  outcomes('an outcome settled twice counts once', async (h) => {
    const { campaignId, ids } = await sending(h, 2)
    await beginAll(h, campaignId)
    const outcome = sentAt(h.now)(at(ids, 0))
    const changes = await h.store.messages.settle('sender', [outcome, outcome])
    assert.equal(changes.length, 1)
    assert.deepEqual(
      await h.store.messages.settle('sender', [outcome]),
      changes,
      'the same answer, should the first be lost',
    )
    const failed: Outcome = { messageId: at(ids, 0), kind: 'failed', at: h.now, error: failure }
    assert.deepEqual(await h.store.messages.settle('sender', [failed]), [])
    const { sent, failed: failures, opens } = await head(h, campaignId)
    assert.deepEqual([sent, failures, opens.tracked], [1, 0, 1])
    await assertExact(h.store, campaignId)
  }),

  outcomes('the last outcomes of a campaign say that it is completed, also when they are settled again', async (h) => {
    const { campaignId, ids } = await sending(h, 3)
    await beginAll(h, campaignId)
    const error = failure
    const group: Outcome[] = [
      { messageId: at(ids, 0), kind: 'failed', at: h.now + 1, error },
      { messageId: at(ids, 1), kind: 'unknown', at: h.now + 2, error },
      sentAt(h.now + 3)(at(ids, 2)),
    ]
    const changes = await h.store.messages.settle('sender', group)
    assert.deepEqual(
      changes.map(({ status, queued }) => [status, queued]),
      [['completed', 0]],
    )
    assert.deepEqual(await h.store.messages.settle('sender', group), changes)
    assert.equal((await head(h, campaignId)).finishedAt, h.now + 3)
    await assertExact(h.store, campaignId)
  }),

  outcomes('retry queues the message again, later, with the error and one attempt more', async (h) => {
    const { campaignId, ids } = await sending(h, 1)
    await beginAll(h, campaignId)
    await h.store.messages.settle('sender', [
      { messageId: at(ids, 0), kind: 'retry', at: h.now, dueAt: h.now + HOUR, error: failure, attempted: true },
    ])
    const message = present(await h.store.messages.get(at(ids, 0)))
    assert.deepEqual([message.state, message.attempts, message.error], ['queued', 1, failure])
    assert.deepEqual(await beginAll(h, campaignId), [], 'it is not due')
    const late = sentAt(h.now)(at(ids, 0))
    assert.deepEqual(await h.store.messages.settle('sender', [late]), [], 'it gave the message back')
    assert.equal((await head(h, campaignId)).status, 'sending')
    await assertExact(h.store, campaignId)
  }),

  outcomes('failed and unknown are kept with their error and counted', async (h) => {
    const { campaignId, ids } = await sending(h, 3)
    await beginAll(h, campaignId)
    const error = { kind: 'connection', message: 'connection lost' } as const
    await h.store.messages.settle('sender', [
      { messageId: at(ids, 0), kind: 'failed', at: h.now, error: failure },
      { messageId: at(ids, 1), kind: 'unknown', at: h.now, error },
    ])
    const [one, two] = [
      present(await h.store.messages.get(at(ids, 0))),
      present(await h.store.messages.get(at(ids, 1))),
    ]
    assert.deepEqual([one.state, one.error, one.attempts, one.sentAt], ['failed', failure, 1, null])
    assert.deepEqual([two.state, two.error, two.attempts], ['unknown', error, 1])
    const { failed, unknown, queued } = await head(h, campaignId)
    assert.deepEqual({ failed, unknown, queued }, { failed: 1, unknown: 1, queued: 1 })
    await assertExact(h.store, campaignId)
  }),

  outcomes('an outcome of a sender that does not hold the message is left out', async (h) => {
    const { campaignId, ids } = await sending(h, 2)
    await beginAll(h, campaignId)
    assert.deepEqual(await h.store.messages.settle('stranger', ids.map(sentAt(h.now))), [])
    assert.deepEqual(await h.store.messages.settle('sender', [sentAt(h.now)(at(ids, 1) + 1000)]), [])
    assert.deepEqual(await statesOf(h.store, ids), ['sending', 'sending'])
    const queued = await sending(h, 1)
    assert.deepEqual(
      await h.store.messages.settle('sender', queued.ids.map(sentAt(h.now))),
      [],
      'nobody holds a queued message',
    )
  }),

  outcomes(
    'a late sent makes a message sent that became unknown by a lost lease, for the same sender and once',
    async (h) => {
      const { campaignId } = await sending(h, 2)
      const lost = await lose(h, campaignId)
      assert.deepEqual(await statesOf(h.store, lost), ['unknown', 'unknown'])
      const late = lost.slice(0, 1).map(sentAt(h.now + 5))
      assert.deepEqual(await h.store.messages.settle('stranger', late), [])
      assert.deepEqual(
        await h.store.messages.settle('lost', [{ messageId: at(lost, 0), kind: 'failed', at: h.now, error: failure }]),
        [],
      )
      const changes = await h.store.messages.settle('lost', late)
      assert.deepEqual(
        changes.map(({ sent, unknown }) => [sent, unknown]),
        [[1, 1]],
      )
      await h.store.messages.settle('lost', late)
      const message = present(await h.store.messages.get(at(lost, 0)))
      assert.deepEqual([message.state, message.sentAt, message.attempts, message.error], ['sent', h.now + 5, 1, null])
      const { sent, unknown, opens } = await head(h, campaignId)
      assert.deepEqual([sent, unknown, opens.tracked], [1, 1, 1])
      await assertExact(h.store, campaignId)
    },
  ),

  outcomes(
    'a late sent saves what `resend` queued again from being sent twice, unless another sender has it',
    async (h) => {
      const { campaignId } = await sending(h, 2, { options: { onUnknown: 'resend' } })
      const lost = await lose(h, campaignId)
      assert.deepEqual(await statesOf(h.store, lost), ['queued', 'queued'])
      await h.store.messages.settle('lost', [sentAt(h.now)(at(lost, 0))])
      assert.deepEqual(await beginAll(h, campaignId, 'next'), [at(lost, 1)])
      assert.deepEqual(await h.store.messages.settle('lost', [sentAt(h.now)(at(lost, 1))]), [])
      assert.deepEqual(await statesOf(h.store, lost), ['sent', 'sending'])
      await h.store.messages.settle('next', [sentAt(h.now)(at(lost, 1))])
      assert.equal((await head(h, campaignId)).status, 'completed')
      await assertExact(h.store, campaignId)
    },
  ),

  outcomes('the last final state completes the campaign being sent', async (h) => {
    const { campaignId, ids } = await sending(h, 3)
    await beginAll(h, campaignId)
    await h.store.messages.settle('sender', ids.slice(0, 2).map(sentAt(h.now)))
    assert.equal((await head(h, campaignId)).status, 'sending')
    const changes = await h.store.messages.settle('sender', [
      { messageId: at(ids, 2), kind: 'failed', at: h.now + 9, error: failure },
    ])
    assert.deepEqual(
      changes.map(({ status, queued }) => [status, queued]),
      [['completed', 0]],
    )
    const { status, finishedAt } = await head(h, campaignId)
    assert.deepEqual([status, finishedAt], ['completed', h.now + 9])
  }),

  outcomes('a paused or cancelled campaign keeps its status when the last message being sent is settled', async (h) => {
    for (const to of ['paused', 'cancelled'] as const) {
      const { campaignId, ids } = await sending(h, 1)
      await beginAll(h, campaignId)
      await h.store.campaigns.changeStatus(campaignId, { from: ['sending'], to, at: h.now })
      await h.store.messages.settle('sender', ids.map(sentAt(h.now)))
      const { status, sent, queued } = await head(h, campaignId)
      assert.deepEqual([status, sent, queued], [to, 1, 0])
      const resumed = await h.store.campaigns.changeStatus(campaignId, { from: [to], to: 'sending', at: h.now })
      assert.equal(resumed?.status, 'completed')
    }
  }),

  outcomes('one group may touch several campaigns and names each of them', async (h) => {
    const [one, two] = [await sending(h, 1), await sending(h, 2)]
    await beginAll(h, one.campaignId)
    await beginAll(h, two.campaignId)
    const changes = await h.store.messages.settle('sender', [...one.ids, at(two.ids, 0)].map(sentAt(h.now)))
    const named = changes.map(({ campaignId, status, sent }) => [campaignId, status, sent])
    assert.deepEqual(
      named.sort(([a], [b]) => Number(a) - Number(b)),
      [
        [one.campaignId, 'completed', 1],
        [two.campaignId, 'sending', 1],
      ],
    )
  }),

  outcomes('many senders settling at once, some of it twice, lose nothing and count nothing twice', async (h) => {
    const { campaignId } = await sending(h, 200)
    const stores = await bothStores(h)
    const work = Array.from({ length: 10 }, async (_, i) => {
      const store = at(stores, i % 2)
      const lease = { sender: `s${i}`, now: h.now, leaseUntil: h.now + HOUR }
      for (;;) {
        const claimed = await store.messages.claim({ ...lease, campaigns: [{ campaignId, limit: 7 }] })
        if (claimed.length === 0) return
        const { begun } = await store.messages.begin({ ...lease, messageIds: claimed.map(({ id }) => id) })
        const group = begun.map(
          (messageId): Outcome =>
            messageId % 5 === 0 ? { messageId, kind: 'failed', at: h.now, error: failure } : sentAt(h.now)(messageId),
        )
        await Promise.all([store.messages.settle(lease.sender, group), store.messages.settle(lease.sender, group)])
      }
    })
    await Promise.all(work)
    const { status, sent, failed, queued } = await head(h, campaignId)
    assert.deepEqual([status, sent + failed, queued], ['completed', 200, 0])
    await assertExact(h.store, campaignId)
  }),

  outcomes('an outcome without a transport is not an attempt', async (h) => {
    const { campaignId, ids } = await sending(h, 1)
    await beginAll(h, campaignId)
    await h.store.messages.settle('sender', [
      { messageId: at(ids, 0), kind: 'retry', at: h.now, dueAt: h.now - MINUTE, error: failure, attempted: false },
    ])
    assert.equal((await h.store.messages.get(at(ids, 0)))?.attempts, 0)
  }),
]
