import type { EventKind } from '../../domain/event.ts'
import type { Consent } from '../../domain/recipient.ts'
import type { ContactRecord, EventRecord, MessageRecord } from './records.ts'
import type { SoftBounce, SuppressionRecord } from './suppression-store.ts'

/**
 * A decision of the person behind an address, compared by `addressKey`, of one owner (null: an installation without
 * tenants). Given to `setConsent` it names what changes; as logged and exported it holds all that is decided after it
 * (`decidedConsent`).
 */
export interface ConsentChange {
  owner: string | null
  email: string
  consent: Consent
  /** When it was made, milliseconds since the epoch. */
  at: number
  /** Where it was made, such as `preferences`. */
  source: string
}

/**
 * Everything a store holds about one address of one owner, or of all (GDPR, article 15), as it is kept. Events are
 * those of its messages; suppressions those under the address itself: a keyed hash that outlived an erasure belongs to
 * no address until that address is given again.
 */
export interface ExportedRecipient {
  contacts: ContactRecord[]
  messages: MessageRecord[]
  events: EventRecord[]
  suppressions: SuppressionRecord[]
  softBounces: SoftBounce[]
  consents: ConsentChange[]
}

/**
 * Whom to erase (GDPR, article 17): one address, compared by `addressKey`, of one owner (null: rows that have none), or
 * of all (undefined). The hash is keyed with a secret of the installation, so that it reveals nothing to whoever has
 * only the store's rows.
 */
export interface Erasure {
  owner: string | null | undefined
  email: string
  /**
   * Keyed hash under which existing suppressions, and one of reason `erasure` for all topics, live on, for the
   * owner named, or for each owner that had data of the address; where none had, for owner null.
   */
  emailHash: string
  at: number
}

/** What an erasure did. */
export interface Erased {
  /** How many messages it touched. */
  messages: number
  /**
   * True where older versions of what it removed are still in the store's own files, because somebody reads them at
   * this moment; they go later, by themselves. A database that keeps them until it cleans up says false.
   */
  delayed: boolean
}

/**
 * What is old enough to be removed; times in milliseconds since the epoch, parts that are not given are kept for ever.
 * Counters keep what they counted; `CampaignStore.recount` then compares only what is left to compare.
 */
export interface Retention {
  /** Events older than this lose their rows, by type; the counters keep what they counted. */
  eventsBefore?: Partial<Record<EventKind, number>>
  /** IP and User-Agent of events older than this are cleared. */
  personalBefore?: number
  /**
   * Messages (and events) of campaigns finished before this are removed, and those of streams that were given before
   * this and have ended; the campaign and its figures stay.
   */
  messagesBefore?: number
  /** Messages of streams with a key stay longer, until they are older than this, too. */
  keysBefore?: number
  /** Whom messages were to that are gone since before this is forgotten (`MessageStore.gone`). */
  goneBefore?: number
  /** Soft bounces older than this are forgotten (`SuppressionStore.addSoftBounce`). */
  softBouncesBefore?: number
}

/**
 * What `purge` removes, by class: events by type, `personal` data of events, `messages` of finished campaigns and of
 * streams.
 */
export type RetainedClass = EventKind | 'personal' | 'messages'

/** What one call of `purge` did. */
export interface PurgeStep {
  /** Rows that were removed or cleared. */
  rows: number
  /** True when there may be more to do, also where this step only read. */
  more: boolean
}

/** What one call of `purgeable` counted. */
export interface PurgeableStep {
  /** Rows by class; a class of which none was met may be left out. Events of `messages` are not counted with them. */
  rows: Partial<Record<RetainedClass, number>>
  /** How many rows it read. */
  read: number
  /** Where the next call goes on; undefined when all was counted. */
  next: string | undefined
}

/**
 * What the law asks for: consent that holds from its moment on (GDPR, article 7), access, erasure and limited storage.
 * A decision and an erasure are one transaction each, so that nothing is planned, begun or recorded between their
 * parts.
 */
export interface PrivacyStore {
  /**
   * Logs a decision, with the parts it does not name as the decision before had them (`decidedConsent`), and applies it
   * (`changedConsent`) to the contact and to every message of the address, also those already sent, and those planned
   * at the same time. What is planned from then on follows the newest one logged, which is the one that was stored
   * last. With the id of a message, only while that message is to this address: not after an erasure, whenever it
   * comes. False where nothing was stored for that. One transaction.
   */
  setConsent(change: ConsentChange, messageId?: number): Promise<boolean>
  /** What an address of one owner decided last, complete; where it decided nothing, its contact's consent, or null. */
  consentOf(owner: string | null, email: string): Promise<Consent | null>
  /**
   * Reads everything held about an address, compared by `addressKey`, of one owner (null: rows that have none) or of
   * all (undefined); the log of each owner oldest first; empty lists where there is nothing. Suppressions also of its
   * keyed hash where that is given: left by a mail that is gone, or by an erasure.
   */
  export(owner: string | null | undefined, email: string, emailHash: string | null): Promise<ExportedRecipient>
  /**
   * Removes a person: contact, consent log (it is not used in planning any more), events' IP and User-Agent. Messages
   * keep their state and counters under a placeholder address (`erased-<id>@invalid`), so that figures stay true and
   * links of delivered mails still redirect; those still to be sent become skipped, those that are gone are forgotten,
   * and nothing is recorded of any of them again. Suppressions live on as a keyed hash. Of what servers, reports and
   * the host wrote only codes and closed words stay (`erasedError`, `erasedDetail`, `erasedSource`), and of what is
   * stored of these messages later, too. One transaction, and repeatable.
   */
  erase(erasure: Erasure): Promise<Erased>
  /**
   * Removes (or clears of personal data) up to `limit` rows by `retention`, reading a few times as many, in one short
   * transaction. Call until `more` is false. Messages it removes are gone at `now`. Events may be met in the order in
   * which they were stored: one that is old enough may wait for those stored before it to be old enough too. One whose
   * time is ahead of `now` may be as old as the moment at which it was first there, so that those behind it wait for as
   * long again at most.
   */
  purge(retention: Retention, limit: number, now: number): Promise<PurgeStep>
  /**
   * Counts what `purge` would remove, reading up to `limit` rows; the sum of all calls is the answer. `cursor` is the
   * `next` of the call before, absent in the first. Changes nothing; rows that come or go meanwhile may be counted or
   * not. Messages that are gone (`goneBefore`) are not counted.
   */
  purgeable(retention: Retention, limit: number, now: number, cursor?: string): Promise<PurgeableStep>
}
