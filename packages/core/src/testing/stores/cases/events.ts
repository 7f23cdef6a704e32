import assert from 'node:assert/strict'
import type { EventRecord } from '../../../store/port/records.ts'
import { allOf, assertExact, at, head, listed, message, oneSent, present, sending, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { hit, judgement, record, withFirsts } from '../hits.ts'

const events = caseGroup('events')

export const eventCases: readonly StoreCase[] = [
  events('an event keeps every field of its hit and its verdict', async (h) => {
    const { campaignId, id, links } = await oneSent(h, ['https://a.example/?é=1'])
    await record(
      h.store,
      [
        hit('click', id, {
          at: h.now + 5,
          linkId: at(links, 0),
          ip: '2001:db8::1',
          userAgent: 'Mozilla/5.0 “é”',
          program: { name: 'Firefox', device: 'tablet' },
          prefetch: true,
          durationMs: 3,
          count: 2,
          detail: { deep: [1, 'é'] },
        }),
      ],
      () => judgement('human', { reasons: ['a', 'b'], rulesVersion: 7 }),
    )
    const click = present((await listed(h, id)).find(({ type }) => type === 'click'))
    const { id: _id, ...stored } = click
    assert.deepEqual(stored, {
      campaignId,
      messageId: id,
      linkId: links[0],
      type: 'click',
      at: h.now + 5,
      ip: '2001:db8::1',
      userAgent: 'Mozilla/5.0 “é”',
      verdict: 'human',
      reasons: ['a', 'b'],
      rulesVersion: 7,
      head: false,
      implied: false,
      program: { name: 'Firefox', device: 'tablet' },
      prefetch: true,
      durationMs: 3,
      count: 2,
      detail: { deep: [1, 'é'] },
      url: 'https://a.example/?é=1',
    })
  }),

  events('the first unsubscribe, bounce and complaint of a message are kept and count once', async (h) => {
    const { campaignId, ids } = await sent(h, 2)
    const flags = (id: number, time: number) =>
      (['unsubscribe', 'bounce', 'complaint'] as const).map((type) => hit(type, id, { at: time }))
    const result = await record(h.store, flags(at(ids, 0), h.now + 1))
    assert.deepEqual([result.events, result.campaignIds], [3, [campaignId]])
    await record(h.store, [...flags(at(ids, 0), h.now + 9), hit('bounce', at(ids, 1), { at: h.now + 2 })])
    const { unsubscribedAt, bouncedAt, complainedAt, state } = await message(h, at(ids, 0))
    assert.deepEqual([unsubscribedAt, bouncedAt, complainedAt, state], [h.now + 1, h.now + 1, h.now + 1, 'sent'])
    const { unsubscribes, bounces, complaints } = await head(h, campaignId)
    assert.deepEqual([unsubscribes, bounces, complaints], [1, 2, 1])
    assert.deepEqual((await h.store.suppressions.list({ limit: 10 })).items, [], 'the suppression is the caller’s')
    await assertExact(h.store, campaignId)
  }),

  events('events are listed newest first, each page once, with the destination that was clicked', async (h) => {
    const { id, links } = await oneSent(h, ['https://a.example/'])
    await record(h.store, [hit('open', id, { at: h.now })])
    await record(
      h.store,
      Array.from({ length: 7 }, (_, i) =>
        hit('click', id, { at: h.now + Math.floor(i / 2) + 1, linkId: at(links, 0) }),
      ),
    )
    for (const limit of [1, 3, 100]) {
      const all = await allOf((cursor) => h.store.events.list(id, { limit, cursor }))
      assert.equal(new Set(all.map((event: EventRecord) => event.id)).size, 8)
      assert.deepEqual(
        all.map((event) => event.at - h.now),
        [4, 3, 3, 2, 2, 1, 1, 0],
      )
      assert.deepEqual(
        all.map(({ url }) => url),
        [...Array(7).fill('https://a.example/'), null],
      )
    }
  }),

  events('hits of messages and campaigns that are gone are left out, the others of the group stored', async (h) => {
    const [gone, kept] = [await oneSent(h), await oneSent(h)]
    await h.store.campaigns.remove(gone.campaignId)
    const result = await record(h.store, [
      hit('open', gone.id),
      hit('open', kept.id),
      hit('open', kept.id + 1000),
      hit('open', null, { campaignId: gone.campaignId }),
    ])
    assert.deepEqual(withFirsts(result), {
      stored: true,
      events: 1,
      verdicts: { human: 1 },
      campaignIds: [kept.campaignId],
      firstOpens: [kept.id],
      firstClicks: [],
    })
  }),

  events('a message that is not sent yet, or unknown, can be opened too', async (h) => {
    const { campaignId, ids } = await sending(h, 1)
    await record(h.store, [hit('open', at(ids, 0))])
    assert.deepEqual([(await message(h, at(ids, 0))).opens, (await head(h, campaignId)).opens.unique], [1, 1])
    await assertExact(h.store, campaignId)
  }),
]
