import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSillage, memoryStore } from '../../src/index.ts'
import { fakeClock, recordingTransport } from '../../src/testing/index.ts'
import { fetchServer } from './fetch-server.ts'
import { type Follower, followLive, type LiveWay } from './proxy/follow-live.ts'
import { openIdleProxy } from './proxy/idle-proxy.ts'

const PING_MS = 20_000
const RECIPIENTS = 12

/** An installation on a clock that is held, behind a proxy that cuts what is silent for `idleMs` of it. */
async function behindProxy(idleMs: number) {
  const clock = fakeClock()
  const sillage = createSillage({
    store: memoryStore(),
    transport: recordingTransport({ clock }),
    clock,
    baseUrl: 'https://app.example/mail',
    from: 'Ada <ada@example.org>',
  })
  await sillage.migrate()
  await sillage.start()
  const { url, server, close } = await fetchServer(sillage, { prefix: '/mail', authorize: () => true })
  const sockets: Duplex[] = []
  server.on('upgrade', (_request, socket) => sockets.push(socket))
  const target = new URL(url).origin
  const proxy = await openIdleProxy({ target, idleMs, clock })
  const list = Array.from({ length: RECIPIENTS }, (_, n) => ({ email: `p${n}@example.org` }))
  const content = { name: 'N', subject: 'S', html: '<p>x</p>', recipients: list }
  const { id } = await sillage.campaigns.create({ ...content, delayMs: 2 * PING_MS, start: false })
  const followers: Follower[] = []
  onTestFinished(async () => {
    for (const follower of followers) follower.stop()
    await sillage.close()
    await close()
    await proxy.close()
  })
  return {
    clock,
    sillage,
    proxy,
    id,
    sockets,
    follow(way: LiveWay): Follower {
      const follower = followLive(`${proxy.url}/mail/api/live?campaign=${id}`, way)
      followers.push(follower)
      return follower
    },
  }
}
/** Waits for what is on its way over the wire; the clock stands still meanwhile. */
const arrived = <T>(what: () => T, expected: T) => expect.poll(what, { interval: 2 }).toEqual(expected)
const sentOf = ({ frames }: Follower) => frames.map(({ data }) => data.sent).filter((sent) => sent !== undefined)
const numberOf = (id: string) => Number(id.split('-')[1])

describe.each(['WebSocket', 'event stream'] as const)('%s behind a proxy', (way) => {
  it('lives on for five silent minutes where connections are cut after half a minute, because of the pings', async () => {
    const { clock, sillage, proxy, id, sockets, follow } = await behindProxy(30_000)
    const follower = follow(way)
    await arrived(() => follower.frames.length, 2)
    for (let n = 1; n <= 15; n++) {
      // The answer to a ping must be back before the next one, or the socket counts as dead.
      const answered = way === 'WebSocket' ? once(sockets[0] as Duplex, 'data') : undefined
      await clock.advance(PING_MS)
      await arrived(() => follower.pings, n)
      await answered
    }
    expect([proxy.cuts(), follower.connections, follower.connected]).toEqual([0, 1, true])
    await sillage.campaigns.start(id)
    await clock.advance(1_000)
    await arrived(() => follower.frames.at(-1)?.data.sent, 1)
    expect(follower.connections).toBe(1)
  })

  it('cut after every silence shorter than a ping, misses no state and gets none twice', async () => {
    const { clock, sillage, proxy, id, follow } = await behindProxy(PING_MS - 5_000)
    const follower = follow(way)
    await arrived(() => follower.frames.length, 2)
    await sillage.campaigns.start(id)
    for (let step = 0; (await sillage.campaigns.get(id)).status !== 'completed'; step++) {
      expect(step).toBeLessThan(RECIPIENTS * 10)
      await clock.advance(5_000)
      await arrived(() => follower.connected, true)
      const { sent } = await sillage.campaigns.get(id)
      await arrived(() => sentOf(follower).at(-1), sent)
    }
    await arrived(() => follower.frames.at(-1)?.event, 'campaign_complete')
    expect(proxy.cuts()).toBeGreaterThanOrEqual(RECIPIENTS)
    expect([...new Set(sentOf(follower))]).toEqual(Array.from({ length: RECIPIENTS + 1 }, (_, n) => n))
    const numbers = follower.frames.slice(2).map((frame) => numberOf(frame.id))
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
    await arrived(() => sillage.metrics().live.subscribers, 1)
  })

  it('cut while much happens, is given the newest of it at once when it is back', async () => {
    const { clock, sillage, proxy, id, follow } = await behindProxy(60_000)
    const follower = follow(way)
    await arrived(() => follower.frames.length, 2)
    await sillage.campaigns.start(id)
    await clock.advance(1_000)
    await arrived(() => follower.frames.at(-1)?.data.sent, 1)
    follower.stop()
    proxy.cutAll()
    await arrived(() => sillage.metrics().live.subscribers, 0)
    await clock.advance(RECIPIENTS * 2 * PING_MS)
    const seen = follower.frames.at(-1)?.id ?? ''
    const again = followLive(`${proxy.url}/mail/api/live?campaign=${id}&since=${seen}`, way)
    onTestFinished(() => again.stop())
    await arrived(() => again.frames.at(-1)?.event, 'campaign_complete')
    expect(again.frames.at(-1)?.data).toMatchObject({ status: 'completed', sent: RECIPIENTS, queued: 0 })
    expect(again.frames.every((frame) => numberOf(frame.id) > numberOf(seen))).toBe(true)
  })
})
