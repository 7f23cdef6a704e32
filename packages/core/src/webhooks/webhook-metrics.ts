import type { Clock } from '../domain/clock.ts'

/** What this process delivered to webhooks. */
export interface WebhookMetrics {
  /** Facts that a URL took. */
  delivered: number
  /** Tries that failed. */
  failed: number
  /** How old the oldest fact is that this process tried and could not deliver yet, in milliseconds; 0 where none is. */
  lagMs: number
}

export interface WebhookCounts {
  delivered(webhookId: number): void
  /** `at`: when the fact happened; `nextAt`: when it is tried again, null where it is not. */
  failed(webhookId: number, at: number, nextAt: number | null): void
  metrics(): WebhookMetrics
}

/** After this another process is trying it. */
const GONE_MS = 120_000

export function createWebhookCounts(clock: Clock): WebhookCounts {
  const waiting = new Map<number, { at: number; nextAt: number }>()
  let [delivered, failed] = [0, 0]
  return {
    delivered(webhookId) {
      delivered += 1
      waiting.delete(webhookId)
    },
    failed(webhookId, at, nextAt) {
      failed += 1
      if (nextAt === null) waiting.delete(webhookId)
      else waiting.set(webhookId, { at, nextAt })
    },
    metrics() {
      const now = clock.now()
      for (const [id, { nextAt }] of waiting) if (nextAt + GONE_MS < now) waiting.delete(id)
      const lags = [...waiting.values()].map(({ at }) => now - at)
      return { delivered, failed, lagMs: Math.max(0, ...lags) }
    },
  }
}
