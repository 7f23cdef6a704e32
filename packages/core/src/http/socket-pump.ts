import { WebSocket } from 'ws'
import type { Clock } from '../domain/clock.ts'
import type { Logger } from '../domain/logger.ts'
import type { WireNames } from '../domain/names.ts'
import { PING_MS } from '../live/event-stream.ts'
import { frameText } from '../live/frame.ts'
import type { Newest } from '../live/newest.ts'

/** Bytes waiting in a socket beyond which it is slow: newer frames then replace older ones. */
const SLOW_BYTES = 64 * 1024

export interface PumpOptions {
  /** What is to be sent; a frame that waits here is replaced by a newer one of its kind. */
  newest: Newest
  names: WireNames
  clock: Clock
  logger: Logger
}

/**
 * Keeps a socket alive and sends frames as fast as it takes them: call the function returned when there are new ones.
 * Pings keep proxies from cutting it; a socket that leaves one unanswered until the next is dropped.
 */
export function pump(connection: WebSocket, { newest, names, clock, logger }: PumpOptions): () => void {
  const stop = new AbortController()
  let alive = true
  connection.on('pong', () => {
    alive = true
  })
  connection.on('error', (error) => logger.debug({ err: error }, 'a live connection failed'))
  connection.on('close', () => stop.abort())
  void keepAlive()

  async function keepAlive(): Promise<void> {
    for (;;) {
      await clock.sleep(PING_MS, stop.signal)
      if (stop.signal.aborted) return
      if (!alive) return connection.terminate()
      alive = false
      connection.ping()
    }
  }

  return function flush() {
    if (connection.readyState !== WebSocket.OPEN || connection.bufferedAmount > SLOW_BYTES) return
    for (const entry of newest.take()) connection.send(frameText(entry, names), flush)
  }
}
