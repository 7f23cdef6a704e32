import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { createProxyServer } from 'http-proxy-3'
import type { Clock } from '../../../src/index.ts'

export interface IdleProxyOptions {
  /** The server behind it. */
  target: string
  /** A connection on which nothing came for so long, in either direction, is cut. */
  idleMs: number
  clock: Clock
  /** False: answers WebSocket handshakes as plain requests, as proxies of some companies do. Default true. */
  upgrades?: boolean
}

export interface IdleProxy {
  url: string
  /** How many connections were cut. */
  cuts(): number
  /** Cuts all there are, as a restart of the proxy does. */
  cutAll(): void
  close(): Promise<void>
}

/** A reverse proxy before a server, and before the proxy a machine that forgets connections on which nobody speaks. */
export async function openIdleProxy({ target, idleMs, clock, upgrades = true }: IdleProxyOptions): Promise<IdleProxy> {
  const proxy = createProxyServer({ target, xfwd: true })
  // A request whose other end is gone has nobody to answer.
  proxy.on('error', () => {})
  const http = createHttpServer((request, response) => {
    // Upgrade is for the next hop only, so a proxy that does not know it passes on a plain request (RFC 9110, 7.6.1).
    delete request.headers.upgrade
    proxy.web(request, response)
  })
  if (upgrades) http.on('upgrade', (request, socket, head) => proxy.ws(request, socket as Socket, head))
  const behind = await listen(http)

  const open = new Set<() => void>()
  let cuts = 0
  const front = createServer((client) => {
    const upstream = connect(behind, '127.0.0.1')
    let timer = new AbortController()
    const cut = () => {
      if (!open.delete(cut)) return
      cuts += 1
      client.destroy()
      upstream.destroy()
    }
    const heard = () => {
      timer.abort()
      const mine = new AbortController()
      timer = mine
      void clock.sleep(idleMs, mine.signal).then(() => mine.signal.aborted || cut())
    }
    const ended = () => {
      open.delete(cut)
      timer.abort()
    }
    open.add(cut)
    heard()
    for (const socket of [client, upstream])
      socket
        .on('data', heard)
        .on('error', () => {})
        .on('close', ended)
    client.pipe(upstream)
    upstream.pipe(client)
  })
  const port = await listen(front)
  const cutAll = () => {
    for (const cut of [...open]) cut()
  }

  return {
    url: `http://127.0.0.1:${port}`,
    cuts: () => cuts,
    cutAll,
    async close() {
      cutAll()
      http.closeAllConnections()
      await Promise.all([front, http].map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
