import type { DeliveryRecord, NewDelivery, WebhookChanges, WebhookRecord } from '@sillage/core/store'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { WebhookDeliveryTable, WebhookTable } from '../news-tables.ts'
import { defined, orNull, parseJson } from './values.ts'

/** Of the table called `w` there. */
export const webhookColumns = [
  'w.id',
  'w.owner',
  'w.types',
  'w.machines',
  'w.enabled',
  'w.disabled_reason',
  'w.created_at',
  'w.updated_at',
  'w.url',
  'w.description',
  'w.secrets',
] as const
export type WebhookRow = Selectable<WebhookTable>

export function webhookOf(row: WebhookRow, failingSince: number | null): WebhookRecord {
  return {
    id: row.id,
    owner: orNull(row.owner),
    url: row.url,
    description: row.description,
    types: parseJson(row.types),
    machines: row.machines === 1,
    secrets: parseJson(row.secrets),
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    failingSince,
  }
}

/** The columns that a change writes. */
export function webhookFields({ url, types, machines, description, secrets, enabled }: WebhookChanges) {
  return defined<Updateable<WebhookTable>>({
    url,
    description,
    types: types && JSON.stringify(types),
    secrets: secrets && JSON.stringify(secrets),
    machines: machines === undefined ? undefined : Number(machines),
    enabled: enabled === undefined ? undefined : Number(enabled),
    // Whoever switches it on or off does it for a reason of their own.
    disabled_reason: enabled === undefined ? undefined : null,
  })
}

export const deliveryColumns = [
  'id',
  'webhook_id',
  'fact_id',
  'type',
  'message_id',
  'status',
  'attempts',
  'at',
  'answer',
  'error',
  'duration_ms',
  'next_at',
  'body',
] as const satisfies readonly (keyof WebhookDeliveryTable)[]

export function deliveryOf(row: Selectable<WebhookDeliveryTable>): DeliveryRecord {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    factId: row.fact_id,
    type: row.type as DeliveryRecord['type'],
    messageId: row.message_id,
    status: row.status as DeliveryRecord['status'],
    attempts: row.attempts,
    at: row.at,
    answer: row.answer,
    error: row.error,
    durationMs: row.duration_ms,
    nextAt: row.next_at,
    body: row.body,
  }
}

export function deliveryValues(delivery: NewDelivery): Insertable<WebhookDeliveryTable> {
  const { webhookId, factId, type, messageId, status, attempts, at, answer, error, durationMs, nextAt, body } = delivery
  return {
    webhook_id: webhookId,
    fact_id: factId,
    type,
    message_id: messageId,
    status,
    attempts,
    at,
    answer,
    error,
    duration_ms: durationMs,
    next_at: nextAt,
    body,
  }
}
