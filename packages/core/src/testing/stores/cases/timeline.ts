import assert from 'node:assert/strict'
import type { Store } from '../../../store/port/store.ts'
import type { HourCounts } from '../../../store/port/timeline.ts'
import { hourOf } from '../../../store/rules/hours.ts'
import { emptyHour } from '../../../store/rules/timeline.ts'
import {
  assertExact,
  at,
  beginAll,
  draft,
  failure,
  HOUR,
  MINUTE,
  newSuppression,
  oneSent,
  people,
  sending,
  sentAt,
  tracked,
} from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { hit, judgement, record } from '../hits.ts'

const timeline = caseGroup('timeline')

/** Fails unless exactly these hours hold exactly these counts, and a recount finds the same. */
async function assertHours(store: Store, id: number, expected: [hour: number, Partial<HourCounts>][]): Promise<void> {
  const whole = expected.map(([hour, counts]) => ({ hour: hourOf(hour), ...emptyHour(), ...counts }))
  assert.deepEqual(await store.campaigns.timeline(id), whole)
  await assertExact(store, id)
}

const both = { opensTracked: 1, clicksTracked: 1 }

export const timelineCases: readonly StoreCase[] = [
  timeline('opens and clicks count in their own hours, and as opened and clicked in that of the sending', async (h) => {
    const { campaignId, id } = await oneSent(h)
    const later = hourOf(h.now) + 50 * HOUR
    const times = [later, later + HOUR - 1, later + HOUR]
    await record(h.store, [hit('open', id, { at: later - 2 * HOUR }), hit('view', id, { at: later + 9 * HOUR })])
    await record(
      h.store,
      times.flatMap((time) => [hit('open', id, { at: time }), hit('click', id, { at: time })]),
    )
    await assertHours(h.store, campaignId, [
      [h.now, { sent: 1, ...both, opened: 1, clicked: 1 }],
      [later - 2 * HOUR, { opens: 1 }],
      [later, { opens: 2, clicks: 2 }],
      [later + HOUR, { opens: 1, clicks: 1 }],
    ])
    await h.store.events.reclassify(campaignId, 0, () => judgement('scanner'))
    await assertHours(h.store, campaignId, [[h.now, { sent: 1, ...both }]])
  }),

  timeline('hours are read from one on, before another, and between both', async (h) => {
    const { campaignId, id } = await oneSent(h)
    const first = hourOf(h.now)
    const hours = [1, 2, 3].map((n) => first + n * HOUR)
    await record(
      h.store,
      hours.map((time) => hit('open', id, { at: time })),
    )
    const { timeline: read } = h.store.campaigns
    const all = [first, ...hours]
    for (const [from, before] of [
      [undefined, undefined],
      [at(hours, 0), undefined],
      [undefined, at(hours, 2)],
      [at(hours, 0), at(hours, 2)],
      [at(hours, 1), at(hours, 1)],
    ] as const)
      assert.deepEqual(
        (await read(campaignId, { from, before })).map(({ hour }) => hour),
        all.filter((hour) => hour >= (from ?? first) && hour < (before ?? Infinity)),
      )
  }),

  timeline('what a message got counts in the hour it was sent, once, however late it comes', async (h) => {
    const { campaignId, id } = await oneSent(h)
    const late = { at: h.now + 9 * HOUR }
    const hard = { ...late, detail: { permanent: true } }
    await record(h.store, [hit('bounce', id, late), hit('bounce', id, hard), hit('bounce', id, hard)])
    await record(h.store, [hit('complaint', id, late), hit('unsubscribe', id, late), hit('unsubscribe', id, late)])
    await assertHours(h.store, campaignId, [
      [h.now, { sent: 1, ...both, bounced: 1, hardBounced: 1, complained: 1, unsubscribed: 1 }],
    ])
  }),

  timeline('messages count in the hour they end: sent, failed, unknown, and skipped when begun', async (h) => {
    const { campaignId, ids } = await sending(h, 4)
    await h.store.suppressions.add(newSuppression(h, 'person3@example.org'))
    await beginAll(h, campaignId)
    const [later, latest] = [h.now + 2 * HOUR, h.now + 4 * HOUR]
    await h.store.messages.settle('sender', [
      { messageId: at(ids, 0), kind: 'sent', at: later, tracked: { ...tracked, clicks: false } },
      { messageId: at(ids, 1), kind: 'failed', at: latest, error: failure },
      { messageId: at(ids, 2), kind: 'unknown', at: latest, error: failure },
    ])
    await assertHours(h.store, campaignId, [
      [h.now, { skipped: 1 }],
      [later, { sent: 1, opensTracked: 1 }],
      [latest, { failed: 1, unknown: 1 }],
    ])
    const ended = await Promise.all(ids.map(async (id) => (await h.store.messages.get(id))?.endedAt))
    assert.deepEqual(ended, [null, latest, latest, h.now])
  }),

  timeline('a message that is tried again leaves the hour it had failed in', async (h) => {
    const { campaignId, ids } = await sending(h, 1)
    await beginAll(h, campaignId)
    const id = at(ids, 0)
    await h.store.messages.settle('sender', [{ messageId: id, kind: 'failed', at: h.now, error: failure }])
    await h.store.messages.retry(campaignId, { include: ['failed'], at: h.now })
    await assertHours(h.store, campaignId, [])
    assert.equal((await h.store.messages.get(id))?.endedAt, null)
    await beginAll(h, campaignId)
    await h.store.messages.settle('sender', [sentAt(h.now + HOUR)(id)])
    await assertHours(h.store, campaignId, [[h.now + HOUR, { sent: 1, ...both }]])
    assert.equal((await h.store.messages.get(id))?.endedAt, null)
  }),

  timeline(
    'a lost message counts as unknown, and as sent with what came meanwhile once its sender says so',
    async (h) => {
      const { campaignId, ids } = await sending(h, 1)
      const id = at(ids, 0)
      const lease = { sender: 'sender', now: h.now, leaseUntil: h.now - MINUTE }
      await h.store.messages.claim({ ...lease, campaigns: [{ campaignId, limit: 1 }] })
      await h.store.messages.begin({ ...lease, messageIds: [id] })
      await h.store.messages.expireLeases(h.now)
      await record(h.store, [hit('click', id, { at: h.now }), hit('bounce', id, { at: h.now })])
      await assertHours(h.store, campaignId, [[h.now, { unknown: 1, opens: 1, clicks: 1 }]])
      const sentLate = h.now - 2 * HOUR
      await h.store.messages.settle('sender', [sentAt(sentLate)(id)])
      await assertHours(h.store, campaignId, [
        [sentLate, { sent: 1, ...both, opened: 1, clicked: 1, bounced: 1 }],
        [h.now, { opens: 1, clicks: 1 }],
      ])
    },
  ),

  timeline('recipients that a plan skips count in its hour, and no more once it is cleared', async (h) => {
    await h.store.suppressions.add(newSuppression(h, 'person0@example.org'))
    const id = await draft(h)
    await h.store.campaigns.plan(id, people(2), h.now + HOUR)
    await assertHours(h.store, id, [[h.now + HOUR, { skipped: 1 }]])
    while (await h.store.campaigns.clearPlan(id, 1));
    await assertHours(h.store, id, [])
  }),

  timeline('whom an erasure takes out of a campaign is skipped in its hour', async (h) => {
    const { campaignId } = await sending(h, 2)
    const erasedAt = h.now + 3 * HOUR
    await h.store.privacy.erase({ owner: null, email: 'person0@example.org', emailHash: 'hash', at: erasedAt })
    await assertHours(h.store, campaignId, [[erasedAt, { skipped: 1 }]])
  }),
]
