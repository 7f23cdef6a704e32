import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { human, openOf, sendingCampaign, smallCampaign } from '../../store-kysely/test/small-campaign.ts'
import { type PostgresClient, type PostgresPool, postgresStore } from '../src/index.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(() => database.close())

const isCommit = (asked: string | object) => typeof asked === 'string' && asked.endsWith('commit')

type Break = 'before the commit' | 'after the commit'

/**
 * A pool of which every connection breaks once, right before or right after a commit was carried out; its user sees the
 * same in both cases.
 */
function breaking(pool: pg.Pool, at: () => Break | undefined): PostgresPool {
  return {
    async connect() {
      const client: pg.PoolClient = await pool.connect()
      const query = async (asked: string | object) => {
        const when = isCommit(asked) ? at() : undefined
        if (when === undefined) return await client.query(asked as string)
        if (when === 'after the commit') await client.query('commit')
        throw new Error('Connection terminated unexpectedly')
      }
      const own: Omit<PostgresClient, 'query'> = {
        on: (event, listener) => client.on(event, listener),
        off: (event, listener) => client.off(event, listener),
        release: (error) => client.release(error),
      }
      return Object.assign(own, { query: query as PostgresClient['query'] })
    },
  }
}

test.each<Break>(['before the commit', 'after the commit'])(
  'a connection that breaks %s: every call is done once, and answers as if nothing had happened',
  async (when) => {
    const schema = database.schema()
    let breaks = 0
    let armed: Break | undefined
    const own = new pg.Pool({ connectionString: database.url, max: 4 })
    const pool = breaking(own, () => {
      const now = armed
      armed = undefined
      if (now !== undefined) breaks++
      return now
    })
    const store = postgresStore({ pool, schema })
    await store.migrate()
    const { id, messageIds } = await sendingCampaign(store, 3)
    const broken = async <T>(call: () => Promise<T>): Promise<T> => {
      armed = when
      return await call()
    }

    const { campaign, created } = await broken(() => store.campaigns.create(smallCampaign()))
    expect(created).toBe(true)
    expect((await store.campaigns.list({ limit: 10 })).items.map((one) => one.id)).toEqual([campaign.id, id])

    const lease = { sender: 's', now: Date.now(), leaseUntil: Date.now() + 60_000 }
    const claimed = await broken(() => store.messages.claim({ ...lease, campaigns: [{ campaignId: id, limit: 10 }] }))
    expect(claimed.map((message) => message.id)).toEqual(messageIds)
    const begun = await broken(() => store.messages.begin({ ...lease, messageIds }))
    expect(begun).toMatchObject({ begun: messageIds, lost: [] })
    const tracked = { opens: true, clicks: true, readTime: false }
    const outcomes = messageIds.map((messageId) => ({ messageId, kind: 'sent' as const, at: Date.now(), tracked }))
    const changes = await broken(() => store.messages.settle('s', outcomes))
    expect(changes).toMatchObject([{ campaignId: id, status: 'completed', sent: 3, queued: 0 }])
    const group = { recorder: 'r', sequence: 1, hits: messageIds.map(openOf), lookBackMs: 1 }
    expect(await broken(() => store.events.record(group, human))).toMatchObject({ stored: true, events: 3 })

    expect(breaks).toBe(5)
    expect(await store.campaigns.summary(id)).toMatchObject({ sent: 3, opens: { total: 3, unique: 3 } })
    expect(await store.campaigns.recount(id)).toEqual({})
    await store.close()
    await own.end()
  },
)

/**
 * A pool whose connections pipeline, and of which one breaks when `at` says so: what was sent together with that commit
 * is carried out and never answered.
 */
function breakingPipelines(pool: pg.Pool, at: () => boolean): PostgresPool {
  return {
    async connect() {
      const client: pg.PoolClient = await pool.connect()
      let broken = false
      const query = async (asked: string | object) => {
        if (isCommit(asked) && at()) broken = true
        const answer = await client.query(asked as string)
        if (broken) throw new Error('Connection terminated unexpectedly')
        return answer
      }
      const own: Omit<PostgresClient, 'query'> = {
        pipeline: true,
        on: (event, listener) => client.on(event, listener),
        off: (event, listener) => client.off(event, listener),
        release: (error) => client.release(error),
      }
      return Object.assign(own, { query: query as PostgresClient['query'] })
    },
  }
}

test('a commit that went with the last statements: all answers are lost, and each call is done once', async () => {
  const schema = database.schema()
  let armed = false
  let breaks = 0
  const own = new pg.Pool({ connectionString: database.url, max: 4, pipeline: true })
  const pool = breakingPipelines(own, () => {
    const now = armed
    armed = false
    if (now) breaks++
    return now
  })
  const store = postgresStore({ pool, schema })
  await store.migrate()
  const { id, messageIds } = await sendingCampaign(store, 3)
  const broken = async <T>(call: () => Promise<T>): Promise<T> => {
    armed = true
    return await call()
  }
  const group = { recorder: 'r', sequence: 1, hits: messageIds.map(openOf), lookBackMs: 1 }
  // What it returned is not known any more; that it was stored, is.
  expect(await broken(() => store.events.record(group, human))).toMatchObject({ stored: false, events: 0 })
  // Nothing is left to be tried again the second time: this commit waits for the answers to its statements.
  const lease = { sender: 's', now: Date.now(), leaseUntil: Date.now() + 60_000 }
  await store.messages.claim({ ...lease, campaigns: [{ campaignId: id, limit: 10 }] })
  await store.messages.begin({ ...lease, messageIds })
  const error = { kind: 'other' as const, message: 'no' }
  const outcomes = messageIds.map((messageId) => ({ messageId, kind: 'failed' as const, at: Date.now(), error }))
  await store.messages.settle('s', outcomes)
  const again = await broken(() => store.messages.retry(id, { include: ['failed'], at: Date.now() }))
  expect(again).toBe(3)

  expect(breaks).toBe(2)
  expect(await store.campaigns.summary(id)).toMatchObject({ opens: { total: 3, unique: 3 } })
  expect(await store.campaigns.recount(id)).toEqual({})
  await store.close()
  await own.end()
})

test('a statement that fails beside its commit leaves nothing behind', async () => {
  const schema = database.schema()
  const store = postgresStore({ connectionString: database.url, schema })
  await store.migrate()
  const { id, messageIds } = await sendingCampaign(store, 2)
  const hits = messageIds.map(openOf)
  const bad = hits.map((hit, n) => (n === 1 ? { ...hit, type: 'nothing of the kind' as 'open' } : hit))
  const group = { recorder: 'r', sequence: 1, hits, lookBackMs: 1 }
  await expect(store.events.record({ ...group, hits: bad }, human)).rejects.toThrow('email_tracking_events_type_check')
  expect(await store.campaigns.summary(id)).toMatchObject({ opens: { total: 0 } })
  expect(await store.events.record(group, human)).toMatchObject({ stored: true, events: 2 })
  expect(await store.campaigns.recount(id)).toEqual({})
  await store.close()
})
