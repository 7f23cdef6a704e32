import { runStoreCases } from '@sillage/core/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { postgresStore } from '../src/index.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
let schema: string
beforeAll(async () => {
  database = await testDatabase()
  schema = database.schema()
  await postgresStore({ pool: database.pool, schema }).migrate()
}, 60_000)
afterAll(() => database.close())

describe('PostgreSQL', () => {
  runStoreCases(test, {
    abilities: ['damage'],
    async open() {
      await database.empty(schema)
      const reopen = async () => postgresStore({ pool: database.pool, schema })
      return { store: await reopen(), now: Date.now(), reopen, damage }
    },
  })
})

async function damage(campaignId: number): Promise<void> {
  const { pool } = database
  await pool.query(`update "${schema}".email_campaigns set opens_total = opens_total + 7 where id = $1`, [campaignId])
  await pool.query(`update "${schema}".email_links set total = total + 5 where campaign_id = $1`, [campaignId])
  await pool.query(`update "${schema}".email_timeline set sent = sent + 3 where campaign_id = $1`, [campaignId])
}
