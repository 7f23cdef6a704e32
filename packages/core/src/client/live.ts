import { createLiveConnection, type LiveConnection, type LiveConnectionOptions } from './live-connection.ts'
import { parseFrame } from './live-source.ts'
import { createLoadedSource } from './loaded-source.ts'
import { page } from './page.ts'
import type { Requests } from './requests.ts'
import { createWebSocketSource, type WebSocketClass } from './web-socket-source.ts'

/** What a live connection may be given beside its requests: its waits, in milliseconds, and its socket. */
export interface LiveOptions extends Pick<LiveConnectionOptions, 'pollMs' | 'graceMs' | 'retryMs'> {
  /** Opens the connection; null: none, so that it is a stream. @default the global `WebSocket` */
  WebSocket?: WebSocketClass | null | undefined
}

/**
 * The live connection of these requests, which opens with its first listener. Without headers it is a WebSocket, and
 * `text/event-stream` by fetch where a WebSocket is impossible; with headers the stream alone, because a WebSocket
 * cannot carry them; tabs of a browser that log in by the same `Authorization` share one.
 */
export function createLive(
  { url, names, headers, fetch }: Requests,
  { WebSocket: Socket = globalThis.WebSocket, ...waits }: LiveOptions = {},
): LiveConnection {
  const live = url('live')
  // Most get their WebSocket and never need the other.
  const stream = createLoadedSource(async () => {
    const { createEventStreamSource, createSharedSource, sharedName } = await import('./streams.ts')
    const own = createEventStreamSource({ url: live, headers, fetch, parseFrame })
    const name = page.document === undefined ? undefined : await sharedName(live, headers)
    return name === undefined ? own : createSharedSource(own, name)
  })
  const plain = Object.keys(headers).length === 0
  const sources = plain && Socket ? [createWebSocketSource(live, Socket), stream] : [stream]
  return createLiveConnection({ names, sources, ...waits })
}
