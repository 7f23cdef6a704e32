import { type ApiClient, type ApiClientOptions, createApiClient } from '../client/api-client.ts'
import { createLiveConnection, type LiveConnection, type LiveConnectionOptions } from '../live/live-connection.ts'
import { parseFrame } from '../live/live-source.ts'
import { createLoadedSource } from '../live/loaded-source.ts'
import { createWebSocketSource, type WebSocketClass } from '../live/web-socket-source.ts'
import { createNotices, type Notices } from './notices.ts'

/** What the elements of one page or provider share: the client, one live connection, and the notices. */
export interface SillageContext {
  readonly client: ApiClient
  readonly live: LiveConnection
  readonly notices: Notices
}

/** Options of `createSillageContext`: those of the client, and of the live connection. */
export interface SillageContextOptions extends ApiClientOptions {
  /** Default: the page's own. */
  WebSocket?: WebSocketClass | undefined
  /** Waits of the live connection. */
  live?: Pick<LiveConnectionOptions, 'pollMs' | 'graceMs' | 'retryMs'>
}

/**
 * Wires client and live connection. With `headers` the live feed goes over `text/event-stream` by fetch, because a page cannot add
 * headers to a WebSocket. Nothing is requested before an element asks.
 */
export function createSillageContext(options: SillageContextOptions): SillageContext {
  const client = createApiClient(options)
  const url = client.url('live')
  // Most pages get their WebSocket and never need the other way.
  const stream = createLoadedSource(async () => {
    const { createEventStreamSource } = await import('../live/event-stream-source.ts')
    return createEventStreamSource({ url, headers: client.headers, fetch: client.fetch, parseFrame })
  })
  const plain = Object.keys(client.headers).length === 0
  const sources = plain ? [createWebSocketSource(url, options.WebSocket), stream] : [stream]
  return {
    client,
    live: createLiveConnection({ names: client.names, sources, ...options.live }),
    notices: createNotices(),
  }
}
