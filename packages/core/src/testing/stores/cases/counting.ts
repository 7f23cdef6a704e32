import assert from 'node:assert/strict'
import { assertExact, at, head, listed, message, oneSent, present, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { hit, record, withFirsts } from '../hits.ts'

const counting = caseGroup('counting')

export const countingCases: readonly StoreCase[] = [
  counting('an open counts on message, campaign and timeline, and says which opens were first', async (h) => {
    const { campaignId, id } = await oneSent(h)
    const first = await record(h.store, [hit('open', id, { at: h.now + 1 }), hit('open', id, { at: h.now + 2 })])
    assert.deepEqual(withFirsts(first), {
      stored: true,
      events: 2,
      verdicts: { human: 2 },
      campaignIds: [campaignId],
      firstOpens: [id],
      firstClicks: [],
    })
    const second = await record(h.store, [hit('open', id, { at: h.now })])
    assert.deepEqual(withFirsts(second).firstOpens, [])
    const { opens, lastOpenAt, clicks } = await message(h, id)
    assert.deepEqual([opens, lastOpenAt, clicks], [3, h.now + 2, 0])
    assert.deepEqual((await head(h, campaignId)).opens, { total: 3, unique: 1, machine: 0, early: 0, tracked: 1 })
    const timeline = await h.store.campaigns.timeline(campaignId)
    assert.equal(
      timeline.reduce((sum, item) => sum + item.opens, 0),
      3,
    )
    await assertExact(h.store, campaignId)
  }),

  counting(
    'headline opens are human, proxy and unknown; headline clicks human and unknown; the rest are machines',
    async (h) => {
      const { campaignId, id } = await oneSent(h)
      const each = (['human', 'proxy', 'unknown', 'prefetch', 'scanner'] as const).flatMap((verdict) => [
        hit('open', id, { verdict }),
        hit('click', id, { verdict }),
      ])
      await record(h.store, each)
      const { opens, clicks, machineOpens, machineClicks } = await message(h, id)
      assert.deepEqual([opens, clicks, machineOpens, machineClicks], [3, 2, 2, 3])
      const campaign = await head(h, campaignId)
      assert.deepEqual(campaign.opens, { total: 3, unique: 1, machine: 2, early: 0, tracked: 1 })
      assert.deepEqual(campaign.clicks, { total: 2, unique: 1, machine: 3, early: 0, tracked: 1 })
      await assertExact(h.store, campaignId)
    },
  ),

  counting('HEAD and view are stored and change no counter', async (h) => {
    const { campaignId, id, links } = await oneSent(h, ['https://a.example/'])
    const before = await head(h, campaignId)
    const result = await record(h.store, [
      hit('open', id, { head: true, verdict: 'scanner' }),
      hit('click', id, { head: true, verdict: 'scanner', linkId: at(links, 0) }),
      hit('unsubscribe', id, { head: true, verdict: 'scanner' }),
      hit('view', id),
    ])
    assert.deepEqual([result.events, result.campaignIds, withFirsts(result).firstOpens], [4, [], []])
    assert.equal((await listed(h, id)).length, 4)
    assert.deepEqual(await head(h, campaignId), before)
    assert.equal((await message(h, id)).unsubscribedAt, null)
    await assertExact(h.store, campaignId)
  }),

  counting(
    'a headline click without a headline open stores one implied open, counted in total and unique',
    async (h) => {
      const { campaignId, id } = await oneSent(h)
      const result = await record(h.store, [hit('click', id, { at: h.now + 1 }), hit('click', id, { at: h.now + 2 })])
      assert.deepEqual(withFirsts(result), {
        stored: true,
        events: 2,
        verdicts: { human: 2 },
        campaignIds: [campaignId],
        firstOpens: [id],
        firstClicks: [id],
      })
      await record(h.store, [hit('click', id, { at: h.now + 3 })])
      const implied = (await listed(h, id)).filter((event) => event.implied)
      assert.deepEqual(
        implied.map(({ type, at: time, verdict, ip, userAgent }) => ({ type, time, verdict, ip, userAgent })),
        [{ type: 'open', time: h.now + 1, verdict: 'human', ip: null, userAgent: null }],
      )
      const { opens, clicks, lastClickAt } = await message(h, id)
      assert.deepEqual([opens, clicks, lastClickAt], [1, 3, h.now + 3])
      assert.deepEqual((await head(h, campaignId)).opens, { total: 1, unique: 1, machine: 0, early: 0, tracked: 1 })
      await assertExact(h.store, campaignId)
    },
  ),

  counting('a click after an open, or only a machine’s click, implies no open', async (h) => {
    const { campaignId, ids } = await sent(h, 2)
    await record(h.store, [
      hit('open', at(ids, 0)),
      hit('click', at(ids, 0)),
      hit('click', at(ids, 1), { verdict: 'scanner' }),
    ])
    assert.deepEqual([(await message(h, at(ids, 0))).opens, (await message(h, at(ids, 1))).opens], [1, 0])
    await assertExact(h.store, campaignId)
  }),

  counting('a click on a link counts its total, and unique once per message', async (h) => {
    const { campaignId, ids, links } = await sent(h, 2, { links: ['https://a.example/', 'https://b.example/'] })
    const [a, b] = [at(links, 0), at(links, 1)]
    await record(h.store, [hit('click', at(ids, 0), { linkId: a }), hit('click', at(ids, 0), { linkId: b })])
    await record(h.store, [
      hit('click', at(ids, 0), { linkId: a }),
      hit('click', at(ids, 1), { linkId: a }),
      hit('click', at(ids, 1), { linkId: b, verdict: 'scanner' }),
    ])
    const figures = (await h.store.campaigns.links(campaignId)).map(({ total, unique }) => ({ total, unique }))
    assert.deepEqual(figures, [
      { total: 3, unique: 2 },
      { total: 1, unique: 1 },
    ])
    await assertExact(h.store, campaignId)
  }),

  counting(
    'read time is summed per message, counted for headline verdicts only, and its median is known to 100 ms',
    async (h) => {
      const { campaignId, ids } = await sent(h, 4)
      assert.equal(await h.store.campaigns.medianReadMs(campaignId), undefined)
      await record(h.store, [
        hit('read', at(ids, 0), { durationMs: 4000 }),
        hit('read', at(ids, 0), { durationMs: 1200 }),
        hit('read', at(ids, 1), { durationMs: 900, verdict: 'unknown' }),
        hit('read', at(ids, 2), { durationMs: 60_000 }),
        hit('read', at(ids, 3), { durationMs: 9000, verdict: 'proxy' }),
      ])
      assert.deepEqual(await Promise.all(ids.map(async (id) => (await message(h, id)).readMs)), [
        5200,
        900,
        60_000,
        null,
      ])
      const { readMs, readMeasured } = await head(h, campaignId)
      assert.deepEqual([readMs, readMeasured], [66_100, 3])
      const median = present(await h.store.campaigns.medianReadMs(campaignId))
      assert.ok(Math.abs(median - 5200) <= 100, `median ${median}`)
      await assertExact(h.store, campaignId)
    },
  ),

  counting('messages that were read equally long are counted each', async (h) => {
    const { campaignId, ids } = await sent(h, 5)
    const [brief, ...others] = ids
    await record(h.store, [hit('read', Number(brief), { durationMs: 500 })])
    await record(
      h.store,
      others.map((id) => hit('read', id, { durationMs: 4000 })),
    )
    const median = present(await h.store.campaigns.medianReadMs(campaignId))
    assert.ok(Math.abs(median - 4000) <= 100, `median ${median}`)
    await assertExact(h.store, campaignId)
  }),

  counting('an event that stands for several equal hits counts as many', async (h) => {
    const { campaignId, id, links } = await oneSent(h, ['https://a.example/'])
    const merged = await record(h.store, [
      hit('open', id, { count: 5 }),
      hit('click', id, { count: 3, linkId: at(links, 0) }),
      hit('open', id, { count: 4, verdict: 'scanner' }),
      hit('bounce', id),
    ])
    assert.deepEqual(merged.verdicts, { human: 8, scanner: 4 })
    const { opens, clicks, machineOpens } = await message(h, id)
    assert.deepEqual([opens, clicks, machineOpens], [5, 3, 4])
    assert.deepEqual(
      (await h.store.campaigns.links(campaignId)).map(({ total, unique }) => [total, unique]),
      [[3, 1]],
    )
    await assertExact(h.store, campaignId)
  }),

  counting('aggregate hits count totals and machines of campaign, link and timeline, never unique', async (h) => {
    const { campaignId, links } = await sent(h, 1, {
      links: ['https://a.example/'],
      options: { tracking: { aggregate: true } },
    })
    const result = await record(h.store, [
      hit('open', null, { campaignId, at: h.now }),
      hit('open', null, { campaignId, at: h.now, verdict: 'scanner' }),
      hit('click', null, { campaignId, at: h.now, linkId: at(links, 0) }),
      hit('open', null, { campaignId: campaignId + 1000 }),
      hit('open', null),
    ])
    assert.deepEqual(withFirsts(result), {
      stored: true,
      events: 3,
      verdicts: { human: 2, scanner: 1 },
      campaignIds: [campaignId],
      firstOpens: [],
      firstClicks: [],
    })
    await record(h.store, [
      hit('open', null, { campaignId, at: h.now }),
      hit('read', null, { campaignId, durationMs: 900 }),
    ])
    const campaign = await head(h, campaignId)
    assert.deepEqual(campaign.opens, { total: 2, unique: 0, machine: 1, early: 0, tracked: 1 })
    assert.deepEqual([campaign.readMs, campaign.readMeasured], [0, 0])
    assert.deepEqual(campaign.clicks, { total: 1, unique: 0, machine: 0, early: 0, tracked: 1 })
    assert.deepEqual(
      (await h.store.campaigns.links(campaignId)).map(({ total, unique }) => [total, unique]),
      [[1, 0]],
    )
    const timeline = await h.store.campaigns.timeline(campaignId)
    assert.deepEqual(
      timeline.map(({ opens, clicks }) => [opens, clicks]),
      [[2, 1]],
    )
    await assertExact(h.store, campaignId)
  }),

  counting(
    'a recount finds what is wrong, names it and repairs it',
    async (h) => {
      const { campaignId, id, links } = await oneSent(h, ['https://a.example/'])
      await record(h.store, [hit('click', id, { at: h.now, linkId: at(links, 0) })])
      const right = await head(h, campaignId)
      await present(h.damage, 'a harness that can damage')(campaignId)
      const found = await h.store.campaigns.recount(campaignId)
      const names = Object.keys(found)
        .map((name) => name.replace(/\d+/, '#'))
        .sort()
      assert.deepEqual(names, ['link:#.total', 'opens.total', 'timeline:#.sent'])
      assert.equal(found['opens.total']?.is, 1)
      assert.deepEqual(await head(h, campaignId), right)
      await assertExact(h.store, campaignId)
    },
    ['damage'],
  ),
]
