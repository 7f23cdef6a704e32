import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createSillage } from '../../src/create-sillage.ts'
import { silentLogger } from '../../src/domain/logger.ts'
import { englishNames } from '../../src/domain/names.ts'
import { liveSocket } from '../../src/http/live-socket.ts'
import { sillageFetch } from '../../src/http/sillage-fetch.ts'
import { pump } from '../../src/http/socket-pump.ts'
import type { MountOptions } from '../../src/http/types.ts'
import { listenForUpgrades } from '../../src/http/upgrades.ts'
import { createNewest } from '../../src/live/newest.ts'
import type { Sillage } from '../../src/sillage.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'

let clock: FakeClock
let sillage: Sillage
let server: Server
const closers: (() => void)[] = []

beforeEach(async () => {
  clock = fakeClock()
  sillage = createSillage({ store: memoryStore(), baseUrl: 'https://mail.example/s', clock })
  await sillage.migrate()
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  for (const close of closers.splice(0)) close()
  await sillage.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const port = () => (server.address() as AddressInfo).port
function mount(options: MountOptions): void {
  listenForUpgrades(server, liveSocket(sillage, { prefix: '', ...options }))
}
const upgrade = (headers: readonly string[] = []) =>
  [
    'GET /api/live HTTP/1.1',
    'host: 127.0.0.1',
    'connection: upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
    '\r\n',
  ].join('\r\n')
/** A client that sends what the test says and never answers. */
function rawClient(text: string): { socket: Socket; first: Promise<string>; closed: Promise<void> } {
  const socket = connect(port(), '127.0.0.1')
  closers.push(() => socket.destroy())
  socket.write(text)
  return {
    socket,
    first: new Promise((resolve) => socket.once('data', (data) => resolve(data.toString('latin1')))),
    closed: new Promise((resolve) => socket.once('close', () => resolve())),
  }
}

describe('live socket', () => {
  it('pings every 20 seconds, which proxies count as traffic, and drops a socket that does not answer', async () => {
    mount({ authorize: () => true })
    const answering = new WebSocket(`ws://127.0.0.1:${port()}/api/live`)
    closers.push(() => answering.terminate())
    await new Promise((resolve) => answering.once('open', resolve))
    const silent = rawClient(upgrade())
    expect(await silent.first).toMatch(/^HTTP\/1\.1 101 /)
    expect(sillage.metrics().live.subscribers).toBe(2)
    const pinged = new Promise((resolve) => answering.once('ping', resolve))
    await clock.advance(20_000)
    await pinged
    await clock.advance(20_000)
    await expect.poll(() => sillage.metrics().live.subscribers).toBe(1)
    await silent.closed
    expect(answering.readyState).toBe(WebSocket.OPEN)
  })

  it('accepts no more connections than its limit, sockets and streams together, and says when to retry', async () => {
    await sillage.close()
    sillage = createSillage({
      store: memoryStore(),
      baseUrl: 'https://mail.example/s',
      clock,
      http: { maxLiveConnections: 2 },
    })
    await sillage.migrate()
    mount({ authorize: () => true })
    const stream = () =>
      sillageFetch(sillage, { prefix: '', authorize: () => true })(new Request('http://127.0.0.1/api/live'))
    const taken = [rawClient(upgrade()), rawClient(upgrade())] as const
    for (const { first } of taken) expect(await first).toMatch(/^HTTP\/1\.1 101 /)
    expect(await rawClient(upgrade()).first).toMatch(/^HTTP\/1\.1 503 .*\r\nretry-after: 5\r\n.*"code":"busy"/s)
    const refused = await stream()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    taken[0].socket.destroy()
    await expect.poll(() => sillage.metrics().live.subscribers).toBe(1)
    const opened = await stream()
    expect(opened.status).toBe(200)
    await opened.body?.cancel()
  })

  it('keeps no subscription for a connection that ended while authorize ran', async () => {
    let upgraded = () => {}
    const done = new Promise<void>((resolve) => {
      upgraded = resolve
    })
    mount({
      authorize: async ({ raw }) => {
        const { socket } = raw as IncomingMessage
        socket.destroy()
        await new Promise((resolve) => socket.once('close', resolve))
        setTimeout(upgraded)
        return true
      },
    })
    rawClient(upgrade())
    await done
    await clock.settle()
    expect(sillage.metrics().live.subscribers).toBe(0)
  })

  it('keeps no subscription for an invalid handshake', async () => {
    mount({ authorize: () => true })
    const client = rawClient(upgrade().replace('dGhlIHNhbXBsZSBub25jZQ==', 'short'))
    expect(await client.first).toMatch(/^HTTP\/1\.1 400 /)
    await client.closed
    await expect.poll(() => sillage.metrics().live.subscribers).toBe(0)
  })

  it('closes a refused connection, also when the client does not', async () => {
    mount({})
    const client = rawClient(upgrade())
    expect(await client.first).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n(?:.+\r\n)+\r\n\{"error":\{"code":"forbidden"/)
    await client.closed
  })

  it.each([
    ['the host itself', 'http://127.0.0.1', [], 101],
    ['what a proxy says the host is', 'https://app.example', ['x-forwarded-host: inner, app.example'], 101],
    ['the host of baseUrl', 'https://mail.example', [], 101],
    ['another host', 'https://evil.example', [], 403],
    ['an opaque origin, such as a sandboxed mail', 'null', [], 403],
  ])('answers pages of %s as it should', async (_what, origin, headers, status) => {
    mount({ authorize: () => true })
    const client = rawClient(upgrade([`origin: ${origin}`, ...headers]))
    expect(await client.first).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  it('refuses an unknown query, and a field given twice', async () => {
    mount({ authorize: () => true })
    for (const query of ['?campagne=1', '?campaign=1&campaign=2', '?campaign=x']) {
      const client = rawClient(upgrade().replace('/api/live', `/api/live${query}`))
      expect(await client.first, query).toMatch(/^HTTP\/1\.1 400 /)
    }
  })

  it('gives a slow socket the newest state and lets nothing pile up', async () => {
    const sockets = new WebSocketServer({ server })
    const accepted = new Promise<WebSocket>((resolve) => sockets.once('connection', resolve))
    const client = new WebSocket(`ws://127.0.0.1:${port()}/`)
    closers.push(() => client.terminate())
    const connection = await accepted
    await new Promise((resolve) => client.once('open', resolve))
    client.pause()
    const newest = createNewest()
    const flush = pump(connection, { newest, names: englishNames, clock, logger: silentLogger })
    let most = 0
    const last = 60_000
    for (let n = 1; n <= last; n++) {
      const fault = { campaignId: '1', code: 'smtp_rate' as const, message: `${n} ${'x'.repeat(500)}`, fatal: false }
      newest.put({
        id: `0123456789ab-${n}`,
        event: 'campaign_error',
        data: fault,
        campaignId: 1,
        stream: null,
        owner: null,
      })
      flush()
      most = Math.max(most, connection.bufferedAmount)
      if (n % 1_000 === 0) await clock.settle()
    }
    expect(newest.size).toBe(20)
    expect(most).toBeLessThan(128 * 1024)
    const seen: string[] = []
    const all = new Promise<void>((resolve) => {
      client.on('message', (data) => {
        seen.push(String(data))
        if (String(data).includes(`-${last}"`)) resolve()
      })
    })
    client.resume()
    await all
    expect(seen.length).toBeLessThan(last)
  })
})

it('a socket stands at the path of baseUrl where no prefix is given', () => {
  const taken = (options: object, url: string) => {
    const [live, socket] = [liveSocket(sillage, options), new PassThrough().resume()]
    return live.handleUpgrade({ url, headers: {} } as IncomingMessage, socket, Buffer.alloc(0))
  }
  expect([taken({}, '/s/api/live'), taken({}, '/api/live')]).toEqual([true, false])
  expect([taken({ prefix: '' }, '/s/api/live'), taken({ prefix: '' }, '/api/live')]).toEqual([false, true])
})
