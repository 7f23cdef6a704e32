import assert from 'node:assert/strict'
import type { EventGroup, Judge } from '../../../store/port/event-store.ts'
import { assertExact, at, head, listed, MINUTE, message, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { asScanner, hit, judgement, record, remarkAll, withFirsts } from '../hits.ts'

const judging = caseGroup('judging')

export const judgingCases: readonly StoreCase[] = [
  judging('a click re-marked as a machine’s takes its counts and its implied open back', async (h) => {
    const { campaignId, ids, links } = await sent(h, 1, { links: ['https://a.example/'] })
    const id = at(ids, 0)
    const before = await head(h, campaignId)
    await record(h.store, [hit('click', id, { at: h.now, linkId: at(links, 0) })])
    const result = await record(
      h.store,
      [hit('click', id, { at: h.now + 1, linkId: at(links, 0), ...asScanner })],
      remarkAll,
    )
    assert.deepEqual(result.campaignIds, [campaignId])
    const { opens, clicks, machineClicks, lastOpenAt, lastClickAt } = await message(h, id)
    assert.deepEqual([opens, clicks, machineClicks, lastOpenAt, lastClickAt], [0, 0, 2, null, null])
    assert.deepEqual(
      (await listed(h, id)).map(({ type, verdict, reasons }) => [type, verdict, reasons]),
      [
        ['click', 'scanner', ['test']],
        ['click', 'scanner', ['burst']],
      ],
    )
    const after = await head(h, campaignId)
    assert.deepEqual(after, { ...before, clicks: { ...before.clicks, machine: 2 } })
    assert.deepEqual(
      (await h.store.campaigns.links(campaignId)).map(({ total, unique }) => [total, unique]),
      [[0, 0]],
    )
    const timeline = await h.store.campaigns.timeline(campaignId)
    assert.deepEqual(
      timeline.map(({ sent: sends, opens: o, clicks: c }) => [sends, o, c]),
      [[1, 0, 0]],
    )
    await assertExact(h.store, campaignId)
  }),

  judging(
    'an open re-marked as a machine’s while a headline click stays is replaced by one implied open',
    async (h) => {
      const { campaignId, ids } = await sent(h, 1)
      const id = at(ids, 0)
      const onlyOpens: Judge = (one, context) => {
        const judged = remarkAll(one, context)
        const opens = new Set(context.recent.filter(({ type }) => type === 'open').map((event) => event.id))
        return { ...judged, remark: judged.remark.filter(({ eventId }) => opens.has(eventId)) }
      }
      await record(h.store, [hit('open', id, { at: h.now }), hit('click', id, { at: h.now + 5 })])
      const result = await record(h.store, [hit('open', id, { at: h.now + 6, ...asScanner })], onlyOpens)
      assert.deepEqual(withFirsts(result).firstOpens, [], 'the message never was without an open')
      const { opens, machineOpens, clicks, lastOpenAt } = await message(h, id)
      assert.deepEqual([opens, machineOpens, clicks, lastOpenAt], [1, 2, 1, h.now + 5])
      assert.equal((await listed(h, id)).filter((event) => event.implied).length, 1)
      assert.deepEqual((await head(h, campaignId)).opens, { total: 1, unique: 1, machine: 2, early: 0, tracked: 1 })
      await assertExact(h.store, campaignId)
    },
  ),

  judging('events of the same group are re-marked under the negative number of their hit', async (h) => {
    const { campaignId, ids } = await sent(h, 2)
    const [id, other] = [at(ids, 0), at(ids, 1)]
    const seen: number[][] = []
    const judge: Judge = (one, context) => {
      if (one.messageId === id) seen.push(context.recent.map((event) => event.id))
      return remarkAll(one, context)
    }
    const result = await record(
      h.store,
      [
        hit('click', other, { at: h.now }),
        hit('click', id, { at: h.now }),
        hit('click', id, { at: h.now + 1 }),
        hit('click', id, { at: h.now + 2, ...asScanner }),
      ],
      judge,
    )
    assert.deepEqual(seen, [[], [-2], [-2, -3]])
    const { firstOpens, firstClicks } = withFirsts(result)
    assert.deepEqual([firstOpens, firstClicks], [[other], [other]])
    const { opens, clicks, machineClicks } = await message(h, id)
    assert.deepEqual([opens, clicks, machineClicks], [0, 0, 3])
    await assertExact(h.store, campaignId)
  }),

  judging('a re-mark that says human gives the counts back', async (h) => {
    const { campaignId, ids, links } = await sent(h, 1, { links: ['https://a.example/'] })
    const id = at(ids, 0)
    await record(h.store, [hit('click', id, { at: h.now, verdict: 'scanner', linkId: at(links, 0) })])
    const result = await record(
      h.store,
      [hit('unsubscribe', id, { at: h.now + 1, detail: { remark: 'human' } })],
      remarkAll,
    )
    // The click is no event of this group; the open that it proves is.
    const { firstOpens, firstClicks } = withFirsts(result)
    assert.deepEqual([firstOpens, firstClicks], [[id], []])
    const { opens, clicks, machineClicks } = await message(h, id)
    assert.deepEqual([opens, clicks, machineClicks], [1, 1, 0])
    assert.deepEqual(
      (await h.store.campaigns.links(campaignId)).map(({ total, unique }) => [total, unique]),
      [[1, 1]],
    )
    await assertExact(h.store, campaignId)
  }),

  judging(
    'when the last open, click or read is re-marked, the times and the read time fall back to what is left',
    async (h) => {
      const { campaignId, ids } = await sent(h, 1)
      const id = at(ids, 0)
      const early = (['open', 'click'] as const).map((type) => hit(type, id, { at: h.now + 1 }))
      const late = (['open', 'click'] as const).map((type) => hit(type, id, { at: h.now + MINUTE }))
      await record(h.store, [...early, ...late, hit('read', id, { at: h.now + MINUTE, durationMs: 900 })])
      const onlyLate: Judge = (one, context) => {
        const judged = remarkAll(one, context)
        const ids = new Set(context.recent.filter((event) => event.at === h.now + MINUTE).map((event) => event.id))
        return { ...judged, remark: judged.remark.filter(({ eventId }) => ids.has(eventId)) }
      }
      await record(h.store, [hit('view', id, { at: h.now + MINUTE + 1, ...asScanner })], onlyLate)
      const { opens, clicks, lastOpenAt, lastClickAt, readMs } = await message(h, id)
      assert.deepEqual([opens, clicks, lastOpenAt, lastClickAt, readMs], [1, 1, h.now + 1, h.now + 1, null])
      const { readMeasured, readMs: sum } = await head(h, campaignId)
      assert.deepEqual([readMeasured, sum], [0, 0])
      assert.equal(await h.store.campaigns.medianReadMs(campaignId), undefined)
      await assertExact(h.store, campaignId)
    },
  ),

  judging(
    'a judge sees the message and its events of the look-back window, oldest first, implied ones never',
    async (h) => {
      const { ids } = await sent(h, 2)
      const [id, other] = [at(ids, 0), at(ids, 1)]
      await record(h.store, [
        hit('click', id, { at: h.now + 3 * MINUTE }),
        hit('open', other, { at: h.now + 3 * MINUTE }),
      ])
      await record(h.store, [hit('open', id, { at: h.now }), hit('view', id, { at: h.now + 2 * MINUTE })])
      const seen: unknown[] = []
      const judge: Judge = (_hit, { message: row, recent }) => {
        seen.push([row?.id, row?.sentAt, recent.map(({ type, at: time }) => [type, (time - h.now) / MINUTE])])
        return judgement('human')
      }
      const group: EventGroup = {
        recorder: 'looking',
        sequence: 1,
        lookBackMs: 3 * MINUTE,
        hits: [hit('read', id, { at: h.now + 4 * MINUTE, durationMs: 1 })],
      }
      await h.store.events.record(group, judge)
      assert.deepEqual(seen, [
        [
          id,
          h.now,
          [
            ['view', 2],
            ['click', 3],
          ],
        ],
      ])
    },
  ),

  judging('a hit that the judge drops is neither stored nor counted', async (h) => {
    const { campaignId, ids } = await sent(h, 1)
    const before = await head(h, campaignId)
    const result = await record(h.store, [hit('open', at(ids, 0)), hit('click', at(ids, 0))], () =>
      judgement('human', { drop: true }),
    )
    assert.deepEqual(result, {
      stored: true,
      events: 0,
      verdicts: {},
      campaignIds: [],
      recorded: [],
    })
    assert.deepEqual(await listed(h, at(ids, 0)), [])
    assert.deepEqual(await head(h, campaignId), before)
  }),

  judging('reclassify judges stored hits again and corrects every counter', async (h) => {
    const { campaignId, ids, links } = await sent(h, 3, { links: ['https://a.example/'] })
    const other = await sent(h, 1)
    await record(h.store, [
      hit('open', at(ids, 0), { at: h.now }),
      hit('click', at(ids, 1), { at: h.now, linkId: at(links, 0) }),
      hit('open', at(ids, 2), { at: h.now, verdict: 'scanner' }),
      hit('bounce', at(ids, 2), { at: h.now }),
      hit('open', null, { at: h.now, campaignId, verdict: 'scanner' }),
      hit('open', at(other.ids, 0), { at: h.now }),
    ])
    const clicksAreScanners: Judge = ({ type }) =>
      judgement(type === 'click' ? 'scanner' : 'human', { rulesVersion: 2 })
    assert.equal(await h.store.events.reclassify(campaignId, MINUTE, clicksAreScanners), 3)
    const rows = await Promise.all(ids.map((id) => message(h, id)))
    assert.deepEqual(
      rows.map(({ opens, clicks, machineOpens, machineClicks }) => [opens, clicks, machineOpens, machineClicks]),
      [
        [1, 0, 0, 0],
        [0, 0, 0, 1],
        [1, 0, 0, 0],
      ],
    )
    const { opens, clicks, bounces } = await head(h, campaignId)
    assert.deepEqual(opens, { total: 3, unique: 2, machine: 0, early: 0, tracked: 3 })
    assert.deepEqual(clicks, { total: 0, unique: 0, machine: 1, early: 0, tracked: 3 })
    assert.equal(bounces, 1)
    assert.deepEqual(
      (await listed(h, at(ids, 0))).map(({ rulesVersion }) => rulesVersion),
      [2],
    )
    assert.equal((await head(h, other.campaignId)).opens.total, 1)
    assert.equal(await h.store.events.reclassify(campaignId, MINUTE, clicksAreScanners), 0)
    await assertExact(h.store, campaignId)
    assert.equal(await h.store.events.reclassify(campaignId, MINUTE, () => judgement('human')), 1)
    assert.deepEqual((await message(h, at(ids, 1))).opens, 1, 'the implied open is back')
    await assertExact(h.store, campaignId)
  }),

  judging(
    'reclassify shows each hit what came before it, as judged anew, and keeps what would be dropped now',
    async (h) => {
      const { campaignId, ids } = await sent(h, 1)
      const id = at(ids, 0)
      await record(h.store, [
        hit('open', id, { at: h.now }),
        hit('open', id, { at: h.now + 1 }),
        hit('click', id, { at: h.now + 2 }),
      ])
      const seen: string[][] = []
      const judge: Judge = ({ type }, { recent }) => {
        seen.push(recent.map((event) => `${event.type}:${event.verdict}`))
        return judgement('proxy', { drop: type === 'click' })
      }
      await h.store.events.reclassify(campaignId, MINUTE, judge)
      assert.deepEqual(seen, [[], ['open:proxy'], ['open:proxy', 'open:proxy']])
      assert.deepEqual(
        (await listed(h, id)).map(({ type, verdict }) => [type, verdict]),
        [
          ['click', 'human'],
          ['open', 'proxy'],
          ['open', 'proxy'],
        ],
      )
      await assertExact(h.store, campaignId)
    },
  ),

  judging('reclassify lets a hit re-mark those before it', async (h) => {
    const { campaignId, ids } = await sent(h, 1)
    const id = at(ids, 0)
    await record(h.store, [
      hit('open', id, { at: h.now }),
      hit('open', id, { at: h.now + 1 }),
      hit('view', id, { at: h.now + 2, ...asScanner }),
    ])
    assert.equal((await message(h, id)).opens, 2)
    assert.equal(await h.store.events.reclassify(campaignId, MINUTE, remarkAll), 2)
    assert.deepEqual(
      (await listed(h, id)).map(({ verdict, reasons }) => [verdict, reasons]),
      [
        ['scanner', ['test']],
        ['scanner', ['burst']],
        ['scanner', ['burst']],
      ],
    )
    assert.equal((await message(h, id)).opens, 0)
    await assertExact(h.store, campaignId)
  }),
]
