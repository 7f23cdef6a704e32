import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createSillage, memoryStore, systemClock } from '@sillage/core'
import { faultySmtpServer, recordingTransport } from '@sillage/core/testing'
import { postgresBus, postgresStore } from '@sillage/store-postgres'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { bundleProcess } from '../../../scripts/bundle-process.ts'
import { type TestDatabase, testDatabase } from '../../store-postgres/test/test-database.ts'
import { pgBossQueue } from '../src/index.ts'
import type { WorkerOrder } from './worker-process.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(() => database.close())

/**
 * What one test works with: a web process (this one), its queue, and workers. The two long tests wait most of their
 * time, and run in parallel.
 */
async function stage() {
  const program = await bundleProcess(new URL('./worker-process.ts', import.meta.url))
  const smtp = await faultySmtpServer({ keepContent: false })
  const schema = database.schema()
  const bossSchema = database.schema()
  const order: WorkerOrder = { url: database.url, schema, bossSchema, smtpPort: smtp.port }
  const sillage = createSillage({
    store: postgresStore({ pool: database.pool, schema }),
    bus: postgresBus({ connectionString: database.url, channel: schema }),
    baseUrl: 'http://127.0.0.1:3000/mail',
    from: 'Shop <news@example.org>',
  })
  await sillage.migrate()
  await sillage.start({ send: false })
  const queue = pgBossQueue({ pool: database.pool, schema: bossSchema, slots: 2 })
  await queue.start(sillage, { work: false })
  const workers = new Set<ChildProcess>()

  return {
    smtp,
    sillage,
    async worker(): Promise<ChildProcess & { sent: number }> {
      const child = Object.assign(fork(program, { execArgv: [] }), { sent: 0 })
      workers.add(child)
      child.once('exit', () => workers.delete(child))
      child.send(order)
      await once(child, 'message')
      child.on('message', () => child.sent++)
      return child
    },
    campaign: (count: number, options: object = {}) =>
      sillage.campaigns.create({
        name: 'Fleet',
        subject: 'Hello',
        html: '<p>Hello</p>',
        recipients: Array.from({ length: count }, (_, n) => ({ email: `r${n}@example.org` })),
        ...options,
      }),
    completed: (id: string, timeout: number) =>
      vi.waitFor(async () => expect((await sillage.campaigns.get(id)).status).toBe('completed'), {
        timeout,
        interval: 50,
      }),
    async jobs(): Promise<{ state: string; singleton_key: string }[]> {
      const { rows } = await database.pool.query(
        `select state, singleton_key from "${bossSchema}".job where name = 'sillage' order by singleton_key`,
      )
      return rows
    },
    async close(): Promise<void> {
      for (const worker of workers) worker.kill('SIGKILL')
      await queue.stop()
      await sillage.close()
      await smtp.close()
    },
  }
}
type Stage = Awaited<ReturnType<typeof stage>>

/** Runs a test with a web process and queue of its own. */
const onStage = (run: (own: Stage) => Promise<void>) => async () => {
  const own = await stage()
  try {
    await run(own)
  } finally {
    await own.close()
  }
}

test.concurrent(
  'jobs of a worker that was killed are run by another; each message is sent once or unknown, and no job is left behind',
  { timeout: 90_000 },
  onStage(async ({ smtp, sillage, worker, campaign, completed, jobs }) => {
    const first = await worker()
    const { id } = await campaign(300, { limits: { perSecond: 40 } })
    await vi.waitFor(() => expect(first.sent).toBeGreaterThan(20), { timeout: 30_000 })
    const second = await worker()
    await vi.waitFor(() => expect(second.sent).toBeGreaterThan(5), { timeout: 30_000 })
    expect((await jobs()).filter(({ state }) => state === 'active')).toHaveLength(2)
    // Both slots are taken by processes that die; a third gets one when pg-boss notices.
    first.kill('SIGKILL')
    second.kill('SIGKILL')
    const third = await worker()
    await completed(id, 60_000)
    expect(third.sent).toBeGreaterThan(0)
    const { sent, unknown, failed, total } = await sillage.campaigns.get(id)
    expect({ failed, total, all: sent + unknown }).toEqual({ failed: 0, total: 300, all: 300 })
    expect(unknown).toBeLessThanOrEqual(8)
    const received = smtp.received.flatMap(({ to }) => to)
    expect(new Set(received).size).toBe(received.length)
    expect(received.length).toBeGreaterThanOrEqual(sent)
    await vi.waitFor(async () => expect(await jobs()).toEqual([]), { timeout: 20_000, interval: 200 })
  }),
)

