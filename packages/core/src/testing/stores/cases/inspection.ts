import assert from 'node:assert/strict'
import { present, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'

const inspection = caseGroup('inspection')

export const inspectionCases: readonly StoreCase[] = [
  inspection('of migrated tables nothing is missing, unknown or denied, and nothing of them changes', async (h) => {
    // A store may leave it out.
    if (h.store.inspect === undefined) return
    const { campaignId } = await sent(h, 2)
    const before = await h.store.campaigns.get(campaignId)
    const { server, ...report } = await h.store.inspect()
    assert.ok(server.length > 0)
    assert.deepEqual({ ...report, aheadMs: null }, { missing: [], unknown: [], aheadMs: null, denied: [] })
    assert.deepEqual(await h.store.campaigns.get(campaignId), before)
    assert.equal(present(await h.store.campaigns.summary(campaignId)).sent, 2)
  }),

  inspection('a clock of the database’s own is compared with that of this process', async (h) => {
    const report = await h.store.inspect?.()
    if (report === undefined || report.aheadMs === null) return
    assert.ok(Math.abs(report.aheadMs) < 60_000, `both are of one machine here, and ${report.aheadMs} ms apart`)
  }),
]
