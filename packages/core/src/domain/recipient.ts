import type { When } from './when.ts'

/** What the columns of a table of contacts can hold, as a list. */
export const contactColumns = [
  'email',
  'ref',
  'name',
  'firstName',
  'lastName',
  'company',
  'tags',
  'consentOpens',
  'consentClicks',
  'consentReadTime',
  'consentAt',
  'consentSource',
] as const
/**
 * What a column of a table of contacts can hold: a field of the contact, a part of its name, or a part of its consent.
 */
export type ContactColumn = (typeof contactColumns)[number]

/**
 * Header of the file → field of a contact, headers compared without case and accents. Columns that are not named become
 * merge data under their header. Given, it replaces the usual names: a file whose `email` column it does not name is
 * `invalid_field`.
 */
export type ColumnMapping = Readonly<Record<string, ContactColumn>>

/**
 * What a recipient agreed to; a part that is not given is unset, and the installation's default (`unsetConsent`) holds.
 * It counts when a message is composed and again when a hit arrives. A newer decision of the person, on the preferences
 * page, wins over what is given here.
 */
export interface Consent {
  opens?: boolean | undefined
  clicks?: boolean | undefined
  readTime?: boolean | undefined
  /**
   * When it was given or withdrawn, ISO 8601 with its offset (`2026-11-22T09:00:00Z`). Only with it can a consent lift
   * what the recipient withdrew before.
   */
  at?: string | undefined
  /** Where it was given, as text of the host's own. */
  source?: string | undefined
}

/** A consent as it is given: its time may be a `Date`. */
export interface ConsentInput extends Omit<Consent, 'at'> {
  at?: When | undefined
}

/**
 * An address and its merge data, as chosen for one campaign. Name and company are one line of at most 200 characters;
 * `data` is JSON of at most 64 KB and 32 levels, its fields those of the templates. The address is one addr-spec of RFC
 * 5322 without quotes or comments (`invalid_address`), sent in the spelling given.
 */
export interface RecipientInput {
  email: string
  /**
   * The host's own id of the recipient: one line of at most 200 characters. Given back in tables, events and CSV, so
   * that no address is needed to know who it was; gone with an erasure.
   */
  ref?: string | undefined
  name?: string | undefined
  company?: string | undefined
  data?: Record<string, unknown> | undefined
  consent?: ConsentInput | undefined
}

/**
 * A person in the directory: the host's own table, or the contacts kept in the store. `createdAt` is ISO 8601 UTC; ids
 * are the directory's own.
 */
export interface Contact {
  id: string
  email: string
  /** The host's own id of the person, where it is another than `id`. */
  ref: string | null
  name: string | null
  company: string | null
  tags: string[]
  data: Record<string, unknown>
  consent: Consent | null
  createdAt: string
}

/**
 * A contact to store. The address is checked and unique within its owner, compared without case and by the ASCII form
 * of its domain: an existing one is `duplicate`. Up to 100 tags of one line, compared to the letter.
 */
export interface ContactInput extends RecipientInput {
  tags?: string[] | undefined
}

/**
 * What changes of a contact: what is not named stays, null empties a field, `data` and `tags` are replaced whole. An
 * address is checked and unique as in `ContactInput`.
 */
export interface ContactPatch {
  email?: string | undefined
  ref?: string | null | undefined
  name?: string | null | undefined
  company?: string | null | undefined
  data?: Record<string, unknown> | undefined
  consent?: ConsentInput | null | undefined
  tags?: string[] | undefined
}

/**
 * A company that has contacts, and how many; spellings that differ in case or accents only are one, shown in one of
 * them.
 */
export interface Company {
  company: string
  contacts: number
}

/** A tag that contacts have, and how many; two that differ in case are two. */
export interface Tag {
  tag: string
  contacts: number
}

/**
 * The result of a CSV import, line by line where it matters: lines count from 1, the header is the first, and one of a
 * cell with line breaks is where it begins. A duplicate was stored already or came before in the file, and is not
 * changed.
 */
export interface ImportReport {
  accepted: number
  duplicates: { line: number; email: string }[]
  invalid: { line: number; reason: string }[]
  /** Counted in full even when the lists above are cut at 1,000 entries. */
  duplicateCount: number
  invalidCount: number
}

/**
 * An address that must not be mailed on a topic, as the API shows it. Planned messages to it are skipped, also after
 * they were claimed.
 */
export interface Suppression {
  id: string
  /** The address; null when only its keyed hash is kept after an erasure. */
  email: string | null
  /** The topic it holds for; null: for all. */
  topic: string | null
  /** Why, newest first: it holds for as long as one of them is left. */
  reasons: SuppressionCause[]
}

/** One reason why an address is held back, and when it came, ISO 8601 UTC. */
export interface SuppressionCause {
  reason: SuppressionReason
  /** Where it was said: a page, a report, or text of the host's own. */
  source: string | null
  at: string
}

/** Why an address must not be mailed, as a list; the API takes any of them, default `manual`. */
export const suppressionReasons = ['unsubscribe', 'bounce', 'complaint', 'manual', 'erasure'] as const
/**
 * Why an address must not be mailed: the recipient unsubscribed, it bounced for good, a complaint came, a person said
 * so, or the recipient was erased.
 */
export type SuppressionReason = (typeof suppressionReasons)[number]

/** How recipients unsubscribe by themselves: on a page of ours, or by a mail program for them. */
export const ownSources = ['page', 'one-click'] as const
/** Where a recipient said it. */
export type OwnSource = (typeof ownSources)[number]

/** What a person may say for leaving, as a list: nothing has to be said. */
export const unsubscribeReasons = ['too_many', 'not_relevant', 'not_signed_up', 'other'] as const
/**
 * What a person said for leaving, where anything was said: too many mails, not of interest, never signed up, or
 * something else.
 */
export type UnsubscribeReason = (typeof unsubscribeReasons)[number]

/**
 * An address that must not be mailed from now on: on one topic, or on all (the default, or null). `reason` is why, by
 * default `manual`. The address is checked like that of a recipient (`invalid_address`).
 */
export interface SuppressionInput {
  email: string
  topic?: string | null | undefined
  reason?: SuppressionReason | undefined
}

/**
 * What an address decided, and whether it may be mailed. Everybody has a state, also an address that no row knows:
 * mailable, and measured as `unsetConsent` says.
 */
export interface RecipientState {
  email: string
  /** False when it is held back from everything; `topics` says of single ones. */
  mailable: boolean
  /** Why it is held back, from everything or from a topic. */
  suppressions: Suppression[]
  /**
   * What may be measured of it; since when (ISO 8601) and by what source, null where nobody decided anything or it is
   * not known.
   */
  consent: { opens: boolean; clicks: boolean; readTime: boolean; at: string | null; source: string | null }
  /** False for each topic it is held back from. Other topics go on. */
  topics: Record<string, boolean>
}

/** How a program unsubscribes an address. */
export interface UnsubscribeOptions {
  /** From this topic; default: from everything. */
  topic?: string | undefined
  /** Default `unsubscribe`. */
  reason?: SuppressionReason | undefined
  /** When it was said; default now, never later. */
  at?: When | undefined
  /**
   * Where it was said, as text of the host's own, such as `support call`. It replaces what the recipient said on a
   * page; `page` and `one-click`, which are the pages' own, are refused.
   */
  source?: string | undefined
}

/** How a program takes an unsubscription back. */
export interface ResubscribeOptions {
  /** To this topic; default: what was unsubscribed from everything. */
  topic?: string | undefined
  /** When it was said; what was unsubscribed later stays. Default now. */
  at?: When | undefined
}
