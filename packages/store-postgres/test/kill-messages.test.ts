import { afterAll, beforeAll, test } from 'vitest'
import { killMessages } from '../../store-kysely/test/kills/kill-messages.ts'
import { postgresStore } from '../src/index.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(() => database.close())

const web = { gives: true, sends: false }
const sender = { gives: false, sends: true }

test('messages by key, of two web processes and three senders that are killed: each key once, none lost', async () => {
  const open = ({ url = '', schema }: { url?: string; schema?: string }) =>
    postgresStore({ connectionString: url, schema })
  const place = { url: database.url, schema: database.schema() }
  await killMessages({ place, open, roles: [web, sender, web, sender, sender] }, { messages: 1_000, kills: 5 })
}, 120_000)
