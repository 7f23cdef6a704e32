import { lookup as systemLookup } from 'node:dns'
import { request as http, type RequestOptions } from 'node:http'
import { request as https } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { type Clock, monotonic } from '../domain/clock.ts'
import { internetLookup } from './internet-lookup.ts'
import { isPrivateAddress } from './private-addresses.ts'

/** How long an answer is waited for, from the first byte of the request to the last that is read. */
const ANSWER_MS = 10_000
/** What is read of an answer; its status is all that counts. */
const READ_BYTES = 1_024

/** What came of a request. */
export interface PostAnswer {
  /** Null where there was no answer. */
  status: number | null
  /** What went wrong, for whoever looks after the webhook; null where the answer was 2xx. */
  error: string | null
  /** How long it asks to be left alone (`Retry-After`), with 429 and 503; 0 where it does not say. */
  retryAfterMs: number
  durationMs: number
}
export type Post = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<PostAnswer>

export interface PostParts {
  clock: Clock
  /** Whether addresses that the internet does not lead to may be asked. */
  allowPrivate: boolean
  /** Finds the addresses of a name. @default that of the internet; where private ones are allowed, the system's */
  lookup?: LookupFunction
}

/** Refused before anything is sent. */
class PrivateAddress extends Error {}

/**
 * Makes requests that follow no redirect. The addresses that a name leads to are checked where the connection takes
 * them, so that none is asked that was not checked. Never rejects.
 */
export function createPost({ clock, allowPrivate, lookup = lookupFor(allowPrivate) }: PostParts): Post {
  const guarded: LookupFunction = (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found
      if (error !== null) return callback(error, addresses)
      if (!allowPrivate && addresses.some(({ address }) => isPrivateAddress(address)))
        return callback(new PrivateAddress(), [])
      if (options.all === true) return callback(null, addresses)
      const [first = { address: '', family: 0 }] = addresses
      return callback(null, first.address, first.family)
    })

  return async (url, headers, body) => {
    const began = monotonic(clock)
    const over = new AbortController()
    const done = (status: number | null, error: string | null, retryAfterMs = 0): PostAnswer => {
      over.abort()
      return { status, error, retryAfterMs, durationMs: Math.round(monotonic(clock) - began) }
    }
    try {
      const { protocol, hostname } = new URL(url)
      const host = hostname.replace(/^\[|\]$/g, '')
      // Of an address nobody is asked.
      if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) throw new PrivateAddress()
      const options: RequestOptions = {
        method: 'POST',
        agent: false,
        lookup: guarded,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      }
      const tooLate = clock.sleep(ANSWER_MS, over.signal)
      const { status, retryAfter } = await send(protocol === 'https:' ? https : http, url, options, body, tooLate)
      if (status >= 200 && status < 300) return done(status, null)
      const waitMs = status === 429 || status === 503 ? retryAfterMs(retryAfter, clock.now()) : 0
      return done(status, `The URL answered ${status}.`, waitMs)
    } catch (error) {
      return done(null, reasonOf(error))
    }
  }
}

const lookupFor = (allowPrivate: boolean): LookupFunction =>
  allowPrivate ? (systemLookup as LookupFunction) : internetLookup()

/** What counts of an answer. */
interface Answer {
  status: number
  retryAfter: string | undefined
}

/** Resolves when the answer was read as far as it is read. */
function send(
  request: typeof http,
  url: string,
  options: RequestOptions,
  body: string,
  tooLate: Promise<void>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, options)
    let answered: Answer | undefined
    // After the end this changes nothing.
    void tooLate.then(() => asked.destroy(Object.assign(new Error('too late'), { code: 'ETIMEDOUT' })))
    // The status was the receiver's answer: what breaks after it takes nothing back, or the fact would come again.
    asked.on('error', (error) => (answered === undefined ? reject(error) : resolve(answered)))
    asked.on('response', (answer) => {
      const own = { status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] }
      answered = own
      let read = 0
      answer.on('data', (chunk: Buffer) => {
        read += chunk.length
        if (read > READ_BYTES) answer.destroy()
      })
      answer.on('error', () => {})
      answer.on('close', () => resolve(own))
    })
    asked.on('close', () => (answered === undefined ? reject(new Error('no answer')) : undefined))
    asked.end(body)
  })
}

/** Seconds, or a time; 0 for anything else. */
function retryAfterMs(text: string | undefined, now: number): number {
  if (text === undefined) return 0
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000
  const at = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? 0 : Math.max(at - now, 0)
}

/** Never the address that a name led to. */
function reasonOf(error: unknown): string {
  if (error instanceof PrivateAddress) return 'The URL leads to a private address, which is not allowed here.'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ETIMEDOUT') return `The URL did not answer within ${ANSWER_MS / 1_000} seconds.`
  return `The URL could not be reached${code === '' ? '' : ` (${code})`}.`
}
