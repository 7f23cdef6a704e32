import { createHmac } from 'node:crypto'
import type { FeedbackRequest } from '../../domain/feedback-source.ts'
import type { Doubt } from './doubt.ts'
import { sameSecret } from './same-secret.ts'
import { isTimely, signedSeconds } from './timely.ts'

const toleranceMs = 5 * 60_000
const mostSignatures = 20

/**
 * The key of a secret as it is shown, base64 behind `whsec_`; undefined for what is none. Shorter ones can be guessed.
 */
export function webhookKey(secret: string): Buffer | undefined {
  const encoded = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : secret
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined
  const key = Buffer.from(encoded, 'base64')
  return key.length >= 16 ? key : undefined
}

/**
 * Undefined where the request is signed as Standard Webhooks say: HMAC-SHA256 over id, time and body, under the names
 * `svix-…` or `webhook-…`, at most five minutes ago. While a secret is replaced there are several signatures, any of
 * which may fit.
 */
export function doubtWebhook({ headers, body }: FeedbackRequest, key: Buffer, now: number): Doubt | undefined {
  const family = headers['svix-signature'] === undefined ? 'webhook' : 'svix'
  const id = headers[`${family}-id`]
  const timestamp = headers[`${family}-timestamp`]
  const signatures = headers[`${family}-signature`]
  if (!id || !timestamp || !signatures) return 'no_signature'
  const at = signedSeconds(timestamp)
  if (at === undefined || !isTimely(at, now, toleranceMs)) return 'too_old'
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
  const given = signatures.split(' ', mostSignatures)
  return given.some((signature) => sameSecret(signature, `v1,${expected}`)) ? undefined : 'bad_signature'
}
