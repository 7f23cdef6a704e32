import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { FeedbackRequest } from '../../domain/feedback-source.ts'
import type { Doubt } from './doubt.ts'
import { isTimely, signedSeconds } from './timely.ts'

const header = 'x-twilio-email-event-webhook'

/** A public key of the curve P-256, as SendGrid shows it (SPKI in base64) or as PEM; undefined for anything else. */
export function p256Key(text: string): KeyObject | undefined {
  try {
    const key = text.includes('-----BEGIN')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined
  } catch {
    return undefined
  }
}

/**
 * Undefined where SendGrid signed it: ECDSA over the time as text and the body's bytes. `toleranceMs` undefined: of
 * whatever age, because a batch that is sent again may have its first signature.
 */
export function doubtSignedEvents(
  { headers, body }: FeedbackRequest,
  key: KeyObject,
  { toleranceMs, now }: { toleranceMs: number | undefined; now: number },
): Doubt | undefined {
  const signature = headers[`${header}-signature`]
  const timestamp = headers[`${header}-timestamp`]
  if (!signature || !timestamp) return 'no_signature'
  const signed = Buffer.concat([Buffer.from(timestamp), body])
  if (!verify('sha256', signed, { key, dsaEncoding: 'der' }, Buffer.from(signature, 'base64'))) return 'bad_signature'
  if (toleranceMs === undefined) return undefined
  const at = signedSeconds(timestamp)
  return at !== undefined && isTimely(at, now, toleranceMs) ? undefined : 'too_old'
}
