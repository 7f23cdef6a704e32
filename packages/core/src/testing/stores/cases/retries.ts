import assert from 'node:assert/strict'
import type { Outcome } from '../../../store/port/message-store.ts'
import { assertExact, at, beginAll, draft, failure, HOUR, head, MINUTE, people, sending, sentAt } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'

const retries = caseGroup('retries')

export const retryCases: readonly StoreCase[] = [
  retries(
    'retry queues failed and unknown messages as asked, with attempts from zero, and reopens a completed campaign',
    async (h) => {
      const { campaignId, ids } = await sending(h, 4)
      await beginAll(h, campaignId)
      const fail = (messageId: number, kind: 'failed' | 'unknown'): Outcome => ({
        messageId,
        kind,
        at: h.now,
        error: failure,
      })
      await h.store.messages.settle('sender', [
        sentAt(h.now)(at(ids, 0)),
        fail(at(ids, 1), 'failed'),
        fail(at(ids, 2), 'failed'),
        fail(at(ids, 3), 'unknown'),
      ])
      assert.equal((await head(h, campaignId)).status, 'completed')
      assert.equal(
        await h.store.messages.retry(campaignId, {
          include: ['failed'],
          messageIds: [at(ids, 0), at(ids, 1), at(ids, 3)],
          at: h.now - MINUTE,
        }),
        1,
      )
      const { status, finishedAt, failed, unknown, queued } = await head(h, campaignId)
      assert.deepEqual([status, finishedAt, failed, unknown, queued], ['sending', null, 1, 1, 1])
      assert.equal(await h.store.messages.retry(campaignId, { include: ['failed', 'unknown'], at: h.now - MINUTE }), 2)
      const claimed = await h.store.messages.claim({
        sender: 'again',
        now: h.now,
        leaseUntil: h.now + HOUR,
        campaigns: [{ campaignId, limit: 10 }],
      })
      assert.deepEqual(
        claimed.map(({ id, attempts }) => [id, attempts]),
        ids.slice(1).map((id) => [id, 0]),
      )
      await assertExact(h.store, campaignId)
    },
  ),

  retries('retry of a completed campaign that has nothing to retry leaves it completed', async (h) => {
    const { campaignId, ids } = await sending(h, 1)
    await beginAll(h, campaignId)
    await h.store.messages.settle('sender', ids.map(sentAt(h.now)))
    const before = await head(h, campaignId)
    assert.equal(await h.store.messages.retry(campaignId, { include: ['failed', 'unknown'], at: h.now + HOUR }), 0)
    assert.deepEqual(await head(h, campaignId), before)
  }),

  retries('retry touches nothing of a campaign that is a draft, cancelled or gone', async (h) => {
    const drafted = await draft(h)
    await h.store.campaigns.plan(drafted, people(1), h.now)
    const { campaignId, ids } = await sending(h, 1)
    await beginAll(h, campaignId)
    await h.store.campaigns.changeStatus(campaignId, { from: ['sending'], to: 'cancelled', at: h.now })
    await h.store.messages.settle('sender', [{ messageId: at(ids, 0), kind: 'failed', at: h.now, error: failure }])
    for (const id of [drafted, campaignId, campaignId + 1000]) {
      assert.equal(await h.store.messages.retry(id, { include: ['failed', 'unknown'], at: h.now }), 0)
    }
    assert.equal((await head(h, campaignId)).status, 'cancelled')
  }),
]
