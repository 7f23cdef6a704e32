import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { expect, test } from 'vitest'
import { human, openOf, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { postgresStore } from '../src/index.ts'
import { testDatabase } from './test-database.ts'

test('events partitioned by month, as the guide says: hits are stored in their month, counted and erased as before', async () => {
  const database = await testDatabase()
  const schema = database.schema()
  const store = postgresStore({ pool: database.pool, schema })
  await store.migrate()
  const client = new pg.Client({ connectionString: database.url, options: `-c search_path=${schema}` })
  await client.connect()
  const indexes = async () => {
    const { rows } = await client.query(
      `select indexname from pg_indexes where schemaname = $1 and tablename = 'email_tracking_events' order by 1`,
      [schema],
    )
    return rows.map(({ indexname }) => indexname)
  }
  const before = await indexes()
  const guide = await readFile(new URL('../../../docs/partition-events.sql', import.meta.url), 'utf8')
  await client.query(guide)
  expect(before.length).toBeGreaterThan(1)
  expect(await indexes()).toEqual(before)
  const { id, messageIds } = await sendingCampaign(store, 10)
  const group = { recorder: 'r', sequence: 1, hits: messageIds.map((messageId) => openOf(messageId)), lookBackMs: 1 }
  expect(await store.events.record(group, human)).toMatchObject({ stored: true, events: 10 })
  expect(await store.events.record(group, human)).toMatchObject({ stored: false })
  expect(await store.campaigns.recount(id)).toEqual({})
  const { rows } = await client.query('select distinct tableoid::regclass::text as name from email_tracking_events')
  expect(rows).toHaveLength(1)
  expect(rows[0].name).toMatch(/^email_tracking_events_(\d{4}_\d{2}|other)$/)
  await expect(client.query(guide)).rejects.toThrow(/holds rows/)
  await client.query('rollback')
  // Migrating again finds everything in its place.
  await store.migrate()
  await client.end()
  await database.close()
})
