import {
  checkLimit,
  decodeCursor,
  encodeCursor,
  hookName,
  type WebhookRecord,
  type WebhookStore,
} from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { part } from '../query-parts.ts'
import { orEmpty, orNull } from '../rows/values.ts'
import { webhookColumns, webhookFields, webhookOf } from '../rows/webhook-row.ts'
import { change, first, rows, type Work } from '../work.ts'
import { addDelivery, deliveryStore } from './deliveries.ts'
import { alone, beginReading, endReading, heldReading, noteAsked, take } from './readings.ts'
import { askedColumn, askedOf, storeFacts } from './tell.ts'

export function webhookStore(context: SqlContext): WebhookStore {
  const { engine, db } = context
  const webhooks = db
    .selectFrom('email_webhooks as w')
    .leftJoin('email_cursors as r', 'r.webhook_id', 'w.id')
    .select([...webhookColumns, 'r.tried_since'])

  function* one(id: number, owner?: string): Work<WebhookRecord | undefined> {
    let query = webhooks.where('w.id', '=', id)
    if (owner !== undefined) query = query.where('w.owner', '=', owner)
    const row = yield* first(query)
    return row && webhookOf(row, row.tried_since)
  }

  return {
    ...deliveryStore(context),

    create: ({ owner, createdAt, ...webhook }) =>
      engine.write(function* () {
        yield* alone(context)
        const { url = '', types = '[]', machines = 0, secrets = '[]', description } = webhookFields(webhook)
        const row = yield* first(
          db
            .insertInto('email_webhooks')
            .values({
              url,
              types,
              machines,
              secrets,
              description,
              owner: orEmpty(owner),
              enabled: 1,
              created_at: createdAt,
              updated_at: createdAt,
            })
            .returning('id'),
        )
        const id = row?.id ?? 0
        yield* beginReading(context, { name: hookName(id), webhookId: id, types, machines, now: createdAt })
        yield* noteAsked(context)
        const created = yield* one(id)
        if (created === undefined) throw new Error('the database returned no webhook')
        return created
      }),
    get: (id, owner) => engine.read(() => one(id, owner)),
    async list({ limit, cursor, owner }) {
      let query = webhooks.orderBy('w.id', 'desc').limit(checkLimit(limit) + 1)
      if (owner !== undefined) query = query.where('w.owner', '=', owner)
      if (cursor !== undefined) query = query.where('w.id', '<', decodeCursor('webhooks', cursor, ['number'])[0])
      const found = await engine.read(() => rows(query))
      const items = found.slice(0, limit).map((row) => webhookOf(row, row.tried_since))
      return { items, next: found.length > limit ? encodeCursor('webhooks', [items.at(-1)?.id ?? 0]) : undefined }
    },
    update: (id, changes, at, owner) =>
      engine.write(function* () {
        yield* alone(context)
        let query = db
          .updateTable('email_webhooks')
          .set({ ...webhookFields(changes), updated_at: at })
          .where('id', '=', id)
        if (owner !== undefined) query = query.where('owner', '=', owner)
        const row = yield* first(query.returning(['id', 'types', 'machines', 'enabled']))
        if (row === undefined) return undefined
        const { types, machines } = row
        if (row.enabled === 0) yield* endReading(context, id)
        else yield* beginReading(context, { name: hookName(id), webhookId: id, types, machines, now: at })
        yield* noteAsked(context)
        return yield* one(id)
      }),
    remove: (id, owner) =>
      engine.write(function* () {
        yield* alone(context)
        let query = db.deleteFrom('email_webhooks').where('id', '=', id)
        if (owner !== undefined) query = query.where('owner', '=', owner)
        const gone = (yield* change(query)) > 0
        if (gone) yield* noteAsked(context)
        return gone
      }),

    subscribe: (name, { types, machines }, now) =>
      engine.write(function* () {
        yield* alone(context)
        const asked = { types: JSON.stringify(types), machines: Number(machines) }
        yield* beginReading(context, { name, webhookId: null, ...asked, now })
        yield* noteAsked(context)
      }),
    forget: (before) =>
      engine.write(function* () {
        yield* alone(context)
        const gone = yield* change(
          db.deleteFrom('email_cursors').where('webhook_id', 'is', null).where('served_at', '<', before),
        )
        if (gone > 0) yield* noteAsked(context)
        return gone
      }),

    take: (request) => take(context, request),
    async release(holder, names) {
      let query = db.updateTable('email_cursors').set({ holder: '', lease_until: 0 }).where('holder', '=', holder)
      if (names !== undefined) query = query.where('name', 'in', names)
      if (names?.length !== 0) await engine.write(() => change(query))
    },
    save: (holder, name, { place, tries, delivery }) =>
      engine.write(function* () {
        if ((yield* heldReading(context, holder, name)) === undefined) return false
        yield* change(
          db
            .updateTable('email_cursors')
            .set({
              event_id: place.event,
              outbox_id: place.outbox,
              tries: tries.count,
              tried_since: tries.since,
              next_at: tries.nextAt,
            })
            .where('name', '=', name),
        )
        if (delivery !== undefined) yield* addDelivery(context, delivery)
        return true
      }),
    disable: (holder, name, { reason, at, delivery }) =>
      engine.write(function* () {
        yield* alone(context)
        const id = (yield* heldReading(context, holder, name))?.webhook_id ?? 0
        const row = yield* first(
          db
            .updateTable('email_webhooks')
            .set({ enabled: 0, disabled_reason: reason, updated_at: at })
            .where('id', '=', id)
            .returning(['owner', part<string | null>(askedColumn(context)).as('asked')]),
        )
        if (row === undefined) return false
        yield* addDelivery(context, delivery)
        yield* endReading(context, id)
        yield* noteAsked(context)
        const about = { owner: orNull(row.owner), campaignId: null, messageId: null }
        const fact = { type: 'webhook.disabled', at, ...about, detail: { webhookId: String(id), reason } } as const
        for (const one of storeFacts(context, { asked: askedOf(row.asked), facts: [fact] })) yield* change(one)
        return true
      }),
  }
}
