import { expect, test } from 'vitest'
import { outcome, startFleet } from './fleet/fleet.ts'
import { killAtRandom } from './fleet/kill-at-random.ts'
import { throttled } from './fleet/throttled.ts'
import { postgresServer } from './postgres-server.ts'

test('20,000 messages by three senders of which 20 are killed at random: each recipient is mailed once, or is unknown', async () => {
  const server = await postgresServer({ durable: true })
  const fleet = await startFleet({ url: server.url, schema: 'fleet' })
  const { id, killed, ms, rates } = await killAtRandom(fleet, 20_000, 20)
  const { wrong, recount, ...counts } = await outcome(fleet, id)
  expect(wrong).toEqual([])
  expect(recount).toEqual({})
  expect(killed).toBe(20)
  expect(counts.sent + counts.unknown).toBe(20_000)
  expect(counts.unknown).toBeLessThanOrEqual(5 * killed)
  const perProcess = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
  process.stdout.write(
    `fleet: 20,000 in ${(ms / 1000).toFixed(1)} s, ${killed} kills, ${counts.unknown} unknown, ${perProcess.toFixed(0)}/s for each process that was killed\n`,
  )
  await fleet.close()
  await server.remove()
})

test('100 a second for 20 seconds over three processes', async () => {
  const server = await postgresServer({ durable: true })
  const fleet = await startFleet({ url: server.url, schema: 'fleet' })
  const figures = await throttled(fleet, 20)
  process.stdout.write(`fleet: ${JSON.stringify(figures)}\n`)
  await fleet.close()
  await server.remove()
})
