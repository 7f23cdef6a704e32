import type { Store } from '../../store/port/store.ts'

/** How long what a subscription or webhook has not read yet is kept beyond the days of the options. */
const MOST_MS = 3 * 86_400_000

/** How far behind the slowest reader is, as far as what it has not read is kept for it; in milliseconds. */
export async function unreadMs(outbox: Pick<Store['outbox'], 'unreadSince'>, now: number): Promise<number> {
  const since = (await outbox.unreadSince()) ?? now
  return Math.min(Math.max(now - since, 0), MOST_MS)
}
