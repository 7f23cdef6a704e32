import { type LiveSource, parseFrame } from './live-source.ts'
import { page } from './page.ts'

/**
 * The part of the `WebSocket` class that is used: made with a URL, closed, and listened to for `open`,
 * `message`, `close` and `error`. A host passes its own to wrap the connection, a test to hold it.
 */
export type WebSocketClass = new (url: string) => Pick<WebSocket, 'addEventListener' | 'close'>

/** A proxy that swallows the handshake never answers it; browsers themselves wait for minutes. */
const OPEN_MS = 10_000

/** The live feed over one WebSocket; `url` is the http address of the live route. */
export function createWebSocketSource(url: string, Socket: WebSocketClass): LiveSource {
  return (since, handlers) => {
    const target = new URL(url, page.document?.baseURI)
    target.protocol = target.protocol === 'https:' ? 'wss:' : 'ws:'
    if (since !== undefined) target.searchParams.set('since', since)
    const ended = new AbortController()
    const options = { signal: ended.signal }
    const socket = new Socket(target.href)
    const finish = () => {
      if (ended.signal.aborted) return
      ended.abort()
      socket.close()
      handlers.end()
    }
    const timer = setTimeout(finish, OPEN_MS)
    ended.signal.addEventListener('abort', () => clearTimeout(timer))
    socket.addEventListener(
      'open',
      () => {
        clearTimeout(timer)
        handlers.open()
      },
      options,
    )
    socket.addEventListener(
      'message',
      (event) => {
        const frame = parseFrame((event as MessageEvent).data)
        if (frame !== undefined) handlers.frame(frame)
      },
      options,
    )
    socket.addEventListener('close', finish, options)
    socket.addEventListener('error', finish, options)
    return () => {
      ended.abort()
      socket.close()
    }
  }
}
