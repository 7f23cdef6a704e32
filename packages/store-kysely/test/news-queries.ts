import type { Store } from '@sillage/core/store'

/** Subscriptions, webhooks and what they read. */
export async function newsQueries({ outbox, webhooks }: Store): Promise<void> {
  const wanted = { types: ['*'] as const, machines: false }
  const hook = { owner: 'acme', url: 'https://example.org/', description: null, secrets: [], createdAt: 1, ...wanted }
  const { id } = await webhooks.create(hook)
  await webhooks.get(id, 'acme')
  await webhooks.get(id)
  await webhooks.list({ limit: 1, owner: 'acme' })
  await webhooks.list({ limit: 1, cursor: (await webhooks.list({ limit: 1 })).next })
  await webhooks.update(id, { url: 'http://example.org/' }, 1, 'acme')
  await webhooks.subscribe('sub:every', wanted, 1)
  const lease = { holder: 'one', now: 1, until: Date.now() + 60_000, webhooks: true, subscriptions: ['sub:every'] }
  await webhooks.take(lease)
  await webhooks.take(lease)
  const place = await outbox.place()
  const about = { owner: null, campaignId: null, messageId: null, detail: null }
  await outbox.add([{ type: 'message.delivered', at: 1, ...about }])
  await outbox.unreadSince()
  await outbox.read({ event: Math.max(0, place.event - 100), outbox: 0 }, 100)
  const delivery = {
    webhookId: id,
    factId: 'one',
    type: 'message.sent',
    messageId: null,
    status: 'waiting',
    attempts: 1,
    at: 1,
    answer: null,
    error: null,
    durationMs: 1,
    nextAt: 1,
    body: '{}',
  } as const
  await webhooks.addDelivery(delivery)
  await webhooks.save('one', 'sub:every', { place, tries: { count: 0, since: null, nextAt: 0 } })
  for (const failed of [true, false]) await webhooks.deliveries(id, { limit: 1, failed })
  await webhooks.delivery(id, 1)
  await webhooks.release('one', ['sub:every'])
  await webhooks.disable('one', `hook:${id}`, { reason: 'gone', at: 1, delivery })
  await outbox.prune(1, 10)
  await webhooks.release('one')
  await webhooks.remove(id, 'acme')
  await webhooks.forget(0)
}
