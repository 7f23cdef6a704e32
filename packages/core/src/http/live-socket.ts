import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import { liveQuery } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import { englishNames } from '../domain/names.ts'
import { PING_MS } from '../live/event-stream.ts'
import type { FeedEntry } from '../live/feed-log.ts'
import { toFrame } from '../live/frame.ts'
import { createNewest } from '../live/newest.ts'
import { toSillageError } from './errors.ts'
import { authorizeRequest } from './guard.ts'
import { firstHeaders } from './node.ts'
import type { Mountable } from './services.ts'
import type { MountOptions } from './types.ts'

export interface LiveSocket {
  /** Takes an upgrade request if its path is the live route under `prefix`; false leaves it to the host's other listeners. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** Ends every connection of this mount. */
  close(): void
}

/** Bytes waiting in a socket beyond which it is slow: newer frames then replace older ones. */
const SLOW_BYTES = 64 * 1024
const MAX_SOCKETS = 5_000

/**
 * The live route as a WebSocket on the host's own server. `authorize` is asked before the upgrade (the host's middleware has not run then),
 * and a browser's Origin must be the host itself. A socket that does not answer pings is dropped.
 */
export function liveSocket(
  sillage: Mountable,
  { authorize, names = englishNames, prefix = '' }: MountOptions & { prefix?: string } = {},
): LiveSocket {
  const { feed, clock, logger } = sillage.services
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 1_024,
    perMessageDeflate: false,
    clientTracking: true,
  })
  const path = prefix.replace(/\/$/, '') + names.paths.live
  const forget = feed.onClose(close)
  const ending = new AbortController()

  async function accept(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL): Promise<void> {
    try {
      const headers = firstHeaders(request.headers)
      requireSameOrigin(headers)
      const owner = await authorizeRequest(authorize, { headers, url: request.url ?? '', raw: request })
      if (server.clients.size >= MAX_SOCKETS)
        throw new SillageError('store_unavailable', 'Too many live connections; try again later.')
      const { campaign, since } = parseInput(liveQuery, Object.fromEntries(url.searchParams))
      const filter = { campaignId: campaign === undefined ? undefined : parseId(campaign), owner, since }
      // Asked before the upgrade, so that a campaign that is not there is a plain 404.
      const held: FeedEntry[] = []
      let deliver = (entry: FeedEntry): void => void held.push(entry)
      const unsubscribe = await feed.subscribe(filter, (entry) => deliver(entry))
      server.handleUpgrade(request, socket, head, (connection) => {
        deliver = serve(connection, unsubscribe)
        for (const entry of held) deliver(entry)
      })
      socket.once('close', unsubscribe)
    } catch (error) {
      refuse(socket, toSillageError(error, logger))
    }
  }

  /** Sends entries as fast as the socket takes them. */
  function serve(connection: WebSocket, unsubscribe: () => void): (entry: FeedEntry) => void {
    const newest = createNewest()
    let alive = true
    const stop = new AbortController()
    const flush = (): void => {
      if (connection.readyState !== WebSocket.OPEN || connection.bufferedAmount > SLOW_BYTES) return
      for (const entry of newest.take()) connection.send(JSON.stringify(toFrame(entry, names)), flush)
    }
    connection.on('pong', () => {
      alive = true
    })
    // The page has nothing to say; whatever it sends is ignored, and its size is limited above.
    connection.on('error', (error) => logger.debug({ err: error }, 'a live connection failed'))
    connection.on('close', () => {
      stop.abort()
      unsubscribe()
    })
    void (async () => {
      for (;;) {
        await clock.sleep(PING_MS, stop.signal)
        if (stop.signal.aborted) return
        if (!alive) return connection.terminate()
        alive = false
        connection.ping()
      }
    })()
    return (entry) => {
      newest.put(entry)
      flush()
    }
  }

  function close(): void {
    ending.abort()
    forget()
    for (const client of server.clients) {
      client.close(1001, 'server stops')
      void clock.sleep(1_000).then(() => client.terminate())
    }
    server.close()
  }

  return {
    handleUpgrade(request, socket, head) {
      const url = URL.parse(request.url ?? '', 'http://host')
      if (url?.pathname !== path || ending.signal.aborted) return false
      socket.on('error', (error) => logger.debug({ err: error }, 'a live connection failed'))
      void accept(request, socket, head, url)
      return true
    },
    close,
  }
}

/** Browsers send Origin with every upgrade and let any page open a socket anywhere; a page of another host is refused. */
function requireSameOrigin(headers: Readonly<Record<string, string | undefined>>): void {
  const { origin } = headers
  if (origin === undefined) return
  const host = URL.parse(origin)?.host
  const own = [headers.host, headers['x-forwarded-host']]
  if (host === undefined || !own.includes(host))
    throw new SillageError('forbidden', 'This live connection is for pages of the same host.')
}

function refuse(socket: Duplex, error: SillageError): void {
  const body = JSON.stringify(error)
  socket.end(
    `HTTP/1.1 ${error.status} Refused\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}
