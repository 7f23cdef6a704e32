import assert from 'node:assert/strict'
import type { Program, ProgramStats } from '../../../domain/stats.ts'
import { assertExact, at, DAY, MINUTE, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, judgement, record } from '../hits.ts'

const programs = caseGroup('programs')

const phone: Program = { name: 'Apple Mail', device: 'phone' }
const tablet: Program = { name: 'Apple Mail', device: 'tablet' }
const computer: Program = { name: 'Thunderbird', device: 'computer' }
const unknown: Program = { name: 'unknown', device: 'unknown' }

type Numbers = [opens: number, machineOpens: number, clicks: number, machineClicks: number]
const of = (program: Program, [total, machine, clicks, machineClicks]: Numbers): ProgramStats => ({
  ...program,
  opens: { total, machine },
  clicks: { total: clicks, machine: machineClicks },
})

async function expectPrograms(h: StoreHarness, campaignId: number, expected: ProgramStats[]): Promise<void> {
  await assertExact(h.store, campaignId)
  const sorted = (items: ProgramStats[]) => items.map((item) => JSON.stringify(item)).sort()
  const found = await h.store.campaigns.programs(campaignId)
  assert.deepEqual(
    sorted(found.map(({ name, device, opens, clicks }) => ({ name, device, opens, clicks }))),
    sorted(expected),
  )
}

export const programCases: readonly StoreCase[] = [
  programs('opens and clicks count by program and device, of people and machines apart', async (h) => {
    const { campaignId, ids } = await sent(h, 3)
    await record(h.store, [
      hit('open', at(ids, 0), { program: phone, count: 3 }),
      hit('open', at(ids, 0), { program: phone, verdict: 'scanner' }),
      hit('open', at(ids, 1), { program: tablet, verdict: 'proxy' }),
      hit('click', at(ids, 1), { program: computer }),
      hit('click', at(ids, 1), { program: computer, verdict: 'scanner', count: 2 }),
      hit('open', at(ids, 0), { program: computer, head: true }),
      hit('view', at(ids, 0), { program: computer }),
      hit('read', at(ids, 0), { program: computer, durationMs: 9 }),
      hit('open', null, { campaignId, program: tablet }),
    ])
    // One message was clicked and not opened: no request shows that open.
    await record(h.store, [hit('click', at(ids, 2), { program: phone }), hit('open', at(ids, 1))])
    await expectPrograms(h, campaignId, [
      of(phone, [3, 1, 1, 0]),
      of(tablet, [2, 0, 0, 0]),
      of(computer, [0, 0, 1, 2]),
      of(unknown, [2, 0, 0, 0]),
    ])
    assert.deepEqual(await h.store.campaigns.programs(campaignId + 1_000), [])
  }),

  programs('a verdict that changes moves a hit between people and machines of its program, and back', async (h) => {
    const { campaignId, ids } = await sent(h, 2)
    await record(h.store, [
      hit('open', at(ids, 0), { program: phone }),
      hit('click', at(ids, 1), { program: computer }),
      hit('click', null, { campaignId, program: tablet }),
    ])
    await h.store.events.reclassify(campaignId, MINUTE, () => judgement('scanner'))
    await expectPrograms(h, campaignId, [of(phone, [0, 1, 0, 0]), of(computer, [0, 0, 0, 1]), of(tablet, [0, 0, 0, 1])])
    await h.store.events.reclassify(campaignId, MINUTE, () => judgement('human'))
    await expectPrograms(h, campaignId, [
      of(phone, [1, 0, 0, 0]),
      of(computer, [0, 0, 1, 0]),
      of(tablet, [0, 0, 1, 0]),
      of(unknown, [1, 0, 0, 0]),
    ])
  }),

  programs(
    'they stay when the browsers of events are cleared, when events go, and go with their campaign',
    async (h) => {
      const { campaignId, ids } = await sent(h, 1)
      await record(h.store, [hit('open', at(ids, 0), { at: h.now, program: phone })])
      const expected = [of(phone, [1, 0, 0, 0])]
      await h.store.privacy.purge({ personalBefore: h.now + DAY }, 10, h.now)
      await expectPrograms(h, campaignId, expected)
      await h.store.events.reclassify(campaignId, MINUTE, () => judgement('unknown'))
      await expectPrograms(h, campaignId, expected)
      await h.store.privacy.purge({ eventsBefore: { open: h.now + DAY } }, 10, h.now)
      await expectPrograms(h, campaignId, expected)
      await h.store.campaigns.remove(campaignId)
      assert.deepEqual(await h.store.campaigns.programs(campaignId), [])
      while (await h.store.campaigns.sweep(100, h.now)) {}
      assert.deepEqual(await h.store.campaigns.programs(campaignId), [])
    },
  ),
]
