import assert from 'node:assert/strict'
import type { CampaignStats, Programs } from '../../../domain/stats.ts'
import { type AdapterCase, allow } from '../adapter-case.ts'
import { person, sendOne } from './fixtures.ts'

const group = 'figures'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148'

export const figureCases: readonly AdapterCase[] = [
  {
    group,
    name: 'opens and clicks that come early are said beside, or left out where that is asked for',
    async run({ start }) {
      for (const [earlyHits, expected] of [
        ['count', { total: 1, unique: 1, machine: 0, early: 1, tracked: 1 }],
        ['leave-out', { total: 0, unique: 0, machine: 1, early: 0, tracked: 1 }],
      ] as const) {
        const mounted = await start({ authorize: allow }, { tracking: { rules: { earlyMs: 600_000, earlyHits } } })
        const { id, tokens } = await sendOne(mounted)
        await mounted.request('pixel', { params: { token: tokens.pixel }, headers: person })
        await mounted.request('click', { params: { token: tokens.clicks[0] ?? '' }, headers: person })
        const { opens, clicks } = (
          await mounted.request('getStats', { params: { id } })
        ).json() as unknown as CampaignStats
        assert.deepEqual([opens, clicks], [expected, expected])
      }
    },
  },
  {
    group,
    name: 'programs and devices are shown by name, people and machines apart, and never by what a request says',
    async run({ start }) {
      const mounted = await start()
      const { id, tokens } = await sendOne(mounted)
      const open = (agent: string) =>
        mounted.request('pixel', { params: { token: tokens.pixel }, headers: { 'user-agent': agent } })
      for (const agent of [iphone, iphone, 'curl/8.5.0', 'Mozilla/5.0 (via ggpht.com GoogleImageProxy)'])
        await open(agent)
      for (let n = 0; n < 5; n++) await open(`Invented${n}/${n} (Windows NT 10.0; Win64; x64)`)
      await mounted.request('click', { params: { token: tokens.clicks[0] ?? '' }, headers: person })
      const answer = await mounted.request('getPrograms', { params: { id } })
      const { items } = answer.json() as unknown as Programs
      const none = { total: 0, machine: 0 }
      assert.deepEqual(items, [
        { name: 'other', device: 'computer', opens: { total: 5, machine: 0 }, clicks: none },
        { name: 'Apple Mail', device: 'phone', opens: { total: 2, machine: 0 }, clicks: none },
        { name: 'Gmail', device: 'unknown', opens: { total: 1, machine: 0 }, clicks: none },
        { name: 'Safari', device: 'computer', opens: none, clicks: { total: 1, machine: 0 } },
        { name: 'robot', device: 'unknown', opens: { total: 0, machine: 1 }, clicks: none },
      ])
      assert.equal((await mounted.request('getPrograms', { params: { id: '999' } })).status, 404)
    },
  },
]
