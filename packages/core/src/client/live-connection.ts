import type { LiveEventName, LiveEvents, LiveFrames, StreamLiveEvents } from '../domain/live.ts'
import type { WireNames } from '../domain/names.ts'
import type { LiveSource, RawFrame } from './live-source.ts'
import { page } from './page.ts'
import { tellEach } from './tell-each.ts'

/**
 * A live frame by the event's own name (`campaign_progress`, `campaign_complete`, `campaign_error`, `campaign_stats`),
 * whatever it is called on the wire; `data` is typed by `name`. The server's own data: its shape is not checked again
 * here.
 */
export type LiveFrameOf = { [N in LiveEventName]: { name: N; data: LiveEvents[N] } }[LiveEventName]

/** The same of a connection that follows a stream: `stream_progress` or `stream_stats`. */
export type StreamFrameOf = {
  [N in keyof StreamLiveEvents]: { name: N; data: StreamLiveEvents[N] }
}[keyof StreamLiveEvents]

/**
 * A listener of a live connection; both methods are optional. After a break a frame may be missed or come twice, so a
 * listener that shows figures loads them again on `refresh`.
 */
export interface LiveListener<Frame = LiveFrameOf> {
  /** When the server sent a frame. */
  frame?(frame: Frame): void
  /**
   * When what is shown may be out of date: after a gap in the connection, and at every interval while there is none.
   */
  refresh?(): void
}

export interface LiveConnectionOptions {
  /** The names of the events on the wire. */
  names: WireNames
  /** Sources of a connection, best first; one that never opened is given up for the next after two attempts. */
  sources: readonly LiveSource[]
  /** Time between two refreshes while no source works. Default 5,000 ms. */
  pollMs?: number
  /** How long the connection outlives its last listener. Default 5,000 ms. */
  graceMs?: number
  /** First wait before connecting again; doubles up to 10 s. Default 500 ms. */
  retryMs?: number
}

/**
 * The one connection that everything with the same context shares. It is open while it has listeners and 5 seconds
 * longer, follows all campaigns the caller may see, or one stream, reconnects by itself, and where nothing can be
 * connected calls `refresh` every 5 seconds.
 */
export interface LiveConnection<Frame = LiveFrameOf> {
  /** Opens the connection with the first listener and returns the function that removes this one. */
  subscribe(listener: LiveListener<Frame>): () => void
}

const LONGEST_RETRY_MS = 10_000
/** While polling, the real sources get another chance after this time. */
const SOURCE_AGAIN_MS = 60_000

/**
 * One connection shared by all listeners: opened by the first, closed `graceMs` after the last. It reconnects with
 * growing, jittered waits and names the last frame it received, so that the server can send what was missed.
 */
export function createLiveConnection<Frame extends LiveFrameOf | StreamFrameOf = LiveFrameOf>(
  options: LiveConnectionOptions,
): LiveConnection<Frame> {
  const { names, sources, pollMs = 5_000, graceMs = 5_000, retryMs = 500 } = options
  const nameOf = new Map(Object.entries(names.events).map(([name, wire]) => [wire, name as keyof LiveFrames]))
  const listeners = new Set<LiveListener<Frame>>()
  let stopSource: (() => void) | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let grace: ReturnType<typeof setTimeout> | undefined
  let since: string | undefined
  let source = 0
  /** The source that was open last: when it fails, the server is down and the source not the wrong one. */
  let proven: number | undefined
  let misses = 0
  let waits = 0
  let connectedBefore = false
  let running = false

  const tellAll = (tell: (listener: LiveListener<Frame>) => void) => tellEach(listeners, tell)

  function receive({ id, event, data }: RawFrame): void {
    if (typeof id === 'string') since = id
    const name = typeof event === 'string' ? nameOf.get(event) : undefined
    if (name === undefined || typeof data !== 'object' || data === null) return
    // The name determines the shape; both are the server's promise.
    tellAll((listener) => listener.frame?.({ name, data } as Frame))
  }

  function connect(): void {
    const open = sources[source]
    if (open === undefined) {
      poll(Date.now() + SOURCE_AGAIN_MS)
      return
    }
    let opened = false
    stopSource = open(since, {
      open() {
        opened = true
        proven = source
        misses = 0
        waits = 0
        if (connectedBefore) tellAll((listener) => listener.refresh?.())
        connectedBefore = true
      },
      frame: receive,
      end() {
        stopSource = undefined
        if (!opened) misses += 1
        if (misses < 2) return wait()
        if (source === proven) {
          // Every listener with something shown is notified that it may be out of date.
          tellAll((listener) => listener.refresh?.())
          return wait()
        }
        misses = 0
        source += 1
        if (source < sources.length) return connect()
        wait()
      },
    })
  }

  function wait(): void {
    const ms = Math.min(retryMs * 2 ** waits, LONGEST_RETRY_MS)
    waits += 1
    timer = setTimeout(connect, ms * (0.5 + Math.random() / 2))
  }

  /** The network is back: no reason to wait any longer, and requests meanwhile had no answer. */
  function again(): void {
    if (stopSource !== undefined) {
      tellAll((listener) => listener.refresh?.())
      return
    }
    clearTimeout(timer)
    waits = 0
    if (sources[source] === undefined) source = 0
    connect()
  }

  function poll(until: number): void {
    tellAll((listener) => listener.refresh?.())
    timer = setTimeout(() => {
      if (Date.now() < until) return poll(until)
      source = 0
      connect()
    }, pollMs)
  }

  function stop(): void {
    running = false
    page.removeEventListener?.('online', again)
    clearTimeout(timer)
    stopSource?.()
    stopSource = undefined
    source = 0
    misses = 0
    waits = 0
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      clearTimeout(grace)
      if (!running) {
        running = true
        // Where there is no page, nothing says that the network is back.
        page.addEventListener?.('online', again)
        connect()
      }
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0) return
        clearTimeout(grace)
        grace = setTimeout(stop, graceMs)
      }
    },
  }
}
