import { once } from 'node:events'
import type { Bus, Logger, Notice } from '@sillage/core'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type ListeningPool, type PostgresBusOptions, postgresBus } from '../src/index.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(() => database.close())

const pools: pg.Pool[] = []
const buses: Required<Bus>[] = []
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(buses.splice(0).map((bus) => bus.close()))
  await Promise.all(pools.splice(0).map((pool) => pool.end()))
})

function poolOf(max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: database.url, max })
  pool.on('error', () => undefined)
  pools.push(pool)
  return pool
}

function busOf(options: PostgresBusOptions): Required<Bus> {
  const bus = postgresBus(options)
  buses.push(bus)
  return bus
}

type Client = Awaited<ReturnType<ListeningPool['connect']>>
type Heard = (notice: pg.Notification) => void

/**
 * As PgBouncer in transaction mode: a client has a connection of the server for as long as a statement takes, and what
 * arrives on it meanwhile; what arrives between two statements is lost.
 */
function transactionMode(server: pg.Pool, asked: (text: string) => void): ListeningPool {
  return {
    async connect() {
      const listeners: Heard[] = []
      const hear: Heard = (notice) => {
        for (const listener of listeners) listener(notice)
      }
      const client: Client = {
        async query(query) {
          const lent = await server.connect()
          lent.on('notification', hear)
          try {
            return await lent.query(query)
          } finally {
            lent.off('notification', hear)
            lent.release()
            asked(query.text)
          }
        },
        on: (event: string, listener: unknown) => event === 'notification' && listeners.push(listener as Heard),
        release: () => undefined,
      }
      return client
    },
  }
}

const SECONDS = 1_000
/** The time of a proof passes, after what was heard by now has counted; `started` ends the wait where there is none. */
async function withoutHearing(sent: Promise<unknown>, started?: Promise<unknown>): Promise<void> {
  await Promise.race(started === undefined ? [sent] : [sent, started])
  await new Promise(setImmediate)
  vi.advanceTimersByTime(5 * SECONDS)
}
/** A promise, and the function that resolves it when a notice was sent. */
function noticeSent() {
  let tell: () => void = () => undefined
  const sent = new Promise<void>((resolve) => {
    tell = resolve
  })
  return { sent, asked: (text: string) => text.includes('pg_notify') && tell() }
}

test.each([1, 4])(
  'start() is refused with what to do where a pooler of %i connections shares them by transaction',
  async (max) => {
    const server = poolOf(max)
    const statements: string[] = []
    const { sent, asked } = noticeSent()
    const pool = transactionMode(server, (text) => {
      statements.push(text.split(' ')[0] ?? '')
      asked(text)
    })
    const bus = busOf({ pool, channel: database.schema() })
    const started = bus.start().catch((error: unknown) => error)
    await withoutHearing(sent, started)
    expect(await started).toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(/leads to PostgreSQL itself, or to a pooler in session mode/),
    })
    // The connection of the server is the next client's, and should receive nothing.
    expect(statements).toEqual(['listen', 'select', 'unlisten'])
  },
)

test('start() is refused with what to do where its pool has no second connection', async () => {
  const pool = poolOf(1)
  let wanted: () => void = () => undefined
  const second = new Promise<void>((resolve) => {
    wanted = resolve
  })
  let count = 0
  const counting: ListeningPool = {
    connect() {
      count += 1
      if (count === 2) wanted()
      return pool.connect()
    },
  }
  const bus = busOf({ pool: counting, channel: database.schema() })
  const started = bus.start().catch((error: unknown) => error)
  await withoutHearing(second, started)
  expect(await started).toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining('raise the max of its pool'),
  })
})

test('a connection that breaks before it has heard anything is refused at once', async () => {
  const pool = poolOf(2)
  const clients: pg.PoolClient[] = []
  const breaking: ListeningPool = {
    async connect() {
      const client = await pool.connect()
      clients.push(client)
      if (clients.length === 2) {
        const [listening] = clients as [pg.PoolClient & { processID: number }]
        await client.query('select pg_terminate_backend($1)', [listening.processID])
      }
      return client
    },
  }
  const bus = busOf({ pool: breaking, channel: database.schema() })
  // No time passes.
  await expect(bus.start()).rejects.toMatchObject({ code: 'store_unavailable', cause: { code: '57P01' } })
}, 5_000)

