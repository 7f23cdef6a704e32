import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { human, openOf, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { type PostgresClient, type PostgresPool, postgresStore } from '../src/index.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(() => database.close())

/** A pool that notes which statements are asked to be prepared, and which clients it had to destroy. */
function noting(pool: pg.Pool): { pool: PostgresPool; named: string[]; destroyed: () => number } {
  const named: string[] = []
  let destroyed = 0
  const noted: PostgresPool = {
    async connect() {
      const client: pg.PoolClient = await pool.connect()
      const query = (asked: string | { name?: string }) => {
        if (typeof asked !== 'string' && asked.name !== undefined) named.push(asked.name)
        return client.query(asked as string)
      }
      const own: Omit<PostgresClient, 'query'> = {
        on: (event, listener) => client.on(event, listener),
        off: (event, listener) => client.off(event, listener),
        release(error) {
          if (error !== undefined) destroyed += 1
          client.release(error)
        },
      }
      return Object.assign(own, { query: query as PostgresClient['query'] })
    },
  }
  return { pool: noted, named, destroyed: () => destroyed }
}

test('once a connection has lost its statements, the store prepares none, and no connection is destroyed again', async () => {
  const schema = database.schema()
  const own = new pg.Pool({ connectionString: database.url, max: 1 })
  const { pool, named, destroyed } = noting(own)
  const store = postgresStore({ pool, schema })
  await store.migrate()
  const { id, messageIds } = await sendingCampaign(store, 10)
  const group = { recorder: 'r', hits: messageIds.map(openOf), lookBackMs: 1 }
  await store.events.record({ ...group, sequence: 1 }, human)
  expect(named.length).toBeGreaterThan(5)

  // As a pooler does that resets connections, or shares them by transaction.
  await own.query('deallocate all')
  await store.events.record({ ...group, sequence: 2 }, human)
  expect(destroyed()).toBe(1)
  named.splice(0)
  for (let sequence = 3; sequence < 6; sequence++) {
    await own.query('deallocate all')
    await store.events.record({ ...group, sequence }, human)
  }
  expect({ named, destroyed: destroyed() }).toEqual({ named: [], destroyed: 1 })
  expect((await store.campaigns.summary(id))?.opens.total).toBe(50)
  expect(await store.campaigns.recount(id)).toEqual({})
  await store.close()
  await own.end()
})

test('a transaction that transaction_timeout ends is done again from its start', async () => {
  const schema = database.schema()
  const own = new pg.Pool({ connectionString: database.url, max: 2, options: '-c transaction_timeout=200ms' })
  own.on('error', () => undefined)
  let ended = 0
  own.on('remove', () => ended++)
  const owner = postgresStore({ pool: database.pool, schema })
  await owner.migrate()
  const { id, messageIds } = await sendingCampaign(owner, 10)
  const holder = await database.pool.connect()
  await holder.query(`begin; select 1 from "${schema}".email_campaigns where id = ${id} for update`)
  const group = { recorder: 'r', sequence: 1, hits: messageIds.map(openOf), lookBackMs: 1 }
  const hasty = postgresStore({ pool: own, schema, patienceMs: 0 })
  await expect(hasty.events.record(group, human)).rejects.toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining('transaction_timeout'),
    cause: { code: '25P04' },
  })
  const store = postgresStore({ pool: own, schema, patienceMs: 20_000 })
  const lost = new Promise((resolve) => own.once('remove', resolve))
  const stored = store.events.record(group, human)
  await lost
  await holder.query('rollback')
  holder.release()
  expect(await stored).toMatchObject({ stored: true, events: 10 })
  expect(ended).toBeGreaterThanOrEqual(2)
  expect(await owner.campaigns.recount(id)).toEqual({})
  await own.end()
})

test('each transaction limits how long it may wait for its next statement, and the session keeps its own limit', async () => {
  const schema = database.schema()
  const own = new pg.Pool({ connectionString: database.url, max: 1, pipeline: true })
  const limits: unknown[] = []
  const limit = `select current_setting('idle_in_transaction_session_timeout') as value`
  const store = postgresStore({
    schema,
    pool: {
      async connect() {
        const client: pg.PoolClient = await own.connect()
        const query = async (asked: string) => {
          if (String(asked).endsWith('commit')) limits.push((await client.query(limit)).rows[0].value)
          return await client.query(asked)
        }
        const rest: Omit<PostgresClient, 'query'> = {
          on: (event, listener) => client.on(event, listener),
          off: (event, listener) => client.off(event, listener),
          release: (error) => client.release(error),
        }
        return Object.assign(rest, { query: query as PostgresClient['query'] })
      },
    },
  })
  await store.migrate()
  expect(limits).toEqual(['10s'])
  expect((await own.query(limit)).rows[0].value).toBe('0')
  await store.close()
  await own.end()
})
