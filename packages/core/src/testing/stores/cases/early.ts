import assert from 'node:assert/strict'
import type { Judge } from '../../../store/port/event-store.ts'
import { EARLY } from '../../../store/rules/ledger.ts'
import { assertExact, at, DAY, HOUR, head, MINUTE, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, judgeByAgent, judgement, record } from '../hits.ts'

const early = caseGroup('early')

/** Judges by the agent; what came within a minute of `from` is early. */
const judgeFrom =
  (from: number): Judge =>
  (one, context) => {
    const judged = judgeByAgent(one, context)
    return one.at - from < MINUTE ? { ...judged, reasons: [...judged.reasons, EARLY] } : judged
  }

async function earlyOf(h: StoreHarness, campaignId: number): Promise<[opens: number, clicks: number]> {
  await assertExact(h.store, campaignId)
  const { opens, clicks } = await head(h, campaignId)
  return [opens.early, clicks.early]
}

export const earlyCases: readonly StoreCase[] = [
  early('headline opens and clicks with the reason `early` are counted beside, as often as they came', async (h) => {
    const { campaignId, ids, links } = await sent(h, 3, { links: ['https://a.example/'] })
    const judge = judgeFrom(h.now)
    const soon = { at: h.now + 1 }
    await record(
      h.store,
      [
        hit('open', at(ids, 0), { ...soon, count: 4 }),
        hit('open', at(ids, 0), { at: h.now + HOUR }),
        hit('open', at(ids, 1), { ...soon, verdict: 'proxy' }),
        hit('click', at(ids, 1), { ...soon, linkId: at(links, 0) }),
        hit('click', at(ids, 1), { ...soon, verdict: 'proxy' }),
        hit('open', at(ids, 2), { ...soon, verdict: 'scanner' }),
        hit('read', at(ids, 2), { ...soon, durationMs: 900 }),
        hit('view', at(ids, 2), soon),
      ],
      judge,
    )
    assert.deepEqual(await earlyOf(h, campaignId), [5, 1])
    await record(h.store, [hit('click', at(ids, 2), soon)], judge)
    assert.deepEqual(await earlyOf(h, campaignId), [5, 2], 'an open that a click proves is no early one')
  }),

  early('they follow verdicts and reasons that change, and come back with the rules', async (h) => {
    const { campaignId, ids } = await sent(h, 2)
    const judge = judgeFrom(h.now)
    const hits = [hit('open', at(ids, 0), { at: h.now }), hit('click', at(ids, 1), { at: h.now })]
    await record(h.store, [...hits, hit('open', null, { at: h.now, campaignId })], judge)
    assert.deepEqual(await earlyOf(h, campaignId), [2, 1])
    const machines: Judge = () => judgement('scanner', { reasons: [EARLY] })
    for (const [again, expected] of [
      [machines, [0, 0]],
      [judge, [2, 1]],
      [judgeFrom(h.now - MINUTE), [0, 0]],
      [judge, [2, 1]],
    ] as const) {
      await h.store.events.reclassify(campaignId, MINUTE, again)
      assert.deepEqual(await earlyOf(h, campaignId), expected)
    }
  }),

  early('they stay when their events are purged', async (h) => {
    const { campaignId, ids } = await sent(h, 1)
    await record(h.store, [hit('open', at(ids, 0), { at: h.now })], judgeFrom(h.now))
    await h.store.privacy.purge({ eventsBefore: { open: h.now + DAY } }, 10, h.now)
    assert.deepEqual(await earlyOf(h, campaignId), [1, 0])
  }),
]
