import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createSillage, type SillageEvent } from '@sillage/core'
import type { Store } from '@sillage/core/store'
import { afterEach, expect, test } from 'vitest'
import { bundleProcess } from '../../../scripts/bundle-process.ts'
import { receiver } from '../../core/test/webhooks/receiver.ts'
import { human, openOf, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { emptiedStores, testDatabase } from './test-database.ts'

const stores = emptiedStores()
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const began = Date.UTC(2026, 0, 1)
const rounds = 13
const writers = 3
const kills = 2

/** Of what came, each fact once; it may come again, and never before another that it came after. */
function onceEach(events: readonly SillageEvent[]): SillageEvent[] {
  const last = new Map(events.map((event) => [event.id, event]))
  expect(new Set([...last.values()].map(({ timestamp }) => timestamp)).size, 'an event under a second id').toBe(
    last.size,
  )
  const first: SillageEvent[] = []
  for (const event of events) {
    if (!first.some(({ id }) => id === event.id)) first.push(event)
    // One that comes again is the one that was on its way when its process ended.
    else expect(first.at(-1)?.id).toBe(event.id)
  }
  return first
}

test('readers are killed while many write, and some for long: nothing is missed, out of order, or under a second id', async () => {
  const database = await testDatabase()
  closers.push(() => database.close())
  const { schema } = stores
  const store = await stores.open()
  const { messageIds } = await sendingCampaign(store, 4)
  const hook = await receiver()
  closers.push(() => hook.close())
  const office = createSillage({
    store,
    baseUrl: 'http://127.0.0.1:3000/mail',
    secrets: ['a secret that all the processes of a test have'],
    webhooks: { allowPrivate: true },
  })
  const { secret } = await office.webhooks.create({ url: hook.url, events: ['message.opened'] })
  await store.webhooks.subscribe('sub:crm', { types: ['message.opened'], machines: false }, Date.now())

  const handled: SillageEvent[] = []
  const program = await bundleProcess(new URL('./readers/reader-process.ts', import.meta.url))
  const waiting = new Set<() => void>()
  /** Resolves when that is true, which is asked after each fact. */
  const until = (done: () => boolean) =>
    new Promise<void>((resolve) => {
      const ask = () => {
        if (!done()) return
        waiting.delete(ask)
        resolve()
      }
      waiting.add(ask)
      ask()
    })
  let served: ChildProcess | undefined
  function reader(): ChildProcess {
    const child = fork(program, [JSON.stringify({ url: database.url, schema })], {
      execArgv: ['--conditions=sillage-source', '--disable-warning=ExperimentalWarning'],
    })
    closers.push(() => child.kill('SIGKILL'))
    child.on('message', (event) => {
      handled.push(event as SillageEvent)
      served = child
      for (const ask of [...waiting]) ask()
    })
    return child
  }
  hook.answers((response) => {
    response.writeHead(204).end()
    for (const ask of [...waiting]) ask()
  })

  let at = began
  let sequence = 0
  const table = `"${schema}".email_tracking_events`
  /** Takes ids that are committed after later ones, or never. */
  async function holder(n: number) {
    const client = await database.pool.connect()
    await client.query('begin')
    await client.query(`insert into ${table} (message_id, type, at, verdict, rules_version, flags, count)
      values (${messageIds[n % 4]}, 'open', ${at++}, 'human', 1, 0, 1)`)
    return async () => {
      await client.query(n % 3 === 1 ? 'rollback' : 'commit')
      client.release()
    }
  }
  async function write(of: Store, name: string, n: number) {
    const hits = [0, 1].map((k) => ({ ...openOf(messageIds[(n + k) % 4] ?? 0), at: at++ }))
    await of.events.record({ recorder: name, sequence: ++sequence, hits, lookBackMs: 1 }, human)
  }
  const others = await Promise.all(Array.from({ length: writers }, () => stores.reopen()))
  /** Resolves when what is stored by now was read, as far as it was read. */
  async function readPast() {
    const { rows } = await database.pool.query('select clock_timestamp() as now')
    const reads = `select 1 from pg_stat_activity
      where query like 'select%"type"%"${schema}"."email_outbox"%where "id" >%' and query_start > $1 and pid <> pg_backend_pid()`
    while ((await database.pool.query(reads, [rows[0].now])).rows.length === 0);
  }
  let stored = 0
  const writing = (async () => {
    for (let round = 0; round < rounds; round += 1) {
      const end = await holder(round)
      await Promise.all(others.map((other, n) => write(other, `writer ${n}`, round + n)))
      stored += writers * 2
      if (round % 6 === 0) await readPast()
      await end()
      // As fast as they are read, so that a kill finds some on their way.
      await until(() => handled.length + 40 > stored)
    }
  })()

  let readers = [reader(), reader()]
  for (let kill = 1; kill <= kills; kill += 1) {
    await until(() => handled.length > (kill * rounds * writers) / kills && hook.received.length > kill)
    const dying = served ?? readers[0]
    dying?.kill('SIGKILL')
    if (dying !== undefined) await once(dying, 'exit')
    // A minute later, for those that are left.
    await database.pool.query(`update "${schema}".email_cursors set holder = '', lease_until = 0`)
    readers = [...readers.filter((one) => one !== dying), reader()]
  }
  await writing
  const { rows } = await database.pool.query(`select at from ${table} order by id`)
  const expected = rows.map((row) => new Date(Number(row.at)).toISOString())
  const last = expected.at(-1)
  await until(() => handled.at(-1)?.timestamp === last && hook.received.at(-1)?.event.timestamp === last)
  expect(onceEach(handled).map(({ timestamp }) => timestamp)).toEqual(expected)
  const delivered = await hook.verified(secret)
  expect(onceEach(delivered).map(({ timestamp }) => timestamp)).toEqual(expected)
  expect(new Set(handled.map(({ id }) => id))).toEqual(new Set(delivered.map(({ id }) => id)))
}, 60_000)
