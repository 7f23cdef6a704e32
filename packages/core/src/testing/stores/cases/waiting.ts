import assert from 'node:assert/strict'
import { recipientZone } from '../../../domain/sending-hours.ts'
import type { Outcome } from '../../../store/port/message-store.ts'
import { tooLateError } from '../../../store/rules/too-late.ts'
import {
  assertExact,
  at,
  beginAll,
  DAY,
  draft,
  failure,
  HOUR,
  head,
  MINUTE,
  people,
  recipient,
  sending,
  sentAt,
} from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'

const waiting = caseGroup('waiting')
const lease = (now: number) => ({ sender: 'sender', now, leaseUntil: now + HOUR })

async function claimAt(h: StoreHarness, campaignId: number, now: number): Promise<number[]> {
  const claimed = await h.store.messages.claim({ ...lease(now), campaigns: [{ campaignId, limit: 1000 }] })
  return claimed.map(({ id }) => id)
}

async function dueOf(h: StoreHarness, campaignId: number): Promise<number | undefined> {
  const { campaigns } = await h.store.campaigns.agenda({ now: h.now, until: h.now + 10 * DAY, known: [campaignId] })
  const dueAt = campaigns.find(({ id }) => id === campaignId)?.dueAt
  return dueAt === undefined ? undefined : Math.max(dueAt - h.now, 0)
}

/** A clock of the database's own goes on meanwhile. */
function assertAbout(actual: number | undefined, expected: number): void {
  assert.ok(actual !== undefined && Math.abs(actual - expected) < MINUTE, `${actual} is not about ${expected}`)
}

const expiredOf = (h: StoreHarness, campaignId: number) =>
  h.store.messages.skipQueued(campaignId, { version: 1, at: h.now })

