import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { smallCampaign } from '../../store-kysely/test/small-campaign.ts'
import { sqliteStore } from '../src/index.ts'
import type { EventLoopReport } from './event-loop.ts'
import type { WriterOrder, WriterReport } from './writer-process.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-two-'))
})
afterEach(() => rm(folder, { recursive: true }))

/**
 * Starts a process that will record groups of hits as fast as it can; the function returned starts it and waits for its
 * report.
 */
async function writer(order: WriterOrder): Promise<() => Promise<WriterReport>> {
  const child = fork(new URL('./writer-process.ts', import.meta.url), {
    execArgv: ['--conditions=sillage-source', '--disable-warning=ExperimentalWarning'],
  })
  child.send(order)
  await once(child, 'message')
  return async () => {
    child.send('go')
    const [report] = (await once(child, 'message')) as [WriterReport]
    await once(child, 'exit')
    return report
  }
}

test('two processes write to one file at full speed: no write fails as busy, shares are fair, nothing is lost', async () => {
  const filename = join(folder, 'sillage.db')
  const store = sqliteStore({ filename })
  await store.migrate()
  const { campaign } = await store.campaigns.create(smallCampaign())
  const people = Array.from({ length: 100 }, (_, n) => ({
    email: `p${n}@example.org`,
    ref: null,
    name: null,
    company: null,
    data: {},
    consent: null,
  }))
  await store.campaigns.plan(campaign.id, people, 1, { to: 'sending' })

  const orders = ['a', 'b'].map((recorder) => ({ filename, recorder, ms: 3_000, campaignId: campaign.id }))
  const writers = await Promise.all(orders.map(writer))
  const [a, b] = await Promise.all(writers.map((go) => go()))
  expect([a?.errors, b?.errors]).toEqual([[], []])
  const shares = [a?.hits ?? 0, b?.hits ?? 0]
  expect(Math.max(...shares) / Math.min(...shares)).toBeLessThan(2)

  const summary = await store.campaigns.summary(campaign.id)
  expect(summary?.opens.total).toBe(shares[0]! + shares[1]!)
  expect(await store.campaigns.recount(campaign.id)).toEqual({})
  // Waiting inside SQLite would block the event loop for seconds.
  const loops = [a?.eventLoop, b?.eventLoop].map((loop) => loop ?? { delayMs: 1e9, stepMs: 1e9, keptMs: 1e9 })
  const both = (figure: keyof EventLoopReport) => loops.map((loop) => `${loop[figure].toFixed(1)} ms`).join(' and ')
  process.stdout.write(
    `two processes on one SQLite file: ${shares.join(' and ')} hits, no error; longest steps of ours ${both('stepMs')}; 999 of 1,000 turns within ${both('keptMs')}; longest delays by all that runs here ${both('delayMs')}\n`,
  )
  expect(Math.max(...loops.flatMap(({ stepMs, keptMs }) => [stepMs, keptMs]))).toBeLessThanOrEqual(50)
  await store.close()
}, 30_000)
