import { pixelGif } from '../content/pixel.ts'
import { type Clock, monotonic } from '../domain/clock.ts'
import { type Check, type Checks, object, whole } from '../domain/expect/index.ts'
import { leavable } from '../kit/leavable.ts'
import { withDefaults } from '../kit/with-defaults.ts'
import { loadsAtOnce } from './rules/user-agents.ts'
import type { TokenContent } from './tokens.ts'
import type { Tracker } from './tracker.ts'
import type { Visit } from './visit.ts'

/**
 * How read time is measured: an image whose end is held back while the mail is shown. All are whole numbers from 1,
 * checked when constructed (`invalid_option`, also for an unknown name). Each stream is an open connection, for `capMs`
 * at most.
 */
export interface ReadTimeOptions {
  /** A stream that lasts this long is ended; its time is "at least". @default 20000 */
  capMs?: number
  /** Streams open at once; more are answered with a still image. @default 500 */
  maxStreams?: number
  /** Streams open at once from one address. @default 4 */
  maxStreamsPerSource?: number
  /** Between two heartbeats. Shorter finds closed connections sooner. @default 1000 */
  heartbeatMs?: number
}

/** Streams of read time, and how many there are. */
export interface ReadTime {
  /** The bytes of the image, as they are to be sent; undefined where a still image is the answer. */
  open(content: TokenContent, visit: Visit): AsyncIterable<Uint8Array> | undefined
  streams(): number
  /** Ends every stream with the image's last byte; each is recorded. */
  close(): void
}

const checks: Checks<ReadTimeOptions> = {
  capMs: whole(1, undefined, 'milliseconds'),
  maxStreams: whole(1),
  maxStreamsPerSource: whole(1),
  heartbeatMs: whole(1, undefined, 'milliseconds'),
}
const measured = object(checks)

/** Checks the option `tracking.readTime`: whether it is measured, or how. */
export const readTimeOption: Check<boolean | ReadTimeOptions> = (value, path) =>
  typeof value === 'boolean' ? value : measured(value, path)

const defaults = { capMs: 20_000, maxStreams: 500, maxStreamsPerSource: 4, heartbeatMs: 1_000 }
/** The image without its trailer, a comment of one space that a decoder skips, the trailer. */
const image = pixelGif.subarray(0, -1)
const heartbeat = Uint8Array.of(0x21, 0xfe, 0x01, 0x20, 0x00)
const trailer = Uint8Array.of(0x3b)

type Wake = 'beat' | 'end' | 'gone'

interface Stream {
  openedAt: number
  /** By this process's monotonic time, which is never set while a mail is read. */
  begunAt: number
  messageId: number
  source: string
  /** Resolves the reader's wait: `beat` sends a heartbeat, `end` the last byte, `gone` nothing any more. */
  wake: ((what: Wake) => void) | undefined
}

/**
 * Streams the pixel of read time. The picture is complete for the reader at once; comment blocks follow until the mail
 * is closed, and the duration is recorded then. One timer serves all streams. Programs that load to the end at once get
 * a still image, because nothing could be measured.
 */
export function createReadTime(tracker: Tracker, clock: Clock, given: ReadTimeOptions = {}): ReadTime {
  const options = withDefaults(defaults, given)
  const streams = new Set<Stream>()
  let ticking = false
  let closed = false

  async function tick(): Promise<void> {
    ticking = true
    while (streams.size > 0) {
      await clock.sleep(options.heartbeatMs)
      const now = monotonic(clock)
      for (const stream of [...streams]) stream.wake?.(closed || now - stream.begunAt >= options.capMs ? 'end' : 'beat')
    }
    ticking = false
  }

  /** Why no stream is possible: all in use, this message shown already, or too many from one address. */
  function crowded(messageId: number, source: string): boolean {
    if (closed || streams.size >= options.maxStreams) return true
    let fromSource = 0
    for (const stream of streams) {
      if (stream.messageId === messageId) return true
      if (stream.source === source) fromSource++
    }
    return fromSource >= options.maxStreamsPerSource
  }

  async function* run(stream: Stream, content: TokenContent, visit: Visit): AsyncGenerator<Uint8Array, void> {
    try {
      yield image
      for (;;) {
        const what = await new Promise<Wake>((resolve) => {
          stream.wake = resolve
        })
        stream.wake = undefined
        if (what === 'gone') return
        if (what === 'end') {
          yield trailer
          return
        }
        yield heartbeat
      }
    } finally {
      streams.delete(stream)
      const elapsed = Math.round(monotonic(clock) - stream.begunAt)
      const durationMs = Math.min(elapsed, options.capMs)
      void tracker.record('read', content, visit, {
        at: stream.openedAt,
        durationMs,
        detail: elapsed >= options.capMs ? { atLeast: true } : null,
      })
    }
  }

  return {
    open(content, visit) {
      if (visit.optedOut || visit.prefetch || loadsAtOnce(visit.userAgent)) return undefined
      const { messageId } = content
      if (crowded(messageId, visit.source) || tracker.exceeds('read', content)) return undefined
      const stream: Stream = {
        openedAt: clock.now(),
        begunAt: monotonic(clock),
        messageId,
        source: visit.source,
        wake: undefined,
      }
      streams.add(stream)
      if (!ticking) void tick()
      return leavable(run(stream, content, visit), () => {
        // A stream that was never read has no end of its own.
        streams.delete(stream)
        stream.wake?.('gone')
      })
    },
    streams: () => streams.size,
    close() {
      closed = true
      for (const stream of streams) stream.wake?.('end')
    },
  }
}