/** What a bus logs, and a promise of the first. */
function noting(): { logger: Logger; logged: unknown[]; first: Promise<unknown> } {
  const logged: unknown[] = []
  let told: (details: unknown) => void = () => undefined
  const first = new Promise((resolve) => {
    told = resolve
  })
  const note = (details: object) => {
    logged.push(details)
    told(details)
  }
  return { logger: { debug: note, info: note, warn: note, error: note }, logged, first }
}

test('a connection that is made again and does not hear is logged once, and counts when it does', async () => {
  const direct = poolOf(4)
  const { sent, asked } = noticeSent()
  const shared = transactionMode(poolOf(2), asked)
  const first = await direct.connect()
  let deaf = false
  const pool: ListeningPool = {
    connect: () => {
      if (deaf) return shared.connect()
      return first.listenerCount('notification') === 0 ? Promise.resolve(first) : direct.connect()
    },
  }
  const { logger, logged, first: warned } = noting()
  const bus = busOf({ pool, channel: database.schema(), logger })
  await bus.start()
  const heard: Notice[] = []
  const missed = new Promise((resolve) => {
    bus.subscribe((notice) => {
      heard.push(notice)
      resolve(notice)
    })
  })

  deaf = true
  const ended = new Promise<void>((resolve) => first.on('end', () => resolve()))
  await database.pool.query('select pg_terminate_backend($1)', [
    (first as pg.PoolClient & { processID: number }).processID,
  ])
  await ended
  vi.advanceTimersByTime(100)
  await withoutHearing(sent, missed)
  expect(await Promise.race([warned, missed])).toMatchObject({
    err: { code: 'store_unavailable', message: expect.stringMatching(/session mode/) },
  })
  expect(heard).toEqual([])

  deaf = false
  vi.advanceTimersByTime(5 * SECONDS)
  expect(await missed).toEqual({ type: 'missed' })
  expect(logged).toHaveLength(1)
})

test('a bus leaves the settings of its connection as they were', async () => {
  const pool = poolOf(2)
  const clients: pg.PoolClient[] = []
  const keeping: ListeningPool = {
    async connect() {
      const client = await pool.connect()
      clients.push(client)
      return client
    },
  }
  const channel = database.schema()
  const bus = busOf({ pool: keeping, channel })
  await bus.start()
  const [listening] = clients
  const receiver = await pool.connect()
  await receiver.query(`listen "${channel}"`)
  const received = once(receiver, 'notification')
  bus.publish({ type: 'changed', campaignId: 1 })
  vi.advanceTimersByTime(50)
  await received
  // Behind a pooler the store may be next, and a commit of its must be on disk.
  expect((await listening?.query('show synchronous_commit'))?.rows).toEqual([{ synchronous_commit: 'on' }])
  receiver.release(true)
})

test('a connection that no longer answers, as behind a cable that was pulled, is made again, and what was missed is said', async () => {
  const server = poolOf(6)
  const pulled = new Set<pg.PoolClient>()
  const made: pg.PoolClient[] = []
  const pool: ListeningPool = {
    async connect() {
      const client = await server.connect()
      made.push(client)
      return {
        query: (query) => (pulled.has(client) ? new Promise(() => undefined) : client.query(query)),
        on: (event: string, listener: unknown) => client.on(event as 'error', listener as () => void),
        release: (discard) => client.release(discard),
      }
    },
  }
  const bus = busOf({ pool, channel: database.schema() })
  const heard: Notice[] = []
  bus.subscribe((notice) => heard.push(notice))
  await bus.start()
  const atStart = made.length
  await vi.advanceTimersByTimeAsync(60 * SECONDS)
  expect([made.length, heard]).toEqual([atStart, []])
  for (const client of made) pulled.add(client)
  await vi.waitFor(() => expect(heard).toEqual([{ type: 'missed' }]), { timeout: 60 * SECONDS, interval: SECONDS })
  expect(made.length).toBeGreaterThan(atStart)
}, 30_000)
