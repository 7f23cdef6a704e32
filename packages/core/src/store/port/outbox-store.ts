import type { OutboxType } from '../../domain/fact.ts'
import type { RecordedEvent } from './event-store.ts'

/**
 * A fact of which no event row is kept, as it is stored for whoever asks for its type. `detail` holds what its data
 * needs beside the ids; nothing of a person but what went wrong with a message.
 */
export interface NewOutboxFact {
  type: OutboxType
  /** Milliseconds since the epoch. */
  at: number
  owner: string | null
  campaignId: number | null
  messageId: number | null
  detail: Record<string, unknown> | null
}

/** The same with its id, and with what is known of its message, where it is about one. */
export interface OutboxFact extends NewOutboxFact {
  id: number
  /** The host's own id of the recipient. */
  ref: string | null
  /** The key of the stream that the message is of; null for one of a campaign. */
  stream: string | null
}

/** An event of a message, with what it takes to say it. */
export interface StoredEvent extends RecordedEvent {
  owner: string | null
  /** Of its campaign. */
  topic: string | null
  /** The key of the stream that its message is of; null for one of a campaign. */
  stream: string | null
  /** The destination of a click. */
  url: string | null
}

/** Up to where everything was read: the last id of the events, and of the outbox. */
export interface NewsPlace {
  event: number
  outbox: number
}

/** One fact, and the place at which it and all before it were read. */
export type StoredFact = { place: NewsPlace } & ({ event: StoredEvent } | { fact: OutboxFact })

/** A part of what happened. */
export interface NewsPart {
  items: StoredFact[]
  /** The place after all that was read, also of what is no fact of a message that is there. */
  to: NewsPlace
  /** True when there is more to read at once. */
  more: boolean
}

/**
 * What happened, for those that get it later: events by their ids, and beside them the outbox, which holds the
 * facts that have no event. Methods that change messages and campaigns write to it in the transaction of the change,
 * only types that a subscription or webhook asks for (`WebhookStore`); without one, they run no statement more.
 */
export interface OutboxStore {
  /** Where everything was read that is stored by now. */
  place(): Promise<NewsPlace>
  /**
   * The facts after a place: events by rising id, facts of the outbox by rising id, the two in the order of their
   * times; of each at most `limit` rows are read, 1 … 1000. Whatever is stored later comes after `to`: what is beside a
   * transaction that may still store an earlier id waits for the end of that transaction, for at most a minute. Events
   * of no message, of messages that are gone and of removed campaigns are left out, and so are such messages' facts.
   */
  read(after: NewsPlace, limit: number): Promise<NewsPart>
  /**
   * When the first event happened, by their ids, that a subscription or webhook has not read, in milliseconds since the
   * epoch; undefined where all have read all.
   */
  unreadSince(): Promise<number | undefined>
  /** Stores facts of which the type is asked for, in one transaction; of the others nothing. */
  add(facts: readonly NewOutboxFact[]): Promise<void>
  /**
   * Deletes up to `limit` facts of the outbox that all subscriptions and webhooks have read, or that are older than
   * `before`; returns how many.
   */
  prune(before: number, limit: number): Promise<number>
}
