import type { EventType, Grows } from './fact.ts'

/** A secret as it is shown: base64 of 24 to 64 bytes behind `whsec_`. */
export const secretPattern = /^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Which facts a webhook gets: some types, or all that there are and will be. */
export type WebhookEvents = EventType[] | ['*']

/** A URL of the host's that gets what happens. Its secret is shown only when it is made or rotated. */
export interface Webhook {
  id: string
  url: string
  events: WebhookEvents
  /** Hits of machines (scanners, prefetchers) too. */
  machines: boolean
  description: string | null
  /** False: nothing is delivered, and nothing kept for it. */
  enabled: boolean
  /**
   * Why it was switched off by itself: its URL answered 410 (`gone`), or failed for three days (`failing`); null where
   * it was not.
   */
  disabledReason: Grows<'gone' | 'failing'> | null
  /** True while a fact could not be delivered and is tried again; those after it wait. */
  lagging: boolean
  /** Since when that is so; ISO 8601 UTC. */
  failingSince: string | null
  createdAt: string
  updatedAt: string
}

/** A webhook about to be made. */
export interface WebhookInput {
  /** http or https, without a user and password. Private addresses are refused unless the option says otherwise. */
  url: string
  events: WebhookEvents
  /** @default false */
  machines?: boolean | undefined
  /** Of another system, so that receivers need not change: `whsec_` and base64 of 24 to 64 bytes. @default a new one */
  secret?: string | undefined
  description?: string | undefined
}

/** Changes of a webhook; what is left out stays. */
export interface WebhookPatch {
  url?: string | undefined
  events?: WebhookEvents | undefined
  machines?: boolean | undefined
  /** Switched on again, it gets what happens from then on. */
  enabled?: boolean | undefined
  description?: string | null | undefined
}

/** A fact that was sent to a webhook, or tried: the last try of it. */
export interface WebhookDelivery {
  id: string
  /** The `id` of the fact, and the header `webhook-id`; the same over tries. */
  eventId: string
  type: EventType
  /** `waiting`: it is tried again at `nextTryAt`. `failed`: it is not. */
  status: 'delivered' | 'waiting' | 'failed'
  attempts: number
  /** The last try; ISO 8601 UTC. */
  at: string
  /** The status of the HTTP answer, null where there was none. */
  answer: number | null
  /** What went wrong, null where nothing did. */
  error: string | null
  durationMs: number
  nextTryAt: string | null
}
