import type { NewsPlace, Store, StoredFact } from '@sillage/core/store'
import { createSqlStore } from '@sillage/store-kysely'
import pg from 'pg'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { noting } from '../../store-kysely/test/every-query.ts'
import { human, openOf, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { postgresDialect } from '../src/postgres-dialect.ts'
import { postgresEngine } from '../src/postgres-engine.ts'
import { emptiedStores } from './test-database.ts'

const stores = emptiedStores()
let store: Store
let messageIds: number[]
let place: NewsPlace
const held: pg.PoolClient[] = []

beforeEach(async () => {
  store = await stores.open()
  ;({ messageIds } = await sendingCampaign(store, 4))
  place = await store.outbox.place()
})
afterEach(async () => {
  for (const client of held.splice(0)) {
    await client.query('rollback')
    client.release()
  }
})

let sequence = 0
const recorder = `news ${Math.random()}`
const record = (of: Store, n: number) =>
  of.events.record({ recorder, sequence: ++sequence, hits: [openOf(messageIds[n] ?? 0)], lookBackMs: 1 }, human)
const indexOf = (item: StoredFact) => ('event' in item ? messageIds.indexOf(item.event.messageId) : -1)
/** Of which messages the events are that can be read now. */
const read = async (of: Store = store) => (await of.outbox.read(place, 100)).items.map(indexOf)

/** A transaction of another process, which stays open. */
async function open(...statements: string[]): Promise<pg.PoolClient> {
  const client = await stores.pool.connect()
  held.push(client)
  for (const statement of ['begin', ...statements]) await client.query(statement)
  return client
}
async function end(client: pg.PoolClient, by: 'commit' | 'rollback') {
  held.splice(held.indexOf(client), 1)
  await client.query(by)
  client.release()
}
const insert = (n: number) => `insert into "${stores.schema}".email_tracking_events
  (message_id, type, at, verdict, rules_version, flags, count) values (${messageIds[n]}, 'open', 0, 'human', 1, 0, 1)`

test.each(['commit', 'rollback'] as const)(
  'what is stored behind a transaction that is open waits for its %s, and nothing is missed',
  async (by) => {
    await record(store, 0)
    expect(await read()).toEqual([0])
    const client = await open(insert(1))
    await record(store, 2)
    expect(await read()).toEqual([0])
    await record(store, 3)
    expect(await read()).toEqual([0])
    await end(client, by)
    // What began to write when the last one was read is over.
    expect(await read()).toEqual(by === 'commit' ? [0, 1, 2, 3] : [0, 2, 3])
  },
)

test('one that began later is not waited for by those before it', async () => {
  const first = await open(insert(0))
  await record(store, 1)
  expect(await read()).toEqual([])
  const later = await open(insert(2))
  await end(first, 'commit')
  expect(await read()).toEqual([0, 1])
  await end(later, 'commit')
  expect(await read()).toEqual([0, 1, 2])
})

test('a long transaction of the host’s own delays nothing: one that reads, and one that writes to its own tables', async () => {
  const own = `"${stores.schema}".own_table`
  await stores.pool.query(`create table if not exists ${own} (id bigint)`)
  await open(`select count(*) from "${stores.schema}".email_tracking_events`, 'select pg_current_xact_id()')
  await open(`insert into ${own} values (1)`, 'select pg_current_xact_id()')
  await record(store, 0)
  await record(store, 1)
  expect(await read()).toEqual([0, 1])
})

test('the outbox waits in the same way', async () => {
  await store.webhooks.subscribe('sub:one', { types: ['*'], machines: false }, 1)
  place = await store.outbox.place()
  const fact = { at: 1, owner: null, campaignId: null, messageId: null, detail: null }
  const types = async () =>
    (await store.outbox.read(place, 100)).items.map((item) => ('fact' in item ? item.fact.type : 'event'))
  const client = await open(
    `insert into "${stores.schema}".email_outbox (type, at, owner) values ('message.delivered', 1, '')`,
  )
  await store.outbox.add([{ ...fact, type: 'webhook.disabled' }])
  expect(await types()).toEqual([])
  await end(client, 'commit')
  expect(await types()).toEqual(['message.delivered', 'webhook.disabled'])
})

test('of many that write at once, readers miss none and see each once', async () => {
  const others = await Promise.all([stores.reopen(), stores.reopen(), stores.reopen()])
  const reader = await stores.reopen()
  const seen: number[] = []
  let writing = true
  const reading = (async () => {
    for (let after = place, last = false; ; ) {
      const part = await reader.outbox.read(after, 7)
      seen.push(...part.items.flatMap((item) => ('event' in item ? item.event.id : [])))
      after = part.to
      if (last && !part.more) return
      last = !writing && !part.more
    }
  })()
  let groups = 0
  await Promise.all(
    others.map(async (other, n) => {
      for (let k = 0; k < 40; k += 1) {
        const hits = [openOf(messageIds[(n + k) % 4] ?? 0), openOf(messageIds[(n + k + 1) % 4] ?? 0)]
        await other.events.record({ recorder: `many ${n}`, sequence: ++groups, hits, lookBackMs: 1 }, human)
      }
    }),
  )
  writing = false
  await reading
  const { rows } = await stores.pool.query(`select id from "${stores.schema}".email_tracking_events order by id`)
  expect(seen).toEqual(rows.map(({ id }: { id: string }) => Number(id)))
})

test('a hit costs not one statement or byte more with three webhooks on', async () => {
  // One connection, whose own log is measured: other tests write to this server at the same time.
  const pool = new pg.Pool({ ...stores.pool.options, max: 1 })
  onTestFinished(() => pool.end())
  const { engine, statements } = noting(postgresEngine({ pool, patienceMs: 5_000, end: undefined }))
  const noted = createSqlStore({ engine, dialect: postgresDialect(stores.schema) })
  async function logged(): Promise<number> {
    await pool.query('select pg_stat_force_next_flush()')
    const { rows } = await pool.query('select wal_bytes::int as bytes from pg_stat_get_backend_wal(pg_backend_pid())')
    return (rows[0] as { bytes: number }).bytes
  }
  /** The log that a hit writes, in bytes, and its statements; the least of several: a page that is full costs more. */
  async function cost() {
    await record(noted, 0)
    let bytes = Number.POSITIVE_INFINITY
    for (let n = 0; n < 10; n += 1) {
      statements.clear()
      const before = await logged()
      await record(noted, 0)
      bytes = Math.min(bytes, (await logged()) - before)
    }
    return { texts: [...statements.keys()].sort(), bytes }
  }
  const without = await cost()
  for (const types of [['*'], ['message.opened'], ['message.sent', 'message.clicked']] as const) {
    const about = { owner: null, description: null, secrets: [], machines: true, createdAt: 1 }
    await noted.webhooks.create({ ...about, url: 'https://hook.invalid/', types })
  }
  expect(await cost()).toEqual(without)
  expect(without.texts.length).toBeGreaterThan(5)
  expect(without.bytes).toBeGreaterThan(100)
})
