import {
  createLive,
  createStreamLive,
  type LiveConnection,
  type LiveOptions,
  type StreamFrameOf,
  type WebSocketClass,
} from '@sillage/core/client'
import { type ApiClient, type ApiClientOptions, createApiClient } from '../client/api-client.ts'
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
  /** The one that follows the stream of this key, likewise: its frames are in no other. */
  streamLive(stream: string): LiveConnection<StreamFrameOf>
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
  live?: Omit<LiveOptions, 'WebSocket'>
}

/**
 * Wires client, live connection and notices, for hosts that share them between elements without a common provider.
 * Without `headers` the live feed is a WebSocket, and `text/event-stream` by fetch where a WebSocket is impossible;
 * with `headers`, or `WebSocket: null`, the stream alone, because a page cannot add headers to a WebSocket. Nothing is
 * requested before an element needs it.
 */
export function createSillageContext(options: SillageContextOptions): SillageContext {
  const client = createApiClient(options)
  const live = { WebSocket: options.WebSocket, ...options.live }
  return {
    client,
    live: createLive(client, live),
    streamLive: createStreamLive(client, live),
    notices: createNotices(),
  }
}
