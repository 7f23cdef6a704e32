import { timingSafeEqual } from 'node:crypto'
import { type Clock, monotonic } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import { type Check, functions, kindOf, list, refuse, secretText, shown } from '../domain/expect/index.ts'
import type { FeedbackResult } from '../domain/feedback.ts'
import type { FeedbackReading, FeedbackRequest, FeedbackSource } from '../domain/feedback-source.ts'
import type { Logger } from '../domain/logger.ts'
import type { Feedback } from './record-feedback.ts'

const sourceName = /^[a-z][a-z0-9-]{0,63}$/
const isSource = functions<FeedbackSource>('read')

/** Checks the option `feedback.sources`. */
export const feedbackSources: Check<Record<string, FeedbackSource>> = (value, path) => {
  if (typeof value !== 'object' || value === null) return refuse(path, 'sources by their names', kindOf(value))
  for (const [name, source] of Object.entries(value)) {
    if (!sourceName.test(name)) refuse(path, 'names of small letters, digits and hyphens, a letter first', shown(name))
    isSource(source, `${path}.${name}`)
  }
  return value as Record<string, FeedbackSource>
}

/** Checks the option `feedback.keys`; they are secrets, and shown to nobody. */
export const feedbackKeys: Check<string[]> = list(
  secretText('22 or more letters, digits, - and _', (key) => /^[\w-]{22,200}$/.test(key)),
)

/** What comes from providers to the URLs of their sources. */
export interface FeedbackReceiver {
  /** The source at these parts of a URL; undefined where there is none, or the key is another. */
  find(name: string, key: string): FeedbackSource | undefined
  /** What to enter at the provider. Throws `invalid_option` where there is no such source, or no key. */
  url(name: string): string
  /** Reads a request and records what it says. Rejects only where the store cannot be used. */
  receive(name: string, request: FeedbackRequest): Promise<FeedbackAnswer>
}

/** An answer as the provider expects it. */
interface FeedbackAnswer {
  status: number
  headers?: Readonly<Record<string, string>>
  body: string
}

interface Parts {
  sources: Readonly<Record<string, FeedbackSource>>
  keys: readonly string[]
  /** Below which all tracking paths stand; asked for what belongs to no tenant. */
  baseOf(owner: null): string
  feedback: Feedback
  clock: Clock
  logger: Logger
}

/** Providers take this and nothing else for success, also for what says nothing to us. */
const understood: FeedbackAnswer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
const REFUSAL_LOG_MS = 60_000

export function createFeedbackReceiver({ sources, keys, baseOf, feedback, clock, logger }: Parts): FeedbackReceiver {
  const deps = { clock, fetch: globalThis.fetch }
  /** By source: when its refusal was last logged. Somebody may knock for hours. */
  const loggedAt = new Map<string, number>()

  function refused(name: string, { status, why }: Extract<FeedbackReading, { kind: 'refused' }>): FeedbackAnswer {
    const now = monotonic(clock)
    if (now - (loggedAt.get(name) ?? -Infinity) >= REFUSAL_LOG_MS) {
      loggedAt.set(name, now)
      logger.warn({ source: name, status, why }, 'feedback was refused')
    }
    return { status, body: '' }
  }

  function tell(name: string, { recorded, repeated, unknown, ignored, suppressed }: FeedbackResult): void {
    logger.debug({ source: name, recorded, repeated, unknown, ignored, suppressed }, 'feedback')
  }

  return {
    find: (name, key) =>
      Object.hasOwn(sources, name) && keys.some((one) => isSame(one, key)) ? sources[name] : undefined,
    url(name) {
      const [key] = keys
      if (!Object.hasOwn(sources, name) || key === undefined)
        throw new SillageError(
          'invalid_option',
          `Expected ${name} in feedback.sources of createSillage, and feedback.keys.`,
          {
            field: 'source',
          },
        )
      return `${baseOf(null)}/track/feedback/${name}/${key}`
    },
    async receive(name, request) {
      const source = sources[name]
      if (source === undefined) return { status: 404, body: '' }
      const reading = await source.read(request, deps)
      if (reading.kind === 'refused') return refused(name, reading)
      if (reading.kind === 'answer') return reading
      const from = { source: name }
      if (reading.kind === 'events') tell(name, await feedback.record([...reading.events], from))
      else for (const mail of reading.mails) tell(name, await feedback.recordMail(mail, from))
      return understood
    },
  }
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}
