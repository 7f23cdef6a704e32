import { isoTime } from '../domain/clock.ts'
import type { Webhook, WebhookDelivery } from '../domain/webhook.ts'
import type { DeliveryRecord, WebhookRecord } from '../store/port/webhook-store.ts'

export function toWebhook(record: WebhookRecord): Webhook {
  const { id, url, types, machines, description, enabled, disabledReason, failingSince } = record
  return {
    id: String(id),
    url,
    events: [...types] as Webhook['events'],
    machines,
    description,
    enabled,
    disabledReason,
    lagging: failingSince !== null,
    failingSince: isoTime(failingSince),
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
  }
}

export function toDelivery(record: DeliveryRecord): WebhookDelivery {
  const { id, factId, type, status, attempts, at, answer, error, durationMs, nextAt } = record
  const result = { status, attempts, at: new Date(at).toISOString(), answer, error, durationMs }
  return { id: String(id), eventId: factId, type, ...result, nextTryAt: isoTime(nextAt) }
}
