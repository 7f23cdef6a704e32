import { Webhook } from 'standardwebhooks'

/** The headers of Standard Webhooks. */
export const headerNames = { id: 'webhook-id', at: 'webhook-timestamp', signatures: 'webhook-signature' } as const

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