export const waitingCases: readonly StoreCase[] = [
  waiting('a message planned for later is claimed then, and not before', async (h) => {
    const [now, later] = people(2)
    assert.ok(now !== undefined && later !== undefined)
    const { campaignId, ids } = await sending(h, [{ ...later, dueAt: h.now + 2 * HOUR }, now])
    assert.deepEqual(await claimAt(h, campaignId, h.now), [at(ids, 1)])
    assertAbout(await dueOf(h, campaignId), 2 * HOUR)
    await assertExact(h.store, campaignId)
  }),

  waiting('putOff queues what is claimed or being sent as it came: attempts and error stay', async (h) => {
    const { campaignId, ids } = await sending(h, 2)
    await beginAll(h, campaignId)
    const again: Outcome[] = ids.map((messageId) => {
      return { messageId, kind: 'retry', at: h.now, dueAt: h.now - MINUTE, error: failure, attempted: true }
    })
    await h.store.messages.settle('sender', again)
    const claimed = await claimAt(h, campaignId, h.now)
    assert.equal(claimed.length, 2)
    await h.store.messages.begin({ ...lease(h.now), messageIds: [at(ids, 0)] })
    const outcomes: Outcome[] = ids.map((messageId) => {
      return { messageId, kind: 'putOff', at: h.now, dueAt: h.now + 3 * HOUR }
    })
    assert.deepEqual(await h.store.messages.settle('another', outcomes), [], 'only the holder is believed')
    const [change] = await h.store.messages.settle('sender', outcomes)
    assert.deepEqual([change?.status, change?.queued], ['sending', 2])
    // The answer was lost: the same again.
    const [repeated] = await h.store.messages.settle('sender', outcomes)
    assert.deepEqual(repeated, change)
    for (const id of ids) {
      const message = await h.store.messages.get(id)
      assert.deepEqual([message?.state, message?.attempts, message?.error], ['queued', 1, failure])
    }
    assertAbout(await dueOf(h, campaignId), 3 * HOUR)
    await assertExact(h.store, campaignId)
  }),

  waiting('makeDue makes what is queued due, of this campaign alone, in any status', async (h) => {
    const batch = people(3).map((one) => ({ ...one, dueAt: h.now + 5 * HOUR }))
    const { campaignId } = await sending(h, batch)
    const { campaignId: other } = await sending(h, batch)
    await h.store.campaigns.changeStatus(campaignId, { from: ['sending'], to: 'paused', at: h.now })
    assert.equal(await h.store.messages.makeDue(campaignId, h.now - MINUTE), 3)
    assert.equal(await h.store.messages.makeDue(campaignId, h.now - MINUTE), 0)
    await h.store.campaigns.changeStatus(campaignId, { from: ['paused'], to: 'sending', at: h.now })
    assertAbout(await dueOf(h, campaignId), 0)
    assertAbout(await dueOf(h, other), 5 * HOUR)
    assert.equal((await claimAt(h, campaignId, h.now)).length, 3)
    assert.equal(await h.store.messages.makeDue(999_999, h.now), 0)
  }),

  waiting('skipQueued skips all that is queued, says why, counts it, and completes the campaign', async (h) => {
    const { campaignId, ids } = await sending(h, 4)
    const begun = await beginAll(h, campaignId)
    await h.store.messages.settle('sender', [
      sentAt(h.now)(at(begun, 0)),
      ...begun.slice(1).map((messageId): Outcome => {
        return { messageId, kind: 'retry', at: h.now, dueAt: h.now + HOUR, error: failure, attempted: true }
      }),
    ])
    const { skipped, change } = await expiredOf(h, campaignId)
    assert.equal(skipped, 3)
    assert.deepEqual([change?.status, change?.queued, change?.skipped, change?.sent], ['completed', 0, 3, 1])
    const message = await h.store.messages.get(at(ids, 3))
    assert.deepEqual([message?.state, message?.error, message?.attempts], ['skipped', tooLateError, 1])
    assert.equal(message?.endedAt, h.now)
    assert.equal((await head(h, campaignId)).finishedAt, h.now)
    await assertExact(h.store, campaignId)
    assert.deepEqual(await expiredOf(h, campaignId), { skipped: 0, change: undefined })
  }),

  waiting('skipQueued leaves what a sender holds, and skips it once it is back', async (h) => {
    const { campaignId, ids } = await sending(h, 3)
    const claim = { ...lease(h.now), campaigns: [{ campaignId, limit: 2 }] }
    const [first, second] = (await h.store.messages.claim(claim)).map(({ id }) => id)
    assert.ok(first !== undefined && second !== undefined)
    await h.store.messages.begin({ ...lease(h.now), messageIds: [first] })
    const { skipped, change } = await expiredOf(h, campaignId)
    assert.deepEqual([skipped, change?.status, change?.queued], [1, 'sending', 2])
    await h.store.messages.release('sender', [second])
    assert.equal((await expiredOf(h, campaignId)).change?.status, 'sending')
    await h.store.messages.settle('sender', [sentAt(h.now)(first)])
    assert.equal((await head(h, campaignId)).status, 'completed')
    assert.equal(ids.length, 3)
    await assertExact(h.store, campaignId)
  }),

  waiting('skipQueued changes nothing in another version, or in a campaign that is not being sent', async (h) => {
    const { campaignId } = await sending(h, 2)
    await h.store.campaigns.update(campaignId, { name: 'Later' }, ['sending'])
    assert.deepEqual(await expiredOf(h, campaignId), { skipped: 0, change: undefined })
    const { campaignId: paused } = await sending(h, 2)
    await h.store.campaigns.changeStatus(paused, { from: ['sending'], to: 'paused', at: h.now })
    const planned = await draft(h)
    for (const id of [paused, planned, 999_999])
      assert.deepEqual(await expiredOf(h, id), { skipped: 0, change: undefined })
    assert.equal((await head(h, campaignId)).queued + (await head(h, paused)).queued, 4)
  }),

  waiting('skipQueued skips more than one transaction takes', async (h) => {
    const { campaignId } = await sending(h, 1_203)
    const { skipped, change } = await expiredOf(h, campaignId)
    assert.deepEqual([skipped, change?.status, change?.skipped], [1_203, 'completed', 1_203])
    await assertExact(h.store, campaignId)
  }),

  waiting('bringForward leaves what waits for the hours of its recipient, unless the clock was ahead', async (h) => {
    const hours = { from: '09:00', to: '10:00', timeZone: recipientZone }
    const waits = [recipient('ann@example.org', { dueAt: h.now + 3 * DAY })]
    const { campaignId } = await sending(h, waits, { options: { hours } })
    const headers = { 'X-Zone': JSON.stringify({ timeZone: recipientZone }) }
    const { campaignId: other } = await sending(h, waits, { options: { headers } })
    const request = { now: h.now, longestMs: [HOUR] }
    assert.equal(await h.store.messages.bringForward({ ...request, wasAhead: false, campaignId }), 0)
    assert.equal(await h.store.messages.bringForward({ ...request, wasAhead: false, campaignId: other }), 1)
    assertAbout(await dueOf(h, campaignId), 3 * DAY)
    assert.equal(await h.store.messages.bringForward({ ...request, wasAhead: true, campaignId }), 1)
    assertAbout(await dueOf(h, campaignId), 0)
  }),
]