test.concurrent(
  'a campaign is sent by several processes, each with one slot; pause and cancel reach them within a second and leave no job',
  { timeout: 60_000 },
  onStage(async ({ smtp, sillage, worker, campaign, jobs }) => {
    const [one, two] = await Promise.all([worker(), worker()])
    const { id } = await campaign(2_000, { limits: { perSecond: 100 } })
    await vi.waitFor(() => expect(Math.min(one.sent, two.sent)).toBeGreaterThan(10), { timeout: 30_000 })
    await sillage.campaigns.pause(id)
    const pausedAt = Date.now()
    await vi.waitFor(async () => expect(await jobs()).toEqual([]), { timeout: 30_000 })
    const late = smtp.received.filter(({ at }) => at > pausedAt + 1_000)
    expect(late).toEqual([])
    const before = smtp.received.length
    const resumedAt = Date.now()
    await sillage.campaigns.resume(id)
    await vi.waitFor(() => expect(smtp.received.length).toBeGreaterThan(before + 20), { timeout: 30_000, interval: 20 })
    expect(Date.now() - resumedAt).toBeLessThan(5_000)
    await sillage.campaigns.cancel(id)
    await vi.waitFor(async () => expect(await jobs()).toEqual([]), { timeout: 30_000 })
    // A worker that is asked to end gives everything back and ends.
    one.kill('SIGTERM')
    const [code] = await once(one, 'exit')
    expect(code).toBe(0)
    expect((await sillage.messages.list({ campaignId: id, status: 'sending', limit: 10 })).items).toEqual([])
  }),
)

test(
  'a scheduled campaign starts on time and once; one that was moved or cancelled leaves no job',
  { timeout: 60_000 },
  onStage(async ({ smtp, sillage, worker, campaign, completed, jobs }) => {
    await Promise.all([worker(), worker()])
    const at = Date.now() + 2_500
    const { id } = await campaign(20, { scheduledAt: new Date(at).toISOString() })
    const moved = await campaign(1, { scheduledAt: new Date(at).toISOString() })
    const later = new Date(at + 3_600_000).toISOString()
    await vi.waitFor(async () => expect(await jobs()).toHaveLength(2), { timeout: 2_000 })
    await sillage.campaigns.update(moved.id, { scheduledAt: later })
    await vi.waitFor(
      async () => expect((await jobs()).map(({ singleton_key }) => singleton_key)).toContain(`${moved.id}:${later}`),
      { timeout: 8_000 },
    )
    await completed(id, 30_000)
    const received = smtp.received.map((mail) => mail.at)
    expect(received).toHaveLength(20)
    expect(Math.min(...received)).toBeGreaterThanOrEqual(at)
    expect(Math.min(...received)).toBeLessThan(at + 6_000)
    await sillage.campaigns.cancel(moved.id)
    await vi.waitFor(async () => expect(await jobs()).toEqual([]), { timeout: 30_000 })
  }),
)

