import { Webhook } from 'standardwebhooks'

/** The headers of Standard Webhooks. */
export const headerNames = { id: 'webhook-id', at: 'webhook-timestamp', signatures: 'webhook-signature' } as const

/** A secret as it is shown: base64 of 24 to 64 bytes behind `whsec_`. */
export const secretPattern = /^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** What one secret signs, `v1,` and base64. `at` is in milliseconds since the epoch; whole seconds are signed. */
export const signature = (secret: string, id: string, at: number, body: string): string =>
  new Webhook(secret).sign(id, new Date(at), body)

/** The headers of a request, with a signature of each secret, so that a receiver may have any of them. */
export function signedHeaders(secrets: readonly string[], id: string, at: number, body: string) {
  return {
    [headerNames.id]: id,
    [headerNames.at]: String(Math.floor(at / 1_000)),
    [headerNames.signatures]: secrets.map((secret) => signature(secret, id, at, body)).join(' '),
  }
}
