import type { CampaignCounts, CampaignOptions, CampaignStatus } from '../../domain/campaign.ts'
import type { EmailDocument } from '../../domain/email-document.ts'
import type { EventKind, Verdict } from '../../domain/event.ts'
import type { MessageError, MessageState } from '../../domain/message.ts'
import type { Consent, UnsubscribeReason } from '../../domain/recipient.ts'
import type { HitCounts, Program } from '../../domain/stats.ts'
import type { Warning } from '../../domain/warning.ts'
import type { StoredAttachment } from './attachment-store.ts'

/*
 * What a store keeps. Ids are integers below 2^53 and never reused; times are milliseconds since the epoch;
 * null means "not set". `owner` is the tenant a row belongs to, null where the host has none.
 */

/**
 * A campaign with its content, settings, counters and head figures: one row, so that reading statistics costs the same
 * at any size. Counters change in the transactions that change messages and events, and in no other way; total = queued
 * + sent + failed + skipped + unknown.
 */
export interface CampaignRecord extends CampaignCounts {
  id: number
  /** A stream is sent to as things happen, and never ends; it is `sending` or `paused` (`StreamStore`). */
  kind: CampaignKind
  owner: string | null
  /** The caller's idempotency key, unique within its owner and kind; every stream has one. */
  key: string | null
  name: string
  subject: string
  /** What lists of mails show behind the subject; null: the first words of the mail. */
  preheader: string | null
  from: string
  /** Mailboxes as text; empty: answers go to `from`. */
  replyTo: string[]
  html: string
  text: string | null
  /** What HTML and text were made of; null where they were given. */
  document: EmailDocument | null
  /** By what they are compiled; null: the installation's engine. */
  engine: 'document' | null
  /** Files of its mails, in their order. */
  attachments: StoredAttachment[]
  templateId: number | null
  options: CampaignOptions
  /** Its messages are about what the recipient does, such as receipts: an unsubscription does not hold them back. */
  transactional: boolean
  status: CampaignStatus
  createdAt: number
  /** When a person last edited it, else when it was created. */
  updatedAt: number
  scheduledAt: number | null
  startedAt: number | null
  finishedAt: number | null
  /** When its last recipient was stored; null while planning. */
  plannedAt: number | null
  pauseReason: string | null
  warnings: Warning[]
  /** Rises with every change of content or options; caches compare it. */
  version: number
  /** Rises with every edit by a person (`CampaignStore.update`), and with nothing else. */
  revision: number
  opens: HitCounts
  clicks: HitCounts
  /** Messages that came back, those that came back for good among them. */
  bounces: number
  hardBounces: number
  complaints: number
  unsubscribes: number
  /** How many of them said why. */
  unsubscribeReasons: Record<UnsubscribeReason, number>
  /** Sum and number of the recipients whose read time was measured. */
  readMs: number
  readMeasured: number
}

/** What a row of campaigns is. */
export type CampaignKind = 'campaign' | 'stream'

/** What a campaign's mails are rendered from: sources for its engine, and what they were made of. */
export type StoredContent = Pick<
  CampaignRecord,
  'subject' | 'preheader' | 'html' | 'text' | 'document' | 'engine' | 'attachments'
>

/** What its mails of one version were made of: their content, and whom they are from. */
export type SentContent = StoredContent & Pick<CampaignRecord, 'from'>

/** A campaign's counters. */
export type CampaignFigures = CampaignCounts &
  Pick<
    CampaignRecord,
    | 'opens'
    | 'clicks'
    | 'bounces'
    | 'hardBounces'
    | 'complaints'
    | 'unsubscribes'
    | 'unsubscribeReasons'
    | 'readMs'
    | 'readMeasured'
  >

/** A campaign without its content, which may be a megabyte: for lists, progress and figures. */
export type CampaignSummary = Omit<CampaignRecord, Exclude<keyof StoredContent, 'subject'>>

/**
 * A campaign about to be stored; it begins as a draft at version and revision 1, with counters of 0 and no `plannedAt`,
 * not transactional, without preheader and files and made of no document unless it says so.
 */
export type NewCampaign = Pick<
  CampaignRecord,
  | 'owner'
  | 'key'
  | 'name'
  | 'subject'
  | 'from'
  | 'replyTo'
  | 'html'
  | 'text'
  | 'templateId'
  | 'options'
  | 'scheduledAt'
  | 'createdAt'
  | 'warnings'
> &
  Partial<Pick<CampaignRecord, 'transactional' | 'preheader' | 'attachments' | 'document' | 'engine'>>

/**
 * An authored destination of a campaign, with its headline clicks (`unique`: by how many recipients). It outlives its
 * campaign, because delivered mails carry its token; its destination never changes.
 */
