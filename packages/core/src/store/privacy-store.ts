import type { EventType } from '../domain/event.ts'
import type { Consent } from '../domain/recipient.ts'
import type { ContactRecord, EventRecord, MessageRecord, SuppressionRecord } from './records.ts'

/** A decision of the person behind an address: what it changes when it is given to `setConsent`, all that is decided then (`decidedConsent`) as it is logged. */
export interface ConsentChange {
  owner: string | null
  email: string
  consent: Consent
  at: number
  source: string
}

/** Everything a store holds about one address of one owner. */
export interface ExportedRecipient {
  contacts: ContactRecord[]
  messages: MessageRecord[]
  events: EventRecord[]
  suppressions: SuppressionRecord[]
  consents: ConsentChange[]
}

/** Whom to erase. `owner` null: of an installation without tenants. */
export interface Erasure {
  owner: string | null
  email: string
  /** Keyed hash under which existing suppressions (and one of reason `erasure`, when there was none) live on. */
  emailHash: string
  at: number
}

/** What is old enough to go; times in milliseconds since the epoch, parts that are not given stay for ever. */
export interface Retention {
  /** Events older than this lose their rows, by type; the counters keep what they counted. */
  eventsBefore?: Partial<Record<EventType, number>>
  /** IP and User-Agent of events older than this are cleared. */
  personalBefore?: number
  /** Messages (and events) of campaigns finished before this are removed; the campaign and its figures stay. */
  messagesBefore?: number
}

/** What the law asks for. */
export interface PrivacyStore {
  /**
   * Logs a decision, with the parts it does not name as the decision before had them (`decidedConsent`), and applies it (`changedConsent`) to the contact and to
   * every message of the address, also those already sent, and those planned at the same time. What is planned from then on goes by the newest one logged,
   * which is the one that was stored last. One transaction.
   */
  setConsent(change: ConsentChange): Promise<void>
  /** Reads everything held about an address, compared without case, the log oldest first; empty lists where there is nothing. */
  export(owner: string | null, email: string): Promise<ExportedRecipient>
  /**
   * Removes a person: contact, consent log (nothing of it is planned with any more), events' IP and User-Agent; messages keep their state and counters under an address that is none
   * (`erased-<id>@invalid`), so that figures stay true and links of delivered mails still redirect; those still to be sent become skipped,
   * and nothing is recorded of any of them again. Suppressions live on as a keyed hash. Messages touched.
   */
  erase(erasure: Erasure): Promise<number>
  /** Removes up to `limit` rows by `retention`; how many. Call until 0. */
  purge(retention: Retention, limit: number): Promise<number>
}
