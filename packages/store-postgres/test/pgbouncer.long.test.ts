import { createSillage, systemClock } from '@sillage/core'
import type { Store } from '@sillage/core/store'
import { recordingTransport } from '@sillage/core/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { debianProgram, type Program } from '../../../scripts/debian-package.ts'
import { human, openOf } from '../../store-kysely/test/small-campaign.ts'
import { postgresBus, postgresStore } from '../src/index.ts'
import { workThrough } from './outage.ts'
import { type Pgbouncer, type PoolMode, startPgbouncer } from './pgbouncer.ts'
import { type PostgresServer, postgresServer } from './postgres-server.ts'

let server: PostgresServer
let program: Program
beforeAll(async () => {
  program = await debianProgram('pgbouncer')
  server = await postgresServer()
})
afterAll(async () => {
  await server.remove()
  await program.remove()
})

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function behind(mode: PoolMode, settings: readonly string[] = []): Promise<Pgbouncer> {
  const bouncer = await startPgbouncer(program, server.url, mode, settings)
  closers.push(() => bouncer.stop())
  return bouncer
}

function storeOn(connectionString: string, schema: string): Store {
  const store = postgresStore({ connectionString, schema, patienceMs: 10_000 })
  closers.push(() => store.close())
  return store
}

/** An installation that sends; those of one schema are as many processes. */
function installation(store: Store) {
  const transport = recordingTransport({ clock: systemClock })
  const sillage = createSillage({
    store,
    transport,
    baseUrl: 'https://app.example.org/mail',
    from: 'news@example.org',
    secrets: ['a secret that all the processes of a test have'],
  })
  closers.push(() => sillage.close())
  return { sillage, transport, store }
}

const people = (campaign: number) =>
  Array.from({ length: 300 }, (_, n) => ({ email: `p${n}@c${campaign}.example.org`, name: `P ${n}` }))

/** A login that a test cuts off is tried again after a second; by default PgBouncer lets its clients wait for 15. */
const soon = 'server_login_retry = 1'
/** In transaction mode few of the server's connections serve many clients, each in turn. */
const modes: [mode: PoolMode, settings: string[]][] = [
  ['session', ['default_pool_size = 50', soon]],
  ['transaction', ['default_pool_size = 4', soon]],
]

describe.each(modes)('PgBouncer in %s mode', (mode, settings) => {
  test('three installations at once migrate, plan, send, record hits and read figures, each message and hit once', async () => {
    const { url } = await behind(mode, settings)
    const schema = `at_once_${mode}`
    const all = [1, 2, 3].map(() => installation(storeOn(url, schema)))
    await Promise.all(all.map(({ sillage }) => sillage.migrate()))
    await Promise.all(all.map(({ sillage }) => sillage.start()))
    const ids = await Promise.all(
      all.map(async ({ sillage }, n) => {
        const content = { name: `C ${n}`, subject: `C ${n}`, html: '<a href="https://example.org">news</a>' }
        return (await sillage.campaigns.create({ ...content, recipients: people(n) })).id
      }),
    )
    const [first] = all as [(typeof all)[number]]
    await vi.waitFor(
      async () => {
        for (const id of ids) expect((await first.sillage.campaigns.get(id)).status).toBe('completed')
      },
      { timeout: 120_000, interval: 200 },
    )
    const sent = all.flatMap(({ transport }) => transport.sends.map(({ to }) => to))
    expect(sent).toHaveLength(900)
    expect(new Set(sent).size).toBe(900)

    await Promise.all(
      all.map(async ({ store }, n) => {
        const campaignId = Number(ids[n])
        const { items } = await store.messages.list({ campaignId, sort: 'name', order: 'asc', limit: 300 })
        const hits = items.map(({ id }) => openOf(id))
        for (let sequence = 1; sequence <= 20; sequence++)
          await store.events.record({ recorder: `r${n}`, sequence, hits, lookBackMs: 1 }, human)
      }),
    )
    for (const id of ids) {
      const summary = await first.store.campaigns.summary(Number(id))
      expect(summary).toMatchObject({ sent: 300, opens: { total: 6_000, unique: 300 } })
      expect(await first.store.campaigns.recount(Number(id))).toEqual({})
    }
  })

  test('its clients are cut off again and again: what was acknowledged is stored, once', async () => {
    const { url } = await behind(mode, settings)
    const store = storeOn(url, `cut_${mode}`)
    await store.migrate()
    const admin = new pg.Client({ connectionString: server.url })
    await admin.connect()
    const report = await workThrough(store, async (soFar) => {
      for (let cut = 0; cut < 10; cut++) {
        const { hits } = soFar()
        await vi.waitFor(() => expect(soFar().hits).toBeGreaterThan(hits), { timeout: 30_000 })
        await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where pid <> pg_backend_pid() and backend_type = 'client backend'`,
        )
      }
    })
    await admin.end()
    expect(report.storedHits).toBe(report.acknowledgedHits)
    expect(report.storedSends).toBe(report.acknowledgedSends)
    expect(report.differences).toEqual({})
  })

  test('no session of the server keeps a setting of the store', async () => {
    const { url } = await behind(mode, settings)
    const store = storeOn(url, `limit_${mode}`)
    await store.migrate()
    const other = new pg.Pool({ connectionString: url, max: 4 })
    const limit = 'show idle_in_transaction_session_timeout'
    const limits = await Promise.all([1, 2, 3, 4].map(async () => (await other.query(limit)).rows[0]))
    expect(limits).toEqual(Array.from({ length: 4 }, () => ({ idle_in_transaction_session_timeout: '0' })))
    await other.end()
  })
})

test('postgresBus behind PgBouncer in session mode hears other processes', async () => {
  const { url } = await behind('session')
  const [one, two] = [postgresBus({ connectionString: url }), postgresBus({ connectionString: url })]
  closers.push(() => one.close())
  closers.push(() => two.close())
  await Promise.all([one.start(), two.start()])
  const heard = new Promise((resolve) => two.subscribe(resolve))
  one.publish({ type: 'changed', campaignId: 7 })
  expect(await heard).toEqual({ type: 'changed', campaignId: 7 })
})

test.each(['1', '20'])(
  'postgresBus is refused behind PgBouncer in transaction mode, with %s connections of the server',
  async (size) => {
    const { url } = await behind('transaction', [`default_pool_size = ${size}`])
    const bus = postgresBus({ connectionString: url })
    closers.push(() => bus.close())
    await expect(bus.start()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('session mode'),
    })
  },
)

test('a store behind PgBouncer in statement mode is refused with what to do', async () => {
  const { url } = await behind('statement')
  const store = postgresStore({ connectionString: url, patienceMs: 0 })
  closers.push(() => store.close())
  await expect(store.migrate()).rejects.toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining('session or transaction mode'),
  })
})
