import { createReader, type Reader } from '../news/reader/reader.ts'
import { createTold } from '../news/reader/told.ts'
import { createSubscribe, type Subscribe } from '../news/subscribe.ts'
import { createDeliver } from '../webhooks/deliver.ts'
import { createPost } from '../webhooks/post.ts'
import { createSecrets } from '../webhooks/secrets.ts'
import { createTestLimit } from '../webhooks/test-limit.ts'
import { createWebhookCounts, type WebhookMetrics } from '../webhooks/webhook-metrics.ts'
import type { WebhookParts } from '../webhooks/webhooks.ts'
import type { Base } from './base.ts'

/** The parts that tell later what happened. */
export interface ToldLater {
  reader: Reader
  subscribe: Subscribe
  webhooks: WebhookParts
  metrics(): WebhookMetrics
}

export function wireNews({ options, store, clock, logger, keys, news, factIds, name }: Base): ToldLater {
  const { allowPrivate = false } = options.webhooks ?? {}
  const counts = createWebhookCounts(clock)
  const secrets = createSecrets(() => keys.keyFor('sillage webhook secrets'))
  const deliver = createDeliver({ post: createPost({ clock, allowPrivate }), secrets, clock, logger, counts })
  let told: ReturnType<typeof createTold> | undefined
  const reader = createReader({
    store,
    clock,
    logger,
    name,
    told: async () => {
      told ??= createTold(await factIds())
      return told
    },
    tellWebhook: deliver.tell,
    switchedOff({ webhook }, reason, at) {
      if (webhook === undefined) return
      const data = { webhookId: String(webhook.id), reason }
      news.publish({ type: 'webhook.disabled', at, owner: webhook.owner, data })
    },
  })
  return {
    reader,
    subscribe: createSubscribe(reader, { clock, logger }),
    webhooks: {
      store: store.webhooks,
      clock,
      secrets,
      deliver,
      allowPrivate,
      limit: createTestLimit(clock),
      wake: reader.wake,
    },
    metrics: counts.metrics,
  }
}
