import { describe, expect, it } from 'vitest'
import { sqliteStore } from '../../../store-sqlite/src/index.ts'
import { routes } from '../../src/http/index.ts'
import { memoryStore } from '../../src/index.ts'
import { checkAnswers, SEED } from './fuzz/check-answers.ts'
import { openInstallation } from './fuzz/installation.ts'
import { heapMegabytes } from './heap.ts'

const RUNS = 20_000
/**
 * What the second half may leave on the heap, in megabytes: 300 bytes a request. Quiet routes were within 1 MB.
 * Thousands of campaigns that are begun and never sent are followed by the live feed, which took up to 14 MB of the
 * second half.
 */
const GROWTH: Readonly<Record<string, number>> = { createCampaign: 20 }
const USUAL_GROWTH = 3
const managed = routes.filter(({ access }) => access === 'manage').map(({ id }) => id)

describe.each(managed)('%s', (id) => {
  it(`answers ${RUNS} generated requests with 2xx or 4xx, in steady memory`, async () => {
    const installation = await openInstallation(sqliteStore({ filename: ':memory:' }))
    const first = await checkAnswers(installation, RUNS / 2, { routes: [id] })
    const before = heapMegabytes()
    const second = await checkAnswers(installation, RUNS / 2, { routes: [id], seed: SEED + 1 })
    expect((first.byRoute.get(id) ?? 0) + (second.byRoute.get(id) ?? 0)).toBe(RUNS)
    expect(heapMegabytes() - before).toBeLessThan(GROWTH[id] ?? USUAL_GROWTH)
    await installation.sillage.close()
  })
})

describe('all routes on the memory store', () => {
  it('answer 12,000 generated requests with 2xx or 4xx, in steady memory', async () => {
    const installation = await openInstallation(memoryStore())
    await checkAnswers(installation, 6_000)
    const before = heapMegabytes()
    await checkAnswers(installation, 6_000, { seed: SEED + 1 })
    // What was created is data, and stays.
    expect(heapMegabytes() - before).toBeLessThan(60)
    await installation.sillage.close()
  })
})
