import type { SillageEvent } from '../domain/fact.ts'
import { secretPattern } from '../domain/webhook.ts'
import { headerNames, signature } from './sign.ts'

/** Why a request is not taken for a webhook. */
export type WebhookErrorCode = 'missing_headers' | 'bad_signature' | 'too_old'

/**
 * A request that is not from the installation, or not as it was sent: answer it with 400. `code` says why: a header is
 * missing, no signature fits (another secret, or a body that was changed or parsed), or the time that was signed is too
 * far from now, before or after.
 */
export class WebhookError extends Error {
  override readonly name = 'WebhookError'
  readonly code: WebhookErrorCode

  constructor(code: WebhookErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** A request of any framework: its headers, and its body as it came. */
export interface RawWebhook {
  headers: object
  body: string | Uint8Array
}

const toleranceDefault = 300
/** Of one request; while a secret is replaced there are two. */
const mostSignatures = 20

/**
 * The fact in a request that one of the installation's webhooks sent. Takes a Fetch `Request`, or headers and the body
 * as text or bytes, never parsed: a framework that parses JSON gives another text than was signed. `secret` is what
 * `webhooks.create` showed, or several while it is replaced. Rejects with a `WebhookError`; with a `TypeError` for
 * what is not a secret. A fact may come more than once, under the same `id`.
 *
 * @param options.toleranceSeconds how far the signed time may be from this machine's. Default 300
 */
export async function verifyWebhook(
  request: Request | RawWebhook,
  secret: string | readonly string[],
  options: { toleranceSeconds?: number | undefined } = {},
): Promise<SillageEvent> {
  const { toleranceSeconds = toleranceDefault } = options
  // Of what is no number the comparison below would be false, and everything would be young enough.
  if (!(toleranceSeconds >= 0)) throw new TypeError('options.toleranceSeconds: expected 0 seconds or more.')
  const secrets = [secret].flat()
  if (secrets.length === 0 || !secrets.every(isSecret))
    throw new TypeError('secret: expected what webhooks.create showed, which begins with whsec_.')
  const [id, at, signatures] = [headerNames.id, headerNames.at, headerNames.signatures].map((name) =>
    headerOf(request.headers, name),
  )
  if (!id || !at || !signatures)
    throw new WebhookError('missing_headers', `Expected the headers ${Object.values(headerNames).join(', ')}.`)
  // Not read before: whoever asks without a signature need not be listened to.
  const body = await bodyOf(request)
  const seconds = /^\d{1,12}$/.test(at) ? Number(at) : Number.NaN
  const given = signatures.split(' ', mostSignatures)
  const fits = secrets.some((one) => {
    const expected = Number.isNaN(seconds) ? '' : signature(one, id, seconds * 1_000, body)
    return given.some((other) => isSame(other, expected))
  })
  if (!fits)
    throw new WebhookError('bad_signature', 'No signature fits: compare the secret, and give the body as it came.')
  if (Math.abs(Date.now() / 1_000 - seconds) > toleranceSeconds)
    throw new WebhookError('too_old', `Signed more than ${toleranceSeconds} seconds from now: compare the clocks.`)
  return JSON.parse(body) as SillageEvent
}

/** A short key, as of a variable that was cut, would let anybody sign who guesses it. */
const isSecret = (secret: unknown): boolean => typeof secret === 'string' && secretPattern.test(secret)

async function bodyOf(request: Request | RawWebhook): Promise<string> {
  if (request instanceof Request) return await request.text()
  const { body } = request
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return new TextDecoder().decode(body)
  throw new TypeError('body: expected text or bytes as they came, before any JSON parser.')
}

function headerOf(headers: object, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const found = Object.entries(headers).find(([one]) => one.toLowerCase() === name)
  return typeof found?.[1] === 'string' ? found[1] : undefined
}

/** Takes as long wherever they differ. */
function isSame(a: string, b: string): boolean {
  if (a.length !== b.length || b === '') return false
  let difference = 0
  for (let n = 0; n < a.length; n += 1) difference |= a.charCodeAt(n) ^ b.charCodeAt(n)
  return difference === 0
}
