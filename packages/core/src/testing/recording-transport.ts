import type { Clock } from '../domain/clock.ts'
import type { OutgoingMessage, Transport, TransportResult } from '../sending/transport.ts'

/** One message a `recordingTransport` was given; `at` is the time of its clock, in milliseconds. */
export interface RecordedSend {
  from: string
  to: string
  raw: Buffer
  at: number
}

/** A transport that keeps what it is given, for tests. */
export interface RecordingTransport extends Transport {
  /** Every message it was given, in that order, copied. */
  readonly sends: RecordedSend[]
  /** The most sends that were going on at once. */
  readonly mostAtOnce: number
}

/** Options of `recordingTransport`. */
export interface RecordingTransportOptions {
  /** Times of the sends. */
  clock: Clock
  /** What becomes of a send; it may take its time. Default: accepted at once. */
  answer?: ((message: OutgoingMessage, number: number) => TransportResult | Promise<TransportResult>) | undefined
  /** What `verify` says. Default: all is well. */
  verify?: Transport['verify'] | undefined
  timeoutMs?: number | undefined
  /** Keep the content. Default true. */
  keepContent?: boolean | undefined
}

/** A transport that sends nothing and remembers everything. */
export function recordingTransport(options: RecordingTransportOptions): RecordingTransport {
  const { clock, answer, keepContent = true } = options
  const sends: RecordedSend[] = []
  let now = 0
  let mostAtOnce = 0
  return {
    name: 'recording',
    timeoutMs: options.timeoutMs ?? 60_000,
    sends,
    get mostAtOnce() {
      return mostAtOnce
    },
    async send(message) {
      now += 1
      mostAtOnce = Math.max(mostAtOnce, now)
      const { from, to } = message.envelope
      sends.push({ from, to, raw: keepContent ? Buffer.from(message.raw) : Buffer.alloc(0), at: clock.now() })
      const result = await answer?.(message, sends.length - 1)
      now -= 1
      return result ?? { kind: 'accepted', response: '250 recorded' }
    },
    verify: options.verify ?? (async () => undefined),
    async close() {},
  }
}
