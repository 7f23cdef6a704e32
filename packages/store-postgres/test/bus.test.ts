import { setTimeout as sleep } from 'node:timers/promises'
import type { Bus, Notice } from '@sillage/core'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { postgresBus } from '../src/index.ts'
import { postgresServer } from './postgres-server.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(() => database.close())

const open: Required<Bus>[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((bus) => bus.close()))
})

async function busOn(options: Parameters<typeof postgresBus>[0]): Promise<{ bus: Required<Bus>; heard: Notice[] }> {
  const bus = postgresBus(options)
  open.push(bus)
  await bus.start()
  const heard: Notice[] = []
  bus.subscribe((notice) => void heard.push(notice))
  return { bus, heard }
}
const changed = (campaignId: number): Notice => ({ type: 'changed', campaignId })

/** The payloads of notices that go over the channel, as PostgreSQL delivers them. */
async function tap(channel: string): Promise<{ payloads: string[]; client: pg.Client }> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const payloads: string[] = []
  // What is not JSON proves at the start of a bus that it hears.
  client.on('notification', ({ payload = '' }) => void (payload.startsWith('{') && payloads.push(payload)))
  await client.query(`listen "${channel}"`)
  return { payloads, client }
}

describe('postgresBus', () => {
  test('notifies other processes within a second, and its own at once and only once', async () => {
    const channel = database.schema()
    const one = await busOn({ connectionString: database.url, channel })
    const two = await busOn({ pool: database.pool, channel })
    const elsewhere = await busOn({ connectionString: database.url, channel: `${channel}x` })
    one.bus.publish(changed(1))
    expect(one.heard).toEqual([changed(1)])
    await vi.waitFor(() => expect(two.heard).toEqual([changed(1)]), { timeout: 1_000 })
    const fault = { campaignId: '2', code: 'smtp_auth', message: 'é'.repeat(9_000), fatal: true } as const
    two.bus.publish({ type: 'fault', fault })
    await vi.waitFor(() => expect(one.heard).toHaveLength(2))
    expect(one.heard[1]).toMatchObject({ type: 'fault', fault: { campaignId: '2', code: 'smtp_auth', fatal: true } })
    // All earlier notices have been received when this one has.
    two.bus.publish(changed(3))
    await vi.waitFor(() => expect(one.heard).toHaveLength(3))
    expect(two.heard).toEqual([changed(1), { type: 'fault', fault }, changed(3)])
    expect(elsewhere.heard).toEqual([])
  })

  test('sends a thousand notices about the same campaigns in one payload, and twenty thousand campaigns in payloads PostgreSQL takes', async () => {
    const channel = database.schema()
    const { payloads, client } = await tap(channel)
    const one = await busOn({ connectionString: database.url, channel })
    const two = await busOn({ connectionString: database.url, channel })
    for (let n = 0; n < 1_000; n++) {
      one.bus.publish({ type: 'progress', campaignId: n % 3 })
      one.bus.publish({ type: 'hits', campaignId: n % 2 })
    }
    await vi.waitFor(() => expect(two.heard).toHaveLength(5))
    // The tap is a connection of its own, and may receive it later.
    await vi.waitFor(() => expect(payloads).toHaveLength(1))
    const large = Number.MAX_SAFE_INTEGER
    for (let n = 0; n < 20_000; n++) one.bus.publish(changed(large - n))
    await vi.waitFor(() => expect(two.heard).toHaveLength(20_005), { timeout: 5_000 })
    expect(new Set(two.heard.slice(5).map((notice) => 'campaignId' in notice && notice.campaignId)).size).toBe(20_000)
    expect(Math.max(...payloads.map((payload) => Buffer.byteLength(payload)))).toBeLessThan(8_000)
    expect(payloads.length).toBeLessThan(60)
    await client.end()
  })

  test('sends what is repeated no more often than every 50 ms', async () => {
    const channel = database.schema()
    const { payloads, client } = await tap(channel)
    const one = await busOn({ connectionString: database.url, channel })
    const begun = performance.now()
    while (performance.now() - begun < 400) {
      one.bus.publish({ type: 'progress', campaignId: 1 })
      await sleep(2)
    }
    await one.bus.close()
    const most = Math.ceil((performance.now() - begun) / 50) + 1
    await client.query('select 1')
    expect(payloads.length).toBeGreaterThan(1)
    expect(payloads.length).toBeLessThanOrEqual(most)
    await client.end()
  })

  test('ignores what others write on its channel', async () => {
    const channel = database.schema()
    const { bus, heard } = await busOn({ connectionString: database.url, channel })
    for (const payload of [
      '',
      'hello',
      '{}',
      '{"from":1}',
      '{"from":"x","changed":["1; drop"]}',
      '{"from":"x","faults":[{}]}',
      '{"from":"x","hits":[7]}',
    ])
      await database.pool.query('select pg_notify($1, $2)', [channel, payload])
    await vi.waitFor(() => expect(heard).toEqual([{ type: 'hits', campaignId: 7 }]))
    bus.publish(changed(1))
    expect(heard).toHaveLength(2)
  })

  test('connects again after a cut: sends what was waiting, and notifies its own process that it missed something', async () => {
    const channel = database.schema()
    const one = await busOn({ connectionString: database.url, channel })
    const own = new pg.Pool({ connectionString: database.url, application_name: channel })
    own.on('error', () => undefined)
    const two = await busOn({ pool: own, channel })
    await database.pool.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
      channel,
    ])
    await vi.waitFor(() => expect(two.heard).toEqual([{ type: 'missed' }]), { timeout: 3_000 })
    one.bus.publish(changed(1))
    await vi.waitFor(() => expect(two.heard).toHaveLength(2))
    expect(one.heard).toEqual([changed(1)])
    await two.bus.close()
    expect(own.totalCount).toBe(0)
    await own.end()
  })

  test('a server that stops and starts again: each process misses something once, and notices sent meanwhile arrive', async () => {
    const server = await postgresServer()
    const one = await busOn({ connectionString: server.url })
    const two = await busOn({ connectionString: server.url })
    await server.stop()
    for (let n = 0; n < 200; n++) one.bus.publish(changed(n % 4))
    // Long enough for attempts that fail.
    await sleep(600)
    await server.start()
    await vi.waitFor(
      () => {
        expect(two.heard.filter(({ type }) => type === 'missed')).toHaveLength(1)
        expect(one.heard.filter(({ type }) => type === 'missed')).toHaveLength(1)
      },
      { timeout: 10_000 },
    )
    // A process that reconnected later may have missed earlier notices; one that was first receives all.
    one.bus.publish(changed(99))
    await vi.waitFor(() => expect(two.heard).toContainEqual(changed(99)))
    await Promise.all(open.splice(0).map((bus) => bus.close()))
    await server.remove()
  }, 60_000)

  test('a process that never started still sends its notices, and its last ones before it closes', async () => {
    const channel = database.schema()
    const one = await busOn({ connectionString: database.url, channel })
    const quiet = postgresBus({ connectionString: database.url, channel })
    quiet.publish(changed(5))
    await quiet.close()
    await vi.waitFor(() => expect(one.heard).toEqual([changed(5)]))
  })

  test('refuses invalid options', async () => {
    expect(() => postgresBus({})).toThrow(/either connectionString or pool/)
    expect(() => postgresBus({ connectionString: 'mysql://x' })).toThrow(/postgres:\/\//)
    expect(() => postgresBus({ connectionString: database.url, channel: 'x'.repeat(64) })).toThrow(/63 bytes/)
    const away = postgresBus({ connectionString: 'postgres://nobody@127.0.0.1:1/none' })
    await expect(away.start()).rejects.toMatchObject({ code: 'store_unavailable' })
    away.publish(changed(1))
    await away.close()
    await expect(away.start()).rejects.toMatchObject({ code: 'closed' })
  })
})
