import { afterEach, expect, test } from 'vitest'
import { holdsThroughKills } from './kill/kill-and-restart.ts'

const cleaners: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleaners.splice(0).reverse()) await clean()
})

test('5,000 messages over two mail servers that fail alternately, by senders of which 25 are killed', async () => {
  const unknown = await holdsThroughKills({ messages: 5_000, kills: 25, servers: 2 }, cleaners)
  process.stdout.write(`kills: 5,000 messages, 2 servers, 25 kills, ${unknown} unknown\n`)
  expect(unknown).toBeLessThan(5_000)
})

test('5,000 messages by senders of which 25 are killed at random: each recipient is mailed once, or is unknown', async () => {
  const unknown = await holdsThroughKills({ messages: 5_000, kills: 25 }, cleaners)
  process.stdout.write(`kills: 5,000 messages, 25 kills, ${unknown} unknown\n`)
  expect(unknown).toBeLessThan(5_000)
})
