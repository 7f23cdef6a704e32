import pg from 'pg'
import { expect, test } from 'vitest'
import { keepsItsPromises } from '../../store-kysely/test/schema-promises.ts'
import { postgresStore } from '../src/index.ts'
import { testDatabase } from './test-database.ts'

test('the tables refuse invalid values, and a campaign is deleted with its messages and events', async () => {
  const database = await testDatabase()
  const schema = database.schema()
  const pool = new pg.Pool({ connectionString: database.url, options: `-c search_path=${schema}`, max: 4 })
  const store = postgresStore({ pool, schema })
  await store.migrate()
  await keepsItsPromises(store, async (sql) => {
    const { rows } = await pool.query<{ count?: string }>(sql)
    return rows[0]?.count === undefined ? undefined : Number(rows[0].count)
  })
  expect(await store.campaigns.sending()).toEqual([])
  await store.close()
  await pool.end()
  await database.close()
}, 60_000)
