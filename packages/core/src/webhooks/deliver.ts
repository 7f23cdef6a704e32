import type { Clock } from '../domain/clock.ts'
import type { EventType } from '../domain/fact.ts'
import type { Logger } from '../domain/logger.ts'
import type { Tell } from '../news/reader/reader.ts'
import { LONGEST_WAIT_MS, triedAgain } from '../news/reader/waits.ts'
import type { NewDelivery, WebhookRecord } from '../store/port/webhook-store.ts'
import type { Post, PostAnswer } from './post.ts'
import type { Secrets } from './secrets.ts'
import { signedHeaders } from './sign.ts'
import type { WebhookCounts } from './webhook-metrics.ts'

const HOUR_MS = 3_600_000
/** How long a URL is tried that is away, or in trouble. */
const AWAY_MS = 72 * HOUR_MS
/** How long one is tried that refuses what it is given, before the next fact is. */
const REFUSED_MS = HOUR_MS
const waits = { firstMs: 5_000, longestMs: LONGEST_WAIT_MS }

/** A fact on its way to a URL. */
interface Sending {
  factId: string
  type: EventType
  messageId: number | null
  body: string
}

export interface Deliver {
  /** Sends a webhook what it asked for, and decides by the answer. */
  tell: Tell
  /** Sends once, and says what came of it; beside it, how long the URL asks to be left alone. */
  send(webhook: WebhookRecord, sending: Sending): Promise<{ delivery: NewDelivery; retryAfterMs: number }>
}

interface DeliverParts {
  post: Post
  secrets: Secrets
  clock: Clock
  logger: Logger
  counts: WebhookCounts
}

export function createDeliver({ post, secrets, clock, logger, counts }: DeliverParts): Deliver {
  async function answerOf({ url, secrets: stored }: WebhookRecord, { factId, body }: Sending): Promise<PostAnswer> {
    const now = clock.now()
    const opened = await secrets.open(stored, now)
    if (opened.length === 0)
      return { status: null, error: 'The secret cannot be read any more: rotate it.', retryAfterMs: 0, durationMs: 0 }
    return await post(url, signedHeaders(opened, factId, now, body), body)
  }

  const send: Deliver['send'] = async (webhook, sending) => {
    const { status: answer, error, retryAfterMs, durationMs } = await answerOf(webhook, sending)
    const about = { webhookId: webhook.id, ...sending, attempts: 1, at: clock.now(), nextAt: null }
    const status = error === null ? 'delivered' : 'failed'
    return { delivery: { ...about, status, answer, error, durationMs }, retryAfterMs }
  }

  return {
    send,
    async tell({ event, messageId }, tries, { webhook }) {
      // Subscriptions have a function of their own.
      if (webhook === undefined) return { kind: 'next' }
      const sending = { factId: event.id, type: event.type, messageId, body: JSON.stringify(event) }
      const { delivery, retryAfterMs } = await send(webhook, sending)
      const { answer, error, at } = delivery
      if (error === null) {
        counts.delivered(webhook.id)
        return { kind: 'next', delivery }
      }
      const isRefused = answer !== null && answer >= 400 && answer < 500 && answer !== 408 && answer !== 429
      const since = tries.since ?? at
      const until = since + (isRefused ? REFUSED_MS : AWAY_MS)
      const about = { webhookId: webhook.id, eventId: event.id, answer, reason: error }
      const isOver = at >= until
      const again =
        answer === 410 || isOver ? undefined : triedAgain(tries, at, waits, { until, leastMs: retryAfterMs })
      counts.failed(webhook.id, Date.parse(event.timestamp), again?.nextAt ?? null)
      if (again !== undefined)
        return { kind: 'again', tries: again, delivery: { ...delivery, status: 'waiting', nextAt: again.nextAt } }
      if (answer !== 410 && isRefused) {
        logger.warn(about, 'a webhook refused a fact for an hour, and is told the next one')
        return { kind: 'next', delivery }
      }
      logger.error(about, 'a webhook was switched off')
      return { kind: 'off', reason: answer === 410 ? 'gone' : 'failing', at, delivery }
    },
  }
}
