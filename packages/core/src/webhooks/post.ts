import { lookup as systemLookup } from 'node:dns'
import { request as http, type RequestOptions } from 'node:http'
import { request as https } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { type Clock, monotonic } from '../domain/clock.ts'
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
  durationMs: number
}
export type Post = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<PostAnswer>

export interface PostParts {
  clock: Clock
  /** Whether addresses that the internet does not lead to may be asked. */
  allowPrivate: boolean
  /** Finds the addresses of a name. @default the system's */
  lookup?: LookupFunction
}

/** Refused before anything is sent. */
class PrivateAddress extends Error {}

/**
 * Makes requests that follow no redirect. The addresses that a name leads to are checked where the connection takes
 * them, so that none is asked that was not checked. Never rejects.
 */
export function createPost({ clock, allowPrivate, lookup = systemLookup as LookupFunction }: PostParts): Post {
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
    const done = (status: number | null, error: string | null): PostAnswer => {
      over.abort()
      return { status, error, durationMs: Math.round(monotonic(clock) - began) }
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
      const status = await send(
        protocol === 'https:' ? https : http,
        url,
        options,
        body,
        clock.sleep(ANSWER_MS, over.signal),
      )
      return done(status, status >= 200 && status < 300 ? null : `The URL answered ${status}.`)
    } catch (error) {
      return done(null, reasonOf(error))
    }
  }
}

/** Resolves with the status, when the answer was read as far as it is read. */
function send(
  request: typeof http,
  url: string,
  options: RequestOptions,
  body: string,
  tooLate: Promise<void>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, options)
    let status: number | undefined
    // After the end this changes nothing.
    void tooLate.then(() => asked.destroy(Object.assign(new Error('too late'), { code: 'ETIMEDOUT' })))
    asked.on('error', reject)
    asked.on('response', (answer) => {
      status = answer.statusCode ?? 0
      let read = 0
      answer.on('data', (chunk: Buffer) => {
        read += chunk.length
        if (read > READ_BYTES) answer.destroy()
      })
      answer.on('error', () => {})
      answer.on('close', () => resolve(status ?? 0))
    })
    asked.on('close', () => (status === undefined ? reject(new Error('no answer')) : undefined))
    asked.end(body)
  })
}

/** Never the address that a name led to. */
function reasonOf(error: unknown): string {
  if (error instanceof PrivateAddress) return 'The URL leads to a private address, which is not allowed here.'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ETIMEDOUT') return `The URL did not answer within ${ANSWER_MS / 1_000} seconds.`
  return `The URL could not be reached${code === '' ? '' : ` (${code})`}.`
}
