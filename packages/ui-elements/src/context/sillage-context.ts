import { type ApiClient, type ApiClientOptions, createApiClient } from '../client/api-client.ts'
import { createLiveConnection, type LiveConnection, type LiveConnectionOptions } from '../live/live-connection.ts'
import { parseFrame } from '../live/live-source.ts'
import { createLoadedSource } from '../live/loaded-source.ts'
import { createWebSocketSource, type WebSocketClass } from '../live/web-socket-source.ts'
import { createNotices, type Notices } from './notices.ts'

/**
 * What the elements of one page or provider share; made by `createSillageContext` and given to an element or provider
 * as `context`, where it wins over `base-url` and all other settings.
 */
export interface SillageContext {
  /** Speaks the HTTP contract. */
  readonly client: ApiClient
  /** One connection, open while it has listeners. */
  readonly live: LiveConnection
  /** The notifications. */
  readonly notices: Notices
}

/**
 * Options of `createSillageContext`: those of the client, and of the live connection. Only `baseUrl` is needed. They
 * are read once; for other settings make another context and give that to the elements.
 */
export interface SillageContextOptions extends ApiClientOptions {
  /**
   * Opens the live connection; null where the server has no WebSocket beside its routes. Not used with `headers`, which
   * no WebSocket can carry. @default the page's own `WebSocket`
   */
  WebSocket?: WebSocketClass | null | undefined
  /**
   * Waits of the live connection, in milliseconds: `pollMs` between two refreshes while nothing can be connected
   * (5,000), `graceMs` for which it outlives its last listener (5,000), `retryMs` before connecting again, doubled up
   * to 10,000 (500).
   */
  live?: Pick<LiveConnectionOptions, 'pollMs' | 'graceMs' | 'retryMs'>
}

/**
 * Wires client, live connection and notices, for hosts that share them between elements without a common provider.
 * Without `headers` the live feed is a WebSocket, and `text/event-stream` by fetch where a WebSocket is impossible;
 * with `headers`, or `WebSocket: null`, the stream alone, because a page cannot add headers to a WebSocket. Nothing is
 * requested before an element needs it.
 */
export function createSillageContext(options: SillageContextOptions): SillageContext {
  const client = createApiClient(options)
  const url = client.url('live')
  // Most pages get their WebSocket and never need the other.
  const stream = createLoadedSource(async () => {
    const { createEventStreamSource } = await import('../live/event-stream-source.ts')
    return createEventStreamSource({ url, headers: client.headers, fetch: client.fetch, parseFrame })
  })
  const plain = Object.keys(client.headers).length === 0
  const { WebSocket } = options
  const sources = plain && WebSocket !== null ? [createWebSocketSource(url, WebSocket), stream] : [stream]
  return {
    client,
    live: createLiveConnection({ names: client.names, sources, ...options.live }),
    notices: createNotices(),
  }
}
