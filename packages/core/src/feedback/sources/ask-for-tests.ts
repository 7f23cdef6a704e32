import type { FeedbackDeps, FeedbackReading, FeedbackRequest, FeedbackSource } from '../../domain/feedback-source.ts'

/** When the tests of this folder take place. */
export const testNow = Date.UTC(2026, 10, 25, 9, 46, 40)
export const testSeconds = String(testNow / 1000)

/** A request as a provider would send it: an object as JSON. */
export const requestOf = (body: unknown, headers: FeedbackRequest['headers'] = {}): FeedbackRequest => ({
  method: 'POST',
  headers,
  query: '',
  body: body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})

/** What a source makes of a request; without a network, unless `fetch` stands in for one. */
export async function ask(
  source: FeedbackSource,
  request: FeedbackRequest,
  { now = testNow, fetch }: { now?: number; fetch?: FeedbackDeps['fetch'] } = {},
): Promise<FeedbackReading> {
  const clock = { now: () => now, sleep: () => new Promise<void>(() => {}) }
  return source.read(request, { clock, fetch: fetch ?? (() => Promise.reject(new Error('no network'))) })
}
