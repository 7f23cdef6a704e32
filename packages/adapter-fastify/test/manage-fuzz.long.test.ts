import { routes } from '@sillage/core/http'
import { sqliteStore } from '@sillage/store-sqlite'
import { describe, expect, it } from 'vitest'
import { checkAnswers, SEED } from './fuzz/check-answers.ts'
import { openInstallation } from './fuzz/installation.ts'
import { heapMegabytes } from './heap.ts'

const RUNS = 20_000
const managed = routes.filter(({ access }) => access === 'manage').map(({ id }) => id)

describe.each(managed)('%s', (id) => {
  it(`answers ${RUNS} generated requests with 2xx or 4xx, in steady memory`, async () => {
    const installation = await openInstallation(sqliteStore({ filename: ':memory:' }))
    const first = await checkAnswers(installation, RUNS / 2, { routes: [id] })
    const before = heapMegabytes()
    const second = await checkAnswers(installation, RUNS / 2, { routes: [id], seed: SEED + 1 })
    expect((first.byRoute.get(id) ?? 0) + (second.byRoute.get(id) ?? 0)).toBe(RUNS)
    expect(heapMegabytes() - before).toBeLessThan(30)
    await installation.sillage.close()
  })
})
