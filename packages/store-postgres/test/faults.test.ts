import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { human, openOf, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { postgresStore } from '../src/index.ts'
import { workThrough } from './outage.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(() => database.close())

test('connections that are cut in the middle of transactions lose nothing and count nothing twice', async () => {
  const schema = database.schema()
  const own = new pg.Pool({ connectionString: database.url, max: 6, application_name: schema })
  own.on('error', () => undefined)
  own.on('connect', (client) => client.on('error', () => undefined))
  const store = postgresStore({ pool: own, schema })
  await store.migrate()
  const report = await workThrough(store, async () => {
    for (let cut = 0; cut < 15; cut++) {
      await sleep(100)
      await database.pool.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
        schema,
      ])
    }
  })
  expect(report.acknowledgedHits).toBeGreaterThan(0)
  expect(report.acknowledgedSends).toBeGreaterThan(0)
  expect(report.storedHits).toBe(report.acknowledgedHits)
  expect(report.storedSends).toBe(report.acknowledgedSends)
  expect(report.differences).toEqual({})
  await store.close()
  await own.end()
}, 60_000)

test('a statement that takes longer than statement_timeout is store_unavailable, and nothing of the call was stored', async () => {
  const schema = database.schema()
  // Only the call that waits has the timeout: on a busy machine any other statement might take as long.
  const own = new pg.Pool({ connectionString: database.url, statement_timeout: 150 })
  const impatient = postgresStore({ pool: own, schema })
  const store = postgresStore({ pool: database.pool, schema })
  await store.migrate()
  const { id, messageIds } = await sendingCampaign(store, 10)
  const host = await database.pool.connect()
  await host.query('begin')
  await host.query(`select 1 from "${schema}".email_campaigns where id = $1 for update`, [id])
  const group = { recorder: 'r', sequence: 1, hits: messageIds.map(openOf), lookBackMs: 1 }
  await expect(impatient.events.record(group, human)).rejects.toMatchObject({
    code: 'store_unavailable',
    cause: { code: '57014' },
  })
  await host.query('rollback')
  host.release()
  expect(await store.events.record(group, human)).toMatchObject({ stored: true, events: 10 })
  expect(await store.campaigns.recount(id)).toEqual({})
  await impatient.close()
  await store.close()
  await own.end()
})

test('a server whose disk is full is store_unavailable with its cause, and nothing of the call was stored; it continues once there is space', async () => {
  const schema = database.schema()
  const store = postgresStore({ pool: database.pool, schema, patienceMs: 500 })
  await store.migrate()
  const { id, messageIds } = await sendingCampaign(store, 10)
  // The server's own error when a file cannot grow, amid the statement that stores the events.
  await database.pool.query(`create function "${schema}".full() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`)
  await database.pool.query(`create trigger full_disk before insert on "${schema}".email_tracking_events
    for each row when (new.message_id = ${messageIds.at(-1)}) execute function "${schema}".full()`)
  const group = { recorder: 'r', sequence: 1, hits: messageIds.map(openOf), lookBackMs: 1 }
  await expect(store.events.record(group, human)).rejects.toMatchObject({
    code: 'store_unavailable',
    cause: { code: '53100' },
  })
  expect((await store.campaigns.summary(id))?.opens.total).toBe(0)
  await database.pool.query(`drop trigger full_disk on "${schema}".email_tracking_events`)
  expect(await store.events.record(group, human)).toMatchObject({ stored: true, events: 10 })
  expect(await store.campaigns.recount(id)).toEqual({})
  await store.close()
})

/** A message of the protocol. */
function answer(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5, type, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

test('a server that closes a connection as soon as it accepts it is store_unavailable, and nothing else is thrown', async () => {
  const gone = Buffer.from('SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0')
  const greeting = [answer('R', Buffer.alloc(4)), answer('Z', Buffer.from('I')), answer('E', gone)]
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(Buffer.concat(greeting)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const store = postgresStore({ connectionString: `postgres://nobody@127.0.0.1:${port}/none`, patienceMs: 20 })
  await expect(store.campaigns.sending()).rejects.toMatchObject({ code: 'store_unavailable' })
  await store.close()
  await new Promise((resolve) => server.close(resolve))
})

test('a server that is not there is store_unavailable, within the patience', async () => {
  const store = postgresStore({ connectionString: 'postgres://nobody@127.0.0.1:1/none', patienceMs: 50 })
  await expect(store.campaigns.sending()).rejects.toMatchObject({ code: 'store_unavailable' })
  await store.close()
  await expect(store.campaigns.sending()).rejects.toMatchObject({ code: 'closed' })
})

test('machines whose clocks differ agree on leases: the server’s clock decides', async () => {
  const schema = database.schema()
  const store = postgresStore({ pool: database.pool, schema })
  await store.migrate()
  const { id } = await sendingCampaign(store, 4)
  const [now, fast] = [Date.now(), Date.now() + 3_600_000]
  const claimed = await store.messages.claim({
    sender: 'a',
    now,
    leaseUntil: now + 60_000,
    campaigns: [{ campaignId: id, limit: 2 }],
  })
  expect(claimed).toHaveLength(2)
  // An hour ahead, another machine reads a lease that by its own clock ran out long ago.
  expect(await store.messages.expireLeases(fast)).toMatchObject({ requeued: 0, unknown: [] })
  const messageIds = claimed.map((message) => message.id)
  const ends = async () => {
    const { rows } = await database.pool.query(
      `select lease_until::float8 as at from "${schema}".email_deliveries where lease_until is not null order by id`,
    )
    return rows.map(({ at }) => Math.round((at - now) / 60_000))
  }
  expect(await ends()).toEqual([1, 1])
  await store.messages.extend('a', messageIds, { now: fast, leaseUntil: fast + 300_000 })
  expect(await ends()).toEqual([5, 5])
  await store.messages.begin({ sender: 'a', messageIds: [messageIds[0]!], now: fast, leaseUntil: fast + 7_200_000 })
  expect(await ends()).toEqual([120, 5])
  await store.messages.expireLeases(fast, { claimedMs: 180_000, sendingMs: 3_600_000 })
  expect(await ends()).toEqual([60, 3])
  await store.throttles.hold('held', { now: fast, until: fast + 300_000 })
  const held = { limits: [{ key: 'held', intervalMs: 1_000, burst: 1 }], count: 1, maxWaitMs: 0 }
  expect((await store.throttles.reserve({ ...held, now })).waitMs).toBeLessThanOrEqual(300_000)
  const limits = [{ key: 'one', intervalMs: 1_000, burst: 1 }]
  const first = await store.throttles.reserve({ limits, count: 1, maxWaitMs: 5_000, now })
  const second = await store.throttles.reserve({ limits, count: 1, maxWaitMs: 5_000, now: fast })
  // A clock of whole milliseconds and the server's, which is finer, agree to one.
  expect(first.slots[0]! - now).toBeGreaterThan(-1)
  expect(first.slots[0]! - now).toBeLessThan(1_000)
  expect(second.slots[0]! - fast).toBeGreaterThan(0)
  expect(second.slots[0]! - fast).toBeLessThanOrEqual(2_000)
  await store.close()
})
