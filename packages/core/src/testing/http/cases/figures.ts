import assert from 'node:assert/strict'
import type { CampaignStats } from '../../../domain/stats.ts'
import { type AdapterCase, allow } from '../adapter-case.ts'
import { person, sendOne } from './fixtures.ts'

const group = 'figures'

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
]
