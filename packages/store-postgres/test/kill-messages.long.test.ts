import { expect, test } from 'vitest'
import { killMessages } from '../../store-kysely/test/kills/kill-messages.ts'
import { postgresStore } from '../src/index.ts'
import { postgresServer } from './postgres-server.ts'

const web = { gives: true, sends: false }
const sender = { gives: false, sends: true }

test('20,000 messages by key, each of two web processes, with 100 kills: each key once, none lost or sent twice', async () => {
  const server = await postgresServer({ durable: true })
  const open = ({ schema }: { schema?: string }) => postgresStore({ connectionString: server.url, schema })
  const place = { url: server.url, schema: 'messages' }
  const roles = [web, sender, web, sender, sender]
  const unknown = await killMessages({ place, open, roles }, { messages: 20_000, kills: 100 })
  process.stdout.write(`messages: 20,000 by key on PostgreSQL, 100 kills, ${unknown} unknown\n`)
  // Kills that found no message in flight would prove nothing.
  expect(unknown).toBeGreaterThan(0)
  await server.remove()
})
