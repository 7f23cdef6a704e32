import {
  checkLimit,
  type DeliveryRecord,
  decodeCursor,
  deliveriesKept,
  encodeCursor,
  type NewDelivery,
  type WebhookStore,
} from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { deliveryColumns, deliveryOf, deliveryValues } from '../rows/webhook-row.ts'
import { change, first, rows, type Work } from '../work.ts'

type Deliveries = Pick<WebhookStore, 'addDelivery' | 'deliveries' | 'delivery'>

export function deliveryStore(context: SqlContext): Deliveries {
  const { engine, db } = context
  const deliveries = db.selectFrom('email_webhook_deliveries').select(deliveryColumns)
  return {
    addDelivery: (delivery) =>
      engine.write(function* () {
        const hook = yield* first(db.selectFrom('email_webhooks').select('id').where('id', '=', delivery.webhookId))
        return hook === undefined ? undefined : yield* addDelivery(context, delivery)
      }),
    async deliveries(webhookId, { limit, cursor, failed }) {
      let query = deliveries
        .where('webhook_id', '=', webhookId)
        .orderBy('id', 'desc')
        .limit(checkLimit(limit) + 1)
      if (failed === true) query = query.where('status', '!=', 'delivered')
      if (cursor !== undefined) query = query.where('id', '<', decodeCursor('deliveries', cursor, ['number'])[0])
      const found = await engine.read(() => rows(query))
      const items = found.slice(0, limit).map(deliveryOf)
      return { items, next: found.length > limit ? encodeCursor('deliveries', [items.at(-1)?.id ?? 0]) : undefined }
    },
    async delivery(webhookId, id) {
      const row = await engine.read(() => first(deliveries.where('webhook_id', '=', webhookId).where('id', '=', id)))
      return row && deliveryOf(row)
    },
  }
}

/** Stores a try of a fact; of those before it, the newest are kept. */
export function* addDelivery({ db }: SqlContext, delivery: NewDelivery): Work<DeliveryRecord> {
  const { attempts, webhook_id, fact_id, ...values } = deliveryValues(delivery)
  const row = yield* first(
    db
      .insertInto('email_webhook_deliveries')
      .values({ ...values, attempts, webhook_id, fact_id })
      .onConflict((on) =>
        on.columns(['webhook_id', 'fact_id']).doUpdateSet({
          ...values,
          attempts: ({ eb, ref }) => eb('email_webhook_deliveries.attempts', '+', ref('excluded.attempts')),
        }),
      )
      .returning(deliveryColumns),
  )
  if (row === undefined) throw new Error('the database returned no delivery')
  const oldest = yield* first(
    db
      .selectFrom('email_webhook_deliveries')
      .select('id')
      .where('webhook_id', '=', delivery.webhookId)
      .orderBy('id', 'desc')
      .limit(1)
      .offset(deliveriesKept),
  )
  if (oldest !== undefined)
    yield* change(
      db
        .deleteFrom('email_webhook_deliveries')
        .where('webhook_id', '=', delivery.webhookId)
        .where('id', '<=', oldest.id),
    )
  return deliveryOf(row)
}
