import type { FeedbackDeps } from '../../domain/feedback-source.ts'

const mostBytes = 10 * 1024
const mostMs = 3000

/** What an address answered; `unreachable` also for one that answers too slowly or has a fault of its own. */
export type Fetched = { kind: 'text'; text: string } | { kind: 'refused' } | { kind: 'unreachable' }

/** Gets a small text: at most 10 KB in 3 seconds, and from nowhere else than there. Never rejects. */
export async function boundedFetch(url: string, { clock, fetch }: FeedbackDeps): Promise<Fetched> {
  const ended = new AbortController()
  const late = clock.sleep(mostMs, ended.signal).then((): Fetched => ({ kind: 'unreachable' }))
  const asked = ask(url, fetch, ended.signal).catch((): Fetched => ({ kind: 'unreachable' }))
  try {
    return await Promise.race([asked, late])
  } finally {
    ended.abort()
  }
}

async function ask(url: string, get: typeof fetch, signal: AbortSignal): Promise<Fetched> {
  const response = await get(url, { redirect: 'manual', signal })
  if (response.status >= 500 || response.status === 429) return { kind: 'unreachable' }
  if (!response.ok) return { kind: 'refused' }
  const parts: Uint8Array[] = []
  let bytes = 0
  // Left in the midst where it is too much: its length may not be what a header says.
  for await (const part of response.body ?? []) {
    bytes += part.length
    if (bytes > mostBytes) return { kind: 'refused' }
    parts.push(part)
  }
  return { kind: 'text', text: Buffer.concat(parts).toString('utf8') }
}
