import type { CampaignCounts } from './campaign.ts'
import type { Verdict } from './event.ts'
import type { MessageError } from './message.ts'
import type { Consent, SuppressionReason } from './recipient.ts'

/** A list of words that may get longer in a minor release: a `switch` over it needs a `default`. */
export type Grows<T extends string> = T | (string & {})

/**
 * Which message a fact is about: by ids, never by an address. `ref` is the host's own id of the recipient, null where
 * none was given and once the recipient is erased. Of a stream `stream` is its key and `campaignId` null. `key` is
 * null: of the key that a message was sent with a digest is kept, because a key may hold an address.
 */
export interface MessageRef {
  messageId: string
  campaignId: string | null
  stream: string | null
  ref: string | null
  key: string | null
}

/**
 * A hit on a message. `verdict` is what the rules said at that moment; later hits may change it. `first`: it is the
 * message's first that counts in the headline figures, so that there is one for each in `unique`.
 */
export interface HitRef extends MessageRef {
  verdict: Verdict
  first: boolean
}

/**
 * What can happen, by its name, and what is said of it: the data of a `SillageEvent`. Times are ISO 8601 UTC in the
 * event itself. An open that no request shows but a click proves is `message.opened` too.
 */
export interface EventData {
  /** A server accepted the message. */
  'message.sent': MessageRef
  /** The provider says that it arrived; only where feedback brings that. */
  'message.delivered': MessageRef
  /** It failed for good. */
  'message.failed': MessageRef & { error: MessageError }
  /**
   * It will not be sent, because its recipient is held back for this reason, or was erased (`erasure`), or the
   * campaign's last time came first (`expired`).
   */
  'message.skipped': MessageRef & { reason: Grows<SuppressionReason | 'expired'> }
  'message.opened': HitRef
  /** A tracked link was followed; `url` is the destination as the author wrote it. */
  'message.clicked': HitRef & { link: { id: string; url: string } }
  /** It was shown for so long, in milliseconds; several of one message add up. */
  'message.read': HitRef & { durationMs: number }
  /** A server sent it back. */
  'message.bounced': MessageRef & { permanent: boolean; error: MessageError }
  /** The recipient called it spam. `feedbackType` is the provider's word for it, null where it gave none. */
  'message.complained': MessageRef & { feedbackType: string | null }
  /** From one topic, or (null) from everything. */
  'recipient.unsubscribed': MessageRef & { topic: string | null; by: Grows<'page' | 'one-click'> }
  /** What may be measured from now on. */
  'recipient.consented': MessageRef & { consent: Consent }
  /** Sending began, now or at its time; not when it is resumed. */
  'campaign.started': { campaignId: string; key: string | null }
  /** `reason` is an error code, such as `smtp_auth`, or `user`. */
  'campaign.paused': { campaignId: string; key: string | null; reason: string }
  'campaign.completed': { campaignId: string; key: string | null; counts: CampaignCounts }
  'campaign.cancelled': { campaignId: string; key: string | null }
  /** It is not delivered to any more: its URL answered 410 (`gone`), or failed for three days (`failing`). */
  'webhook.disabled': { webhookId: string; reason: Grows<'gone' | 'failing'> }
  /** Only what `webhooks.test` sends, to that webhook alone. */
  'webhook.test': { webhookId: string }
}

/** The names of what can happen. The list may get longer in a minor release. */
export type EventType = keyof EventData

const names: Record<EventType, true> = {
  'message.sent': true,
  'message.delivered': true,
  'message.failed': true,
  'message.skipped': true,
  'message.opened': true,
  'message.clicked': true,
  'message.read': true,
  'message.bounced': true,
  'message.complained': true,
  'recipient.unsubscribed': true,
  'recipient.consented': true,
  'campaign.started': true,
  'campaign.paused': true,
  'campaign.completed': true,
  'campaign.cancelled': true,
  'webhook.disabled': true,
  'webhook.test': true,
}
/** The same, as a list. */
export const eventTypes = Object.keys(names) as readonly EventType[]

/** Facts of which no event row is kept. They are stored while a subscription or webhook asks for them. */
export const outboxTypes = [
  'message.sent',
  'message.delivered',
  'message.failed',
  'message.skipped',
  'campaign.started',
  'campaign.paused',
  'campaign.completed',
  'campaign.cancelled',
  'webhook.disabled',
] as const satisfies readonly EventType[]
/** One of these. */
export type OutboxType = (typeof outboxTypes)[number]

/** What a subscription or webhook asks for: some types, or all that there are and will be. */
export type Asked = readonly EventType[] | readonly ['*']

/**
 * One fact. `id` is text without meaning, another for each, and the same to listeners, subscriptions and webhooks;
 * `owner` the tenant whose it is.
 */
export type SillageEvent<T extends EventType = EventType> = {
  [K in T]: { id: string; type: K; timestamp: string; owner: string | null; data: EventData[K] }
}[T]
