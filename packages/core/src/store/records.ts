import type { CampaignCounts, CampaignOptions, CampaignStatus } from '../domain/campaign.ts'
import type { EventType, Verdict } from '../domain/event.ts'
import type { MessageError, MessageState } from '../domain/message.ts'
import type { Consent, SuppressionReason } from '../domain/recipient.ts'
import type { HitCounts } from '../domain/stats.ts'
import type { Warning } from '../domain/warning.ts'

/*
 * What a store keeps. Ids are integers below 2^53 and never reused; times are milliseconds since the epoch;
 * null means "not set". `owner` is the tenant a row belongs to, null where the host has none.
 */

/** A campaign with its content, settings, counters and head figures: one row. */
export interface CampaignRecord extends CampaignCounts {
  id: number
  owner: string | null
  /** The caller's idempotency key, unique within its owner. */
  key: string | null
  name: string
  subject: string
  from: string
  replyTo: string | null
  html: string
  text: string | null
  templateId: number | null
  options: CampaignOptions
  status: CampaignStatus
  createdAt: number
  scheduledAt: number | null
  startedAt: number | null
  finishedAt: number | null
  /** When its last recipient was stored; null while planning. */
  plannedAt: number | null
  pauseReason: string | null
  warnings: Warning[]
  /** Random, fixed for the life of the campaign; Message-IDs are derived from it. */
  seed: string
  /** Rises with every change of content or options, so that caches know. */
  version: number
  opens: HitCounts
  clicks: HitCounts
  bounces: number
  complaints: number
  unsubscribes: number
  /** Sum and number of the recipients whose read time was measured. */
  readMs: number
  readMeasured: number
}

/** A campaign in a list: everything but its content. */
export type CampaignSummary = Omit<CampaignRecord, 'html' | 'text'>

/** A campaign about to be stored; it begins as a draft with counters of 0. */
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
  | 'seed'
>

/** An authored destination of a campaign, with its headline clicks. */
export interface LinkRecord {
  id: number
  campaignId: number
  /** The destination as the author wrote it, decoded once; a template when `personalised`. */
  url: string
  personalised: boolean
  total: number
  unique: number
}

/** A recipient about to become a message. */
export interface NewMessage {
  /** The author's spelling; compared without case. */
  email: string
  name: string | null
  company: string | null
  data: Record<string, unknown>
  consent: Consent | null
  /** Keyed hash of the address, given only when the store holds erased recipients (`suppressions.hasErased`). */
  emailHash?: string
}

/** What was measured in a message when it was composed. */
export interface Tracked {
  opens: boolean
  clicks: boolean
  readTime: boolean
}

/** One message: whom it is for, its state, and what became of it. */
export interface MessageRecord {
  id: number
  campaignId: number
  email: string
  name: string | null
  company: string | null
  data: Record<string, unknown>
  consent: Consent | null
  state: MessageState
  attempts: number
  /** Not claimed before this time. */
  dueAt: number
  sentAt: number | null
  error: MessageError | null
  /** All false until sent. */
  tracked: Tracked
  /** Headline counts: machines left out, an implied open included. */
  opens: number
  clicks: number
  machineOpens: number
  machineClicks: number
  /** Sum of measured read time; null when none was. */
  readMs: number | null
  lastOpenAt: number | null
  lastClickAt: number | null
  bouncedAt: number | null
  complainedAt: number | null
  unsubscribedAt: number | null
}

/** A message under a sender's lease. */
export interface ClaimedMessage {
  id: number
  campaignId: number
  email: string
  name: string | null
  company: string | null
  data: Record<string, unknown>
  consent: Consent | null
  /** How often it was handed to a transport before. */
  attempts: number
}

/** One event as it is kept, with the verdict of the rules that judged it. */
export interface EventRecord {
  id: number
  campaignId: number
  /** Null for the shared pixel and links of an aggregate campaign. */
  messageId: number | null
  linkId: number | null
  type: EventType
  at: number
  ip: string | null
  userAgent: string | null
  verdict: Verdict
  reasons: string[]
  rulesVersion: number
  /** True for HEAD requests, which change no counter. */
  head: boolean
  implied: boolean
  /** What was asked with this event: prefetch headers were present. */
  prefetch: boolean
  durationMs: number | null
  /** How many equal hits this row stands for; 1 unless a flood was merged. */
  count: number
  /** Free detail: a bounce's classification, a consent's change. */
  detail: Record<string, unknown> | null
}

/** A contact as it is kept. */
export interface ContactRecord {
  id: number
  owner: string | null
  email: string
  name: string | null
  company: string | null
  tags: string[]
  data: Record<string, unknown>
  consent: Consent | null
  createdAt: number
}
/** A contact about to be stored. */
export type NewContact = Omit<ContactRecord, 'id'>

/** A template as it is kept. */
export interface TemplateRecord {
  id: number
  owner: string | null
  name: string
  subject: string
  html: string
  text: string | null
  createdAt: number
  updatedAt: number
}
/** A template about to be stored. */
export type NewTemplate = Omit<TemplateRecord, 'id'>

/** An address that must not be mailed, as it is kept; by its keyed hash alone after an erasure. */
export interface SuppressionRecord {
  id: number
  owner: string | null
  /** Null when only the keyed hash is kept. */
  email: string | null
  emailHash: string | null
  /** Null: all lists. */
  list: string | null
  reason: SuppressionReason
  at: number
}
/** A suppression about to be stored. */
export type NewSuppression = Omit<SuppressionRecord, 'id'>
