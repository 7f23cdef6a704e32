import { expect, test } from 'vitest'
import { human, openOf, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { postgresStore } from '../src/index.ts'
import { testDatabase } from './test-database.ts'

test('purge does not pass an event that is committed after one with a higher id', async () => {
  const database = await testDatabase()
  const schema = database.schema()
  const store = postgresStore({ pool: database.pool, schema })
  await store.migrate()
  const { messageIds } = await sendingCampaign(store, 2)
  const [slow = 0, fast = 0] = messageIds
  const now = Date.now()
  const client = await database.pool.connect()
  await client.query('begin')
  await client.query(
    `insert into "${schema}".email_tracking_events (message_id, type, at, verdict, rules_version, flags, count)
      values ($1, 'open', $2, 'human', 1, 0, 1)`,
    [slow, now - 1_000],
  )
  const hits = [{ ...openOf(fast), at: now - 1_000 }]
  await store.events.record({ recorder: 'r', sequence: 1, hits, lookBackMs: 1 }, human)
  const purge = async (at: number) => (await store.privacy.purge({ eventsBefore: { open: at } }, 100, at)).rows
  expect(await purge(now)).toBe(1)
  await client.query('commit')
  client.release()
  expect(await purge(now + 120_000)).toBe(1)
  await database.close()
})
