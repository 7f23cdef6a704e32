import { createHmac } from 'node:crypto'
import type { Doubt } from './doubt.ts'
import { sameSecret } from './same-secret.ts'
import { isTimely, signedSeconds } from './timely.ts'
import type { UsedTokens } from './used-tokens.ts'

/** What stands in the body, as text; undefined where it is missing. */
export interface MailgunSignature {
  timestamp: string | undefined
  token: string | undefined
  signature: string | undefined
}

/**
 * Undefined where Mailgun signed it: HMAC-SHA256 in hex over timestamp and token. The body itself is not signed, so a
 * token proves the one body with which it came first.
 */
export function doubtMailgun(
  { timestamp, token, signature }: MailgunSignature,
  body: Uint8Array,
  by: { signingKey: string; toleranceMs: number; used: UsedTokens; now: number },
): Doubt | undefined {
  if (timestamp === undefined || token === undefined || signature === undefined) return 'no_signature'
  const expected = createHmac('sha256', by.signingKey).update(timestamp).update(token).digest('hex')
  if (!sameSecret(signature, expected)) return 'bad_signature'
  const at = signedSeconds(timestamp)
  if (at === undefined || !isTimely(at, by.now, by.toleranceMs)) return 'too_old'
  // Both are signed as one text: the same characters divided elsewhere would be another token.
  return by.used.take(timestamp + token, body, by.now) ? undefined : 'replayed'
}
