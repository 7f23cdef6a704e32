import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Fleet, outcome, startFleet } from './fleet/fleet.ts'
import { killAtRandom } from './fleet/kill-at-random.ts'
import { throttled } from './fleet/throttled.ts'
import { postgresServer } from './postgres-server.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(() => database.close())

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
async function fleetOn(...given: Parameters<typeof startFleet>): Promise<Fleet> {
  const fleet = await startFleet(...given)
  closers.push(() => fleet.close())
  return fleet
}
const own = () => ({ url: database.url, schema: database.schema() })

describe('a fleet of one web and three sender processes', () => {
  test('senders killed at random: each recipient is mailed once, or is unknown', async () => {
    const fleet = await fleetOn(own(), {
      script: ({ at, message }) => (at === 'final' ? { at, delayMs: 4 + (message % 9) } : undefined),
    })
    const { id, killed } = await killAtRandom(fleet, 2_400, 4)
    const { wrong, recount, ...counts } = await outcome(fleet, id)
    expect(wrong).toEqual([])
    expect(recount).toEqual({})
    expect(killed).toBe(4)
    expect(counts.sent + counts.unknown).toBe(2_400)
    expect(counts.unknown).toBeLessThanOrEqual(5 * killed)
    // Kills that found no message in flight would prove nothing.
    expect(counts.unknown).toBeGreaterThan(0)
  }, 90_000)

  test('pause, resume and cancel reach every process within a second', async () => {
    const fleet = await fleetOn(own())
    const senders = [fleet.sender(), fleet.sender(), fleet.sender()]
    await Promise.all(senders.map((sender) => sender.ready))
    const id = await fleet.campaign(5_000, { delayMs: 5 })
    await vi.waitFor(() => expect(Math.min(...senders.map(({ sent }) => sent))).toBeGreaterThan(5), { timeout: 10_000 })
    await fleet.web.campaigns.pause(id)
    const pausedAt = Date.now()
    await sleep(1_500)
    const late = fleet.smtp.received.map(({ at }) => at - pausedAt).filter((ms) => ms > 1_000)
    expect(late).toEqual([])
    const [before, resumedAt] = [fleet.smtp.received.length, Date.now()]
    await fleet.web.campaigns.resume(id)
    await vi.waitFor(() => expect(fleet.smtp.received.length).toBeGreaterThan(before), { timeout: 5_000, interval: 10 })
    expect(Date.now() - resumedAt).toBeLessThan(1_000)
    await fleet.web.campaigns.cancel(id)
    const cancelledAt = Date.now()
    await sleep(1_300)
    expect(fleet.smtp.received.filter(({ at }) => at > cancelledAt + 1_000)).toEqual([])
  }, 60_000)

  test('a scheduled start happens once and on time', async () => {
    const fleet = await fleetOn(own())
    const senders = [fleet.sender(), fleet.sender(), fleet.sender()]
    await Promise.all(senders.map((sender) => sender.ready))
    const at = Date.now() + 1_500
    const started: string[] = []
    fleet.web.live.on('campaign_progress', ({ status }) => {
      if (started.at(-1) !== status) started.push(status)
    })
    const id = await fleet.campaign(30, { scheduledAt: new Date(at).toISOString() })
    await fleet.completed(id)
    expect(started).toEqual(['scheduled', 'sending', 'completed'])
    expect(fleet.smtp.received).toHaveLength(30)
    const first = Math.min(...fleet.smtp.received.map((mail) => mail.at))
    expect(first).toBeGreaterThanOrEqual(at)
    expect(first).toBeLessThan(at + 1_000)
  }, 60_000)

  test('the throttle holds for all together: slots are evenly spaced, and no second has more than its number', async () => {
    const fleet = await fleetOn(own())
    await throttled(fleet, 3)
  }, 60_000)

  test('PostgreSQL restarted in the middle: all continue, without a restart of their own', async () => {
    const server = await postgresServer()
    closers.push(() => server.remove())
    const fleet = await fleetOn({ url: server.url, schema: 'fleet' })
    const senders = [
      fleet.sender({ leaseMs: 3_000 }),
      fleet.sender({ leaseMs: 3_000 }),
      fleet.sender({ leaseMs: 3_000 }),
    ]
    await Promise.all(senders.map((sender) => sender.ready))
    const id = await fleet.campaign(1_000, { delayMs: 5 })
    await vi.waitFor(() => expect(Math.min(...senders.map(({ sent }) => sent))).toBeGreaterThan(20), {
      timeout: 10_000,
    })
    await server.stop()
    await sleep(1_000)
    const before = senders.map(({ sent }) => sent)
    await server.start()
    await fleet.completed(id)
    await vi.waitFor(() => {
      for (const [n, { sent }] of senders.entries()) expect(sent).toBeGreaterThan(before[n] ?? 0)
    })
    const { wrong, recount, ...counts } = await outcome(fleet, id)
    expect(wrong).toEqual([])
    expect(recount).toEqual({})
    expect(counts).toMatchObject({ total: 1_000 })
    expect(counts.sent + counts.unknown).toBe(1_000)
  }, 90_000)

  test('a sender that is cut from PostgreSQL stops before its leases run out, and no recipient is mailed twice', async () => {
    const proxy = await tcpProxy(database.url)
    closers.push(() => proxy.close())
    const given = own()
    const leaseMs = 2_000
    const fleet = await fleetOn(given)
    const lonely = fleet.sender({ url: proxy.url, leaseMs, patienceMs: 500 })
    await lonely.ready
    const id = await fleet.campaign(400, { delayMs: 10 })
    await vi.waitFor(() => expect(lonely.sent).toBeGreaterThan(50), { timeout: 10_000 })
    // Nothing passes any more and nothing is closed, as when a cable is unplugged.
    proxy.freeze()
    const cutAt = Date.now()
    await sleep(leaseMs)
    const afterCut = fleet.smtp.received.map(({ at }) => at - cutAt).filter((ms) => ms > 0)
    // A handful was being sent; no send begins without an answer of the store.
    expect(Math.max(0, ...afterCut)).toBeLessThan(leaseMs)
    expect(afterCut.length).toBeLessThanOrEqual(5)
    const other = fleet.sender({ leaseMs })
    await other.ready
    await fleet.completed(id)
    proxy.thaw()
    await sleep(500)
    const { wrong, ...counts } = await outcome(fleet, id)
    expect(wrong).toEqual([])
    expect(counts.sent + counts.unknown).toBe(400)
    expect(counts.unknown).toBeLessThanOrEqual(5)
    expect(other.sent).toBeGreaterThan(150)
  }, 90_000)
})

interface TcpProxy {
  url: string
  freeze(): void
  thaw(): void
  close(): void
}

/** A proxy between a process and PostgreSQL. */
async function tcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let frozen = false
  const server: Server = createServer((socket) => {
    const upstream = connect(Number(port), hostname)
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(from)
      from.on('error', () => from.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
    if (frozen) for (const one of [socket, upstream]) hold(one)
  })
  const hold = (socket: Socket) => {
    socket.unpipe()
    socket.pause()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a TCP port')
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String(address.port)
  return {
    url: url.href,
    freeze() {
      frozen = true
      for (const socket of sockets) hold(socket)
    },
    /** Data held back is lost: the connections break, new ones pass. */
    thaw() {
      frozen = false
      for (const socket of sockets) socket.destroy()
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
