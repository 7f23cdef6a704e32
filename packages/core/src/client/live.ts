import {
  createLiveConnection,
  type LiveConnection,
  type LiveConnectionOptions,
  type LiveFrameOf,
  type StreamFrameOf,
} from './live-connection.ts'
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
export function createLive(requests: Requests, options?: LiveOptions): LiveConnection {
  return connectionOf(requests, requests.url('live'), options)
}

/**
 * The same of streams: one connection for each that is listened to, by its key. Its frames are those of this stream
 * alone, and the unfiltered connection has none of them.
 */
export function createStreamLive(
  requests: Requests,
  options?: LiveOptions,
): (stream: string) => LiveConnection<StreamFrameOf> {
  const made = new Map<string, LiveConnection<StreamFrameOf>>()
  return (stream) => {
    const live = made.get(stream) ?? connectionOf(requests, requests.url('live', {}, { stream }), options)
    made.set(stream, live)
    return live
  }
}

function connectionOf<Frame extends LiveFrameOf | StreamFrameOf>(
  { names, headers, fetch }: Requests,
  live: string,
  { WebSocket: Socket = globalThis.WebSocket, ...waits }: LiveOptions = {},
): LiveConnection<Frame> {
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
