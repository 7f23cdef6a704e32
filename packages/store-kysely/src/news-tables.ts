import type { Generated } from 'kysely'

/** Facts that have no event, while somebody asks for their type. */
export interface OutboxTable {
  id: Generated<number>
  type: string
  at: number
  owner: string
  campaign_id: number | null
  message_id: number | null
  detail: string | null
}

export interface WebhookTable {
  id: Generated<number>
  owner: string
  types: string
  machines: number
  enabled: number
  disabled_reason: string | null
  created_at: number
  updated_at: number
  url: string
  description: string | null
  /** Sealed, newest first. */
  secrets: string
}

/** How far each subscription and each webhook that is on has read, and who reads for it. */
export interface CursorTable {
  name: string
  /** Null for a subscription. */
  webhook_id: number | null
  types: string
  machines: number
  event_id: number
  outbox_id: number
  /** Of the fact that is next. */
  tries: Generated<number>
  tried_since: number | null
  next_at: Generated<number>
  holder: Generated<string>
  /** By the database's clock where it has one. */
  lease_until: Generated<number>
  /** When a process last took or prolonged the lease, by that process's clock. */
  served_at: number
}

/** The last try of each fact, the newest hundred of a webhook. */
export interface WebhookDeliveryTable {
  id: Generated<number>
  webhook_id: number
  fact_id: string
  type: string
  message_id: number | null
  status: string
  attempts: number
  at: number
  answer: number | null
  error: string | null
  duration_ms: number
  next_at: number | null
  body: string
}
