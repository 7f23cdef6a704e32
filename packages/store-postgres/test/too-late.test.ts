import { createSqlStore } from '@sillage/store-kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { human, openOf, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { postgresStore } from '../src/index.ts'
import { postgresDialect } from '../src/postgres-dialect.ts'
import { postgresEngine } from '../src/postgres-engine.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(() => database.close())
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** Long enough for a busy machine to record a hit. */
const mostMs = 1_000

/** A store whose transactions are not kept when they take longer, and another transaction that holds its campaign. */
async function held(pipeline: boolean) {
  const schema = database.schema()
  const pool = new pg.Pool({ connectionString: database.url, max: 4, pipeline })
  closers.push(() => pool.end())
  await postgresStore({ pool: database.pool, schema }).migrate()
  const engine = postgresEngine({ pool, patienceMs: 10, end: undefined, mostMs })
  const store = createSqlStore({ engine, dialect: postgresDialect(schema) })
  const { id, messageIds } = await sendingCampaign(store, 1)
  const holder = await database.pool.connect()
  await holder.query('begin')
  await holder.query(`select from "${schema}".email_campaigns where id = ${id} for update`)
  /** Resolves when a transaction has waited for the campaign for longer than it may. */
  async function late() {
    const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%${schema}%'
      and clock_timestamp() > xact_start + interval '${mostMs * 2} ms'`
    while ((await database.pool.query(waiting)).rows.length === 0);
  }
  async function release() {
    await holder.query('rollback')
    holder.release()
  }
  const group = { recorder: 'r', sequence: 1, hits: messageIds.map(openOf), lookBackMs: 1 }
  return { store, id, late, release, record: () => store.events.record(group, human) }
}

test.each([
  ['one after the other', false],
  ['together', true],
])('with statements that are sent %s, a transaction that took too long stores nothing', async (_, pipeline) => {
  const { store, id, late, release, record } = await held(pipeline)
  const place = await store.outbox.place()
  const recording = expect(record()).rejects.toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining('took too long'),
  })
  await late()
  await release()
  await recording
  expect(await store.outbox.place()).toEqual(place)
  // It is no worse for it, and says the same again.
  expect(await record()).toMatchObject({ stored: true, events: 1 })
  expect(await store.campaigns.recount(id)).toEqual({})
})

test('counting a campaign again takes as long as it does', async () => {
  const { store, id, late, release, record } = await held(true)
  const counting = store.campaigns.recount(id)
  await late()
  await release()
  expect(await counting).toEqual({})
  await record()
})