test('a stream has a job while a message of it is due, and its messages are sent by workers', async () => {
  const on = await stage()
  try {
    await on.sillage.streams.put('receipts', { subject: 's', html: '<p>h</p>' })
    await on.sillage.streams.put('idle', { subject: 's', html: '<p>h</p>' })
    const send = (to: string, scheduledAt?: string) =>
      on.sillage.messages.send({ stream: 'receipts', to, ...(scheduledAt !== undefined && { scheduledAt }) })
    await send('later@example.org', '2999-01-01T00:00:00Z')
    const first = await send('a@example.org')
    const jobs = async () => (await on.jobs()).map(({ singleton_key: key }) => key)
    await vi.waitFor(async () => expect(await jobs()).toEqual([expect.stringMatching(/^\d+:stream$/)]), {
      timeout: 20_000,
      interval: 100,
    })
    await on.worker()
    await vi.waitFor(async () => expect((await on.sillage.messages.get(first.id)).status).toBe('sent'), {
      timeout: 20_000,
      interval: 100,
    })
    await vi.waitFor(async () => expect(await jobs()).toEqual([]), { timeout: 20_000, interval: 100 })
    expect(on.smtp.received.map(({ to }) => to)).toEqual(['a@example.org'])
  } finally {
    await on.close()
  }
}, 70_000)

test('a start that PostgreSQL did not answer can be repeated', async () => {
  const schema = database.schema()
  let away = true
  const query = async (text: string, values?: unknown[]) => {
    if (away) throw new Error('connect ECONNREFUSED')
    return database.pool.query(text, values)
  }
  const sillage = createSillage({ store: memoryStore(), baseUrl: 'http://127.0.0.1:3000/mail' })
  const queue = pgBossQueue({ pool: { query }, schema })
  await expect(queue.start(sillage, { work: false })).rejects.toThrow(/ECONNREFUSED/)
  away = false
  await queue.start(sillage, { work: false })
  const { rows } = await database.pool.query(`select name from "${schema}".queue`)
  expect(rows.map(({ name }) => name)).toContain('sillage')
  await queue.stop()
  await expect(queue.start(sillage)).rejects.toThrow(/create a new one/)
  await sillage.close()
})

test('one process may do both: its campaigns are sent until it stops, and jobs that are over are deleted', async () => {
  const schema = database.schema()
  const warned: string[] = []
  const warn = (_: object, text: string) => void warned.push(text)
  const transport = recordingTransport({ clock: systemClock })
  const sillage = createSillage({
    store: memoryStore(),
    transport,
    baseUrl: 'http://127.0.0.1:3000/mail',
    from: 'Shop <news@example.org>',
    logger: { debug() {}, info() {}, warn, error: warn },
  })
  await sillage.start({ send: false })
  const queue = pgBossQueue({ pool: database.pool, schema })
  const started = queue.start(sillage)
  expect(queue.start(sillage)).toBe(started)
  await started
  const create = async () => {
    const recipients = [{ email: 'ada@example.org' }, { email: 'bob@example.org' }]
    return (await sillage.campaigns.create({ name: 'n', subject: 's', html: '<p>h</p>', recipients })).id
  }
  const until = { timeout: 20_000, interval: 50 }
  const jobs = async () => (await database.pool.query(`select 1 from "${schema}".job where name = 'sillage'`)).rows
  for (let round = 1; round <= 2; round++) {
    const id = await create()
    await vi.waitFor(async () => expect((await sillage.campaigns.get(id)).status).toBe('completed'), until)
    expect(transport.sends).toHaveLength(2 * round)
    await vi.waitFor(async () => expect(await jobs()).toEqual([]), until)
  }
  await Promise.all([queue.stop(), queue.stop()])
  const after = await create()
  expect((await sillage.campaigns.get(after)).status).toBe('sending')
  expect(await jobs()).toEqual([])
  expect(warned).toEqual([])
  await expect(queue.start(sillage)).rejects.toMatchObject({ code: 'closed' })
  await sillage.close()
}, 60_000)

test('refuses invalid options', () => {
  expect(() => pgBossQueue({})).toThrow(/either connectionString or pool/)
  expect(() => pgBossQueue({ pool: database.pool, slots: 0 })).toThrow(/slots: expected a whole number/)
  expect(() => pgBossQueue({ pool: database.pool, schema: 'a-b' })).toThrow(/schema: expected a name/)
  expect(() => pgBossQueue({ connectionString: 'redis://x' })).toThrow(/postgres:\/\//)
})
