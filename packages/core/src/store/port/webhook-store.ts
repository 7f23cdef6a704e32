import type { Asked, EventType } from '../../domain/fact.ts'
import type { NewsPlace } from './outbox-store.ts'
import type { PageRequest, StorePage } from './paging.ts'
import type { LeaseRequest } from './settings-store.ts'

/** What is asked for of what happens. */
export interface Wanted {
  types: Asked
  /** Hits of machines too. */
  machines: boolean
}

/** A secret that signs, sealed by the installation. */
export interface StoredSecret {
  sealed: string
  /** It signs until then, in milliseconds since the epoch; null: until it is replaced. */
  until: number | null
}

/** A webhook as it is kept, with how far it is. */
export interface WebhookRecord extends Wanted {
  id: number
  owner: string | null
  url: string
  description: string | null
  /** Newest first. */
  secrets: StoredSecret[]
  /** False: nothing is delivered, and nothing kept for it. */
  enabled: boolean
  /** Why it was switched off; null while it is on, and where a person did it. */
  disabledReason: string | null
  createdAt: number
  updatedAt: number
  /** Since when the fact that is next was tried and not delivered; null where none is. */
  failingSince: number | null
}

/** A webhook about to be stored; it is on, and told what happens from then on. */
export type NewWebhook = Pick<
  WebhookRecord,
  'owner' | 'url' | 'types' | 'machines' | 'description' | 'secrets' | 'createdAt'
>

/** Changes of a webhook; what is left out stays. */
export type WebhookChanges = {
  [K in 'url' | 'types' | 'machines' | 'description' | 'secrets' | 'enabled']?: WebhookRecord[K] | undefined
}

/** What became of telling the fact that is next. */
export interface Tries {
  /** How often it was tried. */
  count: number
  /** Since when; null while it was not tried. */
  since: number | null
  /** Not tried again before then. */
  nextAt: number
}

/** How far a subscription or webhook has read, as the process has it that holds its lease. */
export interface Reading extends Wanted {
  /** Of a subscription its name, after `sub:`; of a webhook its id, after `hook:`. */
  name: string
  /** Only this tenant's facts; undefined: everybody's. */
  owner: string | null | undefined
  place: NewsPlace
  tries: Tries
  /** Undefined for a subscription. */
  webhook: WebhookRecord | undefined
}

/** A fact that was sent to a webhook, or tried: the last try of it. */
export interface DeliveryRecord {
  id: number
  webhookId: number
  /** The id of the fact, the same over tries. */
  factId: string
  type: EventType
  /** The message that it is about; null where it is about none. */
  messageId: number | null
  status: 'delivered' | 'waiting' | 'failed'
  attempts: number
  /** Milliseconds since the epoch. */
  at: number
  /** Of the HTTP answer; null where there was none. */
  answer: number | null
  /** What went wrong, null where nothing did. */
  error: string | null
  durationMs: number
  /** When it is tried again; null where it is not. */
  nextAt: number | null
  /** The JSON text that was sent. */
  body: string
}
/** A delivery about to be stored; `attempts` is what this try adds. */
export type NewDelivery = Omit<DeliveryRecord, 'id'>

/** How far a reading came. */
export interface Progress {
  place: NewsPlace
  tries: Tries
  delivery?: NewDelivery | undefined
}

/**
 * Webhooks, and how far each of them and each subscription has read. One process at a time reads for one, under a
 * lease. `owner` narrows to a tenant; undefined sees all. Times are milliseconds since the epoch of the caller's clock;
 * leases are as those of `SettingsStore.lease`.
 */
export interface WebhookStore {
  /** Stores a webhook that reads from now on, at the end of what is stored. */
  create(webhook: NewWebhook): Promise<WebhookRecord>
  /** Undefined when it is not there, or another tenant's. */
  get(id: number, owner?: string): Promise<WebhookRecord | undefined>
  /** Newest first, by id. Throws `invalid_cursor`. */
  list(request: PageRequest & { owner?: string | undefined }): Promise<StorePage<WebhookRecord>>
  /**
   * Changes fields; undefined when it is not there. Switched off, it forgets how far it was; switched on, it reads from
   * now on, at the end of what is stored.
   */
  update(id: number, changes: WebhookChanges, at: number, owner?: string): Promise<WebhookRecord | undefined>
  /** Deletes it with its deliveries; false when it was not there. */
  remove(id: number, owner?: string): Promise<boolean>

  /**
   * Notes what a subscription asks for. One that is new reads from now on, at the end of what is stored; one that is
   * known goes on where it was.
   */
  subscribe(name: string, wanted: Wanted, now: number): Promise<void>
  /**
   * Forgets subscriptions whose lease ended before then: nobody serves them any more, and what they ask for need not be
   * stored. Returns how many.
   */
  forget(before: number): Promise<number>

  /**
   * Takes the leases of webhooks that are on, and of the subscriptions named, as far as no other process holds them,
   * and prolongs those of its own; returns all that it holds, by name. Of several processes at once one gets each.
   */
  take(request: LeaseRequest & { subscriptions: readonly string[]; webhooks: boolean }): Promise<Reading[]>
  /** Gives back the leases that this process holds, of all or of those named. */
  release(holder: string, names?: readonly string[]): Promise<void>
  /**
   * Stores how far a reading came, and the delivery that brought it there, in one transaction; of one fact and webhook
   * there is one delivery, whose attempts add up. False, and nothing is stored, when the lease is another's or the
   * reading is gone. Keeps the last 100 deliveries of a webhook.
   */
  save(holder: string, name: string, progress: Progress): Promise<boolean>
  /**
   * Switches a webhook off in the transaction that stores its last delivery and the fact `webhook.disabled`; false as
   * in `save`.
   */
  disable(holder: string, name: string, off: { reason: string; at: number; delivery: NewDelivery }): Promise<boolean>
  /** Stores a delivery that a person asked for, without a lease; returns it. Undefined when the webhook is gone. */
  addDelivery(delivery: NewDelivery): Promise<DeliveryRecord | undefined>
  /** The last tried first. `failed`: only those that are not delivered. Throws `invalid_cursor`. */
  deliveries(
    webhookId: number,
    request: PageRequest & { failed?: boolean | undefined },
  ): Promise<StorePage<DeliveryRecord>>
  /** Undefined when it is not there any more, or another webhook's. */
  delivery(webhookId: number, id: number): Promise<DeliveryRecord | undefined>
}