export interface LinkRecord {
  id: number
  campaignId: number
  /** The destination as the author wrote it, decoded once; a template when `personalised`. */
  url: string
  personalised: boolean
  /** By what a personalised one is rendered; not there: by the installation's engine. */
  engine?: 'document'
  total: number
  unique: number
}

/** A destination about to be stored. */
export type NewLink = Pick<LinkRecord, 'url' | 'personalised' | 'engine'>

/**
 * A recipient about to become a message; its address was checked. The store folds name and company for searching and
 * sorting.
 */
export interface NewMessage {
  /** The author's spelling; compared by `addressKey`. */
  email: string
  /** The host's own id of the recipient, given back wherever the message is shown. */
  ref: string | null
  name: string | null
  company: string | null
  data: Record<string, unknown>
  consent: Consent | null
  /**
   * What it is the only one of its campaign by. Not given: its address, compared by `addressKey`. A text: whoever else
   * is given the same one is left out, whatever the addresses; a digest, because it is kept as long as the message.
   * Null: nothing, so that the address may come again.
   */
  once?: string | null | undefined
  /** Not to be claimed before, by the caller's clock. Not given: due at once. */
  dueAt?: number | undefined
  /** Keyed hash of the address, kept with the message: what an erasure left under it holds the message back too. */
  emailHash?: string
}

/**
 * What was measured in a message when it was composed: what consent, campaign and installation allowed at that moment.
 */
export interface Tracked {
  opens: boolean
  clicks: boolean
  readTime: boolean
}

/**
 * One message: its recipient, its state, and what became of it. Counters are those of its events by the ledger's rules;
 * a message that was erased keeps them under a placeholder address (`erased.ts`).
 */
export interface MessageRecord {
  id: number
  campaignId: number
  /** Its own content (`StreamStore.content`); null: it is sent with that of its campaign or stream. */
  contentId: number | null
  /** When its stream was given it; null in a campaign, which has the time of its plan. */
  createdAt: number | null
  email: string
  /** The host's own id of the recipient; null once it is erased. */
  ref: string | null
  name: string | null
  company: string | null
  data: Record<string, unknown>
  consent: Consent | null
  state: MessageState
  /** How often it was handed to a transport since it was planned or last retried by a person. */
  attempts: number
  /** Not claimed before this time; 0 when planned. */
  dueAt: number
  sentAt: number | null
  /** When it became `failed`, `skipped`, `unknown` or `cancelled`; null in every other state. */
  endedAt: number | null
  error: MessageError | null
  /** All false until sent. */
  tracked: Tracked
  /** The version of its campaign that it was last composed from; null until it was. */
  version: number | null
  /** Headline counts: machines left out, an implied open included. */
  opens: number
  clicks: number
  machineOpens: number
  machineClicks: number
  /** Sum of measured read time; null when nothing was measured. */
  readMs: number | null
  lastOpenAt: number | null
  lastClickAt: number | null
  /** The first bounce, and the first that was permanent (`flags.ts`). */
  bouncedAt: number | null
  hardBouncedAt: number | null
  complainedAt: number | null
  unsubscribedAt: number | null
  /** What was said for it, where anything was. */
  unsubscribeReason: UnsubscribeReason | null
}

/** A message under a sender's lease: what composing it needs, and no more. */
export type ClaimedMessage = Pick<
  MessageRecord,
  'id' | 'campaignId' | 'contentId' | 'email' | 'ref' | 'name' | 'company' | 'data' | 'consent' | 'attempts'
>

/**
 * One event as it is kept, with the verdict of the rules that judged it last. Never deleted by a change of verdict: the
 * counters are corrected instead. `purge` removes old ones, and their address and browser before them.
 */
export interface EventRecord {
  id: number
  campaignId: number
  /** Null for the shared pixel and links of an aggregate campaign. */
  messageId: number | null
  linkId: number | null
  type: EventKind
  at: number
  ip: string | null
  userAgent: string | null
  /** The program that the hit was made with, by name; it is no personal data, and stays as long as the event. */
  program: Program | null
  verdict: Verdict
  reasons: string[]
  rulesVersion: number
  /** True for HEAD requests, which change no counter. */
  head: boolean
  /** True for an open that no request shows but a click proves (`implied-open.ts`). */
  implied: boolean
  /** True when the request said that it fetches ahead. */
  prefetch: boolean
  durationMs: number | null
  /** How many equal hits this row stands for; 1 unless a flood was merged. */
  count: number
  /** Free detail: a bounce's classification, a consent's change. */
  detail: Record<string, unknown> | null
}

/** A contact as it is kept; unique by owner and address, compared by `addressKey`. */
export interface ContactRecord {
  id: number
  owner: string | null
  email: string
  ref: string | null
  name: string | null
  company: string | null
  tags: string[]
  data: Record<string, unknown>
  consent: Consent | null
  createdAt: number
}
/** A contact about to be stored. */
export type NewContact = Omit<ContactRecord, 'id'>
