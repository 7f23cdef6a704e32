import type { DeliveryRecord, NewDelivery, WebhookStore } from '../port/webhook-store.ts'
import { deliveriesKept, isUndelivered } from '../rules/readings.ts'
import { byNewest, pageBy } from './keyset.ts'
import { copy, type MemoryState, nextId } from './state.ts'

type Deliveries = Pick<WebhookStore, 'addDelivery' | 'deliveries' | 'delivery'>

export function memoryDeliveries(state: MemoryState): Deliveries {
  const of = (webhookId: number) => [...state.deliveries.values()].filter((one) => one.webhookId === webhookId)
  return {
    addDelivery: async (delivery) =>
      state.webhooks.has(delivery.webhookId) ? copy(addDelivery(state, delivery)) : undefined,
    async deliveries(webhookId, request) {
      const rows = of(webhookId).filter((one) => request.failed !== true || isUndelivered(one))
      return copy(pageBy(rows, request, byNewest('deliveries'), ({ id }) => [id]))
    },
    delivery: async (webhookId, id) => copy(of(webhookId).find((one) => one.id === id)),
  }
}

/** Stores a try of a fact; of those before it, the newest are kept. */
export function addDelivery(state: MemoryState, delivery: NewDelivery): DeliveryRecord {
  const { webhookId, factId } = delivery
  const own = [...state.deliveries.values()].filter((one) => one.webhookId === webhookId)
  const known = own.find((one) => one.factId === factId)
  const id = known?.id ?? nextId(state, 'deliveries')
  const stored = { ...copy(delivery), id, attempts: (known?.attempts ?? 0) + delivery.attempts }
  state.deliveries.set(id, stored)
  if (known === undefined) for (const old of own.slice(0, -(deliveriesKept - 1))) state.deliveries.delete(old.id)
  return stored
}
