import type { Reading, WebhookRecord, WebhookStore } from '../port/webhook-store.ts'
import { changedLease } from '../rules/changed-lease.ts'
import { hookName, untried } from '../rules/readings.ts'
import { addDelivery, memoryDeliveries } from './deliveries.ts'
import { byNewest, pageBy } from './keyset.ts'
import { endOf, tell } from './outbox.ts'
import { copy, isVisible, type MemoryState, nextId, type ReadingRow } from './state.ts'

export function memoryWebhooks(state: MemoryState): WebhookStore {
  const find = (id: number, owner?: string) => {
    const webhook = state.webhooks.get(id)
    return webhook !== undefined && isVisible(webhook.owner, owner) ? webhook : undefined
  }
  const held = (holder: string, name: string) => {
    const row = state.readings.get(name)
    return row?.lease?.holder === holder ? row : undefined
  }

  return {
    ...memoryDeliveries(state),

    async create(webhook) {
      const { createdAt } = webhook
      const id = nextId(state, 'webhooks')
      const record = { ...copy(webhook), id, enabled: true, disabledReason: null, updatedAt: createdAt }
      state.webhooks.set(id, record)
      begin(state, record)
      return shown(state, record)
    },
    async get(id, owner) {
      const webhook = find(id, owner)
      return webhook && shown(state, webhook)
    },
    async list(request) {
      const rows = [...state.webhooks.values()].filter((webhook) => isVisible(webhook.owner, request.owner))
      const { items, next } = pageBy(rows, request, byNewest('webhooks'), ({ id }) => [id])
      return { items: items.map((webhook) => shown(state, webhook)), next }
    },
    async update(id, changes, at, owner) {
      const webhook = find(id, owner)
      if (webhook === undefined) return undefined
      const wasOn = webhook.enabled
      const given = Object.entries(copy(changes)).filter(([, value]) => value !== undefined)
      Object.assign(webhook, Object.fromEntries(given), { updatedAt: at })
      if (changes.enabled !== undefined) webhook.disabledReason = null
      if (!webhook.enabled) state.readings.delete(hookName(id))
      else if (!wasOn) begin(state, webhook)
      else {
        const reading = state.readings.get(hookName(id))
        if (reading !== undefined) Object.assign(reading, { types: webhook.types, machines: webhook.machines })
      }
      return shown(state, webhook)
    },
    async remove(id, owner) {
      if (find(id, owner) === undefined) return false
      state.webhooks.delete(id)
      state.readings.delete(hookName(id))
      for (const [key, delivery] of state.deliveries) if (delivery.webhookId === id) state.deliveries.delete(key)
      return true
    },

    async subscribe(name, wanted, now) {
      const known = state.readings.get(name)
      const fresh = { place: endOf(state), tries: untried, webhookId: null, lease: undefined, servedAt: now }
      state.readings.set(name, { ...(known ?? fresh), ...copy(wanted) })
    },
    async forget(before) {
      const old = [...state.readings].filter(([, { webhookId, servedAt }]) => webhookId === null && servedAt < before)
      for (const [name] of old) state.readings.delete(name)
      return old.length
    },

    async take({ subscriptions, webhooks, ...request }) {
      const taken: Reading[] = []
      for (const [name, row] of [...state.readings].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (row.webhookId === null ? !subscriptions.includes(name) : !webhooks) continue
        const { lease, has } = changedLease(row.lease, request)
        row.lease = lease
        if (!has) continue
        row.servedAt = request.now
        taken.push(readingOf(state, name, row))
      }
      return copy(taken)
    },
    async release(holder, names) {
      for (const [name, row] of state.readings)
        if (row.lease?.holder === holder && names?.includes(name) !== false) row.lease = undefined
    },
    async save(holder, name, { place, tries, delivery }) {
      const row = held(holder, name)
      if (row === undefined) return false
      Object.assign(row, copy({ place, tries }))
      if (delivery !== undefined) addDelivery(state, delivery)
      return true
    },
    async disable(holder, name, { reason, at, delivery }) {
      const webhook = state.webhooks.get(held(holder, name)?.webhookId ?? 0)
      if (webhook === undefined) return false
      addDelivery(state, delivery)
      Object.assign(webhook, { enabled: false, disabledReason: reason, updatedAt: at })
      state.readings.delete(name)
      const detail = { webhookId: String(webhook.id), reason }
      tell(state, { type: 'webhook.disabled', at, owner: webhook.owner, campaignId: null, messageId: null, detail })
      return true
    },
  }
}

type StoredWebhook = Omit<WebhookRecord, 'failingSince'>

/** Reads from now on. */
function begin(state: MemoryState, { id, types, machines }: StoredWebhook): void {
  const row = { types, machines, place: endOf(state), tries: untried, webhookId: id, lease: undefined, servedAt: 0 }
  state.readings.set(hookName(id), copy(row))
}

function shown(state: MemoryState, webhook: StoredWebhook): WebhookRecord {
  return copy({ ...webhook, failingSince: state.readings.get(hookName(webhook.id))?.tries.since ?? null })
}

function readingOf(state: MemoryState, name: string, row: ReadingRow): Reading {
  const { types, machines, place, tries, webhookId } = row
  const webhook = webhookId === null ? undefined : state.webhooks.get(webhookId)
  const of =
    webhook === undefined ? { owner: undefined, webhook } : { owner: webhook.owner, webhook: shown(state, webhook) }
  return { name, types, machines, place, tries, ...of }
}
