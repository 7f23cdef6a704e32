import { expect, test } from 'vitest'
import { feedbackMix } from '../../store-kysely/test/feedback/feedback-mix.ts'
import { postgresStore } from '../src/index.ts'
import { postgresServer } from './postgres-server.ts'

test('of 10,000 mails every one comes to its right end, whatever comes back, twice, out of order, amid kills', async () => {
  const server = await postgresServer({ durable: true })
  const place = { url: server.url, schema: 'mix' }
  const open = () => postgresStore({ connectionString: server.url, schema: 'mix' })
  const done = await feedbackMix({ place, open }, 10_000, 10)
  await server.remove()
  process.stdout.write(`feedback mix: ${JSON.stringify(done)}\n`)
  expect(done.came).toBeGreaterThan(2_000)
})
