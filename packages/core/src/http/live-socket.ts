import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { SillageError } from '../domain/errors.ts'
import { type Checks, checkOptions, func } from '../domain/expect/index.ts'
import { liveQuery } from '../domain/input/campaigns.ts'
import { namesOver } from '../domain/names.ts'
import { createNewest } from '../live/newest.ts'
import { mountable, mountChecks, mountPath } from './check-mount.ts'
import { toSillageError } from './errors.ts'
import { authorizeRequest } from './guard.ts'
import { liveFilter } from './live-filter.ts'
import { firstHeaders, queryOf } from './node.ts'
import { parseQuery } from './query.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import { basePath, type Mountable, services } from './services.ts'
import { pump } from './socket-pump.ts'
import type { MountOptions } from './types.ts'

/**
 * What `liveSocket` gives an adapter: pass it the server's upgrade requests, most simply by `listenForUpgrades`, and
 * close it with the host. It closes by itself when the installation does.
 */
export interface LiveSocket {
  /**
   * Takes an upgrade request if its path is the live route under `prefix`, and answers it, as a socket or with an error
   * as plain HTTP; false leaves it to the host's other listeners, untouched.
   */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /**
   * Ends every connection of this mount (code 1001; after a second those that do not answer are cut) and accepts no
   * more; calling it again has no effect.
   */
  close(): void
}

/** The page has nothing to send, so the limit is small. */
const MAX_PAYLOAD = 1_024
const CLOSING_MS = 1_000

/** Options of `liveSocket`: those of every mount, and what is a socket's own. */
export interface LiveSocketOptions<Raw extends IncomingMessage = IncomingMessage> extends MountOptions<Raw> {
  /** The mount path. @default the path of `baseUrl` */
  prefix?: string | undefined
  /**
   * Called at each upgrade before `authorize`, with a request that a page of the host or no page sent; true goes on.
   * False when it has answered by itself.
   */
  before?: ((request: IncomingMessage, socket: Duplex) => Promise<boolean>) | undefined
}

const checks: Checks<LiveSocketOptions> = { ...mountChecks, prefix: mountPath, before: func }

/**
 * The live route as a WebSocket on the host's own server. `authorize` is called before the upgrade (of the host's
 * middleware none has run then but what `before` runs), and a browser's Origin must be the host itself, as Host,
 * X-Forwarded-Host or `baseUrl` name it, if that is one for all. Pings go every 20 seconds; a socket that has not
 * answered one by the next is dropped, and a slow one is given the newest state instead of a growing queue. `prefix` is
 * the mount path. Throws `invalid_option`.
 */
export function liveSocket<Raw extends IncomingMessage = IncomingMessage>(
  sillage: Mountable,
  options: LiveSocketOptions<Raw> = {},
): LiveSocket {
  mountable(sillage, 'sillage')
  const { authorize, names: own, prefix = basePath(sillage), before } = checkOptions('liveSocket', options, checks)
  const names = namesOver(own)
  const { feed, clock, logger, urls, tenants, mounts } = sillage[services]
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD, perMessageDeflate: false })
  const path = new URL(prefix.replace(/\/$/, '') + names.paths.live, 'http://host').pathname
  const forget = feed.onClose(close)
  const removeSocket = mounts.addSocket(path)
  let closed = false

  async function accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const newest = createNewest()
    let flush = () => {}
    let unsubscribe = () => {}
    let gone = false
    socket.on('error', (error) => logger.debug({ err: error }, 'a live connection failed'))
    socket.once('close', () => {
      gone = true
      unsubscribe()
    })
    try {
      const headers = firstHeaders(request.headers)
      requireOwnPage(headers, urls.fixed)
      if (before !== undefined && !(await before(request, socket))) return
      const asked = { route: 'live', writes: false, headers, url: request.url ?? '' } as const
      // The adapter's own type: what `before` adds to Node's request.
      const owner = await authorizeRequest(authorize, { ...asked, raw: request as Raw }, tenants)
      const filter = liveFilter(parseQuery(liveQuery, { query: queryOf(request.url) }), owner)
      // Checked before the upgrade, so that a missing campaign or stream is a plain 404.
      unsubscribe = await feed.subscribe(filter, (entry) => {
        newest.put(entry)
        flush()
      })
      if (gone) return unsubscribe()
      server.handleUpgrade(request, socket, head, (connection) => {
        flush = pump(connection, { newest, names, clock, logger })
        flush()
      })
    } catch (error) {
      refuseUpgrade(socket, toSillageError(error, logger))
    }
  }

  function close(): void {
    if (closed) return
    closed = true
    forget()
    removeSocket()
    const allClosed = new AbortController()
    for (const client of server.clients) client.close(1001, 'server stops')
    server.close(() => allClosed.abort())
    void clock.sleep(CLOSING_MS, allClosed.signal).then(() => {
      for (const client of server.clients) client.terminate()
    })
  }

  return {
    handleUpgrade(request, socket, head) {
      if (closed || URL.parse(request.url ?? '', 'http://host')?.pathname !== path) return false
      void accept(request, socket, head)
      return true
    },
    close,
  }
}

/**
 * Browsers send Origin with every upgrade and let any page open a socket anywhere; a page of another host is refused.
 */
function requireOwnPage(headers: Readonly<Record<string, string | undefined>>, baseUrl: string | undefined): void {
  const { origin } = headers
  if (origin === undefined) return
  const host = URL.parse(origin)?.host
  // Proxies may put a name of their own into Host; a page cannot set either header.
  const own = [
    headers.host,
    ...(headers['x-forwarded-host']?.split(',') ?? []).map((name) => name.trim()),
    baseUrl === undefined ? undefined : URL.parse(baseUrl)?.host,
  ]
  if (host === undefined || host === '' || !own.includes(host))
    throw new SillageError('forbidden', 'This live connection is for pages of the same host.')
}
