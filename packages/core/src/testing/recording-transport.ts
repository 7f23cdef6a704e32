import type { Clock } from '../domain/clock.ts'
import { type Checks, checkOptions, flag, func, functions, required, whole } from '../domain/expect/index.ts'
import type { OutgoingMessage, Transport, TransportResult } from '../sending/transport/transport.ts'

/**
 * One message a `recordingTransport` was given: envelope and bytes as handed over, copied, because the sender reuses
 * its buffers. `at` is the time of its clock, in ms since the epoch.
 */
export interface RecordedSend {
  from: string
  to: string
  raw: Buffer
  at: number
}

/**
 * A transport that keeps what it is given, for tests; made by `recordingTransport`. `sends` is in the order of the
 * handing over and grows until the transport is dropped.
 */
export interface RecordingTransport extends Transport {
  /** Every message it was given, in that order, copied. */
  readonly sends: RecordedSend[]
  /** The most sends that ran at once. */
  readonly mostAtOnce: number
}

/**
 * Options of `recordingTransport`. `answer` is given the message and its number from 0, and plays the server: refuse by
 * `{ kind: 'refused', … }`, lose by `{ kind: 'lost', … }`, take time by a promise.
 */
export interface RecordingTransportOptions {
  /** Times of the sends. */
  clock: Clock
  /** The outcome of a send; it may take its time. Default: accepted at once. */
  answer?: ((message: OutgoingMessage, number: number) => TransportResult | Promise<TransportResult>) | undefined
  /** The result of `verify`. Default: all is well. */
  verify?: Transport['verify'] | undefined
  /**
   * The longest send that the transport reports; leases are made a minute longer. It ends no send itself. Default
   * 60,000.
   */
  timeoutMs?: number | undefined
  /** Keep the content. Default true. */
  keepContent?: boolean | undefined
}

const checks: Checks<RecordingTransportOptions> = {
  clock: required(functions('now')),
  answer: func,
  verify: func,
  timeoutMs: whole(0, undefined, 'milliseconds'),
  keepContent: flag,
}

/**
 * A transport that sends nothing and records everything; accepts at once with `250 recorded` unless `answer` says
 * otherwise. It has no limit on sends at once: `mostAtOnce` shows how many the sender made.
 */
export function recordingTransport(options: RecordingTransportOptions): RecordingTransport {
  const {
    clock,
    answer,
    verify,
    timeoutMs = 60_000,
    keepContent = true,
  } = checkOptions('recordingTransport', options, checks)
  const sends: RecordedSend[] = []
  let now = 0
  let mostAtOnce = 0
  return {
    name: 'recording',
    timeoutMs,
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
    verify: verify ?? (async () => undefined),
    async close() {},
  }
}
