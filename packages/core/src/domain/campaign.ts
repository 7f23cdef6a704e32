import type { MessageStatus } from './message.ts'
import type { RecipientInput } from './recipient.ts'
import type { Warning } from './warning.ts'

/** Where a campaign stands. `completed` and `cancelled` are final, unless failed messages are retried. */
export const campaignStatuses = ['draft', 'scheduled', 'sending', 'paused', 'completed', 'cancelled'] as const
/**
 * Where a campaign stands: `draft` (not started), `scheduled` (starts at `scheduledAt`), `sending`, `paused` (by a person or by trouble:
 * `pauseReason`),
 * `completed` (every message has its final state) or `cancelled`.
 */
export type CampaignStatus = (typeof campaignStatuses)[number]

/** What a person can do to a campaign. */
export const campaignActions = ['start', 'pause', 'resume', 'cancel', 'retry'] as const
/** What a person can do to a campaign; `actionAllowedFrom` says from which statuses. */
export type CampaignAction = (typeof campaignActions)[number]

/** From which statuses an action is allowed; `retry` reopens what was already finished. */
export const actionAllowedFrom: Readonly<Record<CampaignAction, readonly CampaignStatus[]>> = {
  start: ['draft', 'scheduled'],
  pause: ['sending'],
  resume: ['paused'],
  cancel: ['draft', 'scheduled', 'sending', 'paused'],
  retry: ['sending', 'paused', 'completed'],
}

/** How many messages may leave in a window; `burst` (default 1) may leave at once. Every limit that is given holds. */
export interface Limits {
  perSecond?: number | undefined
  perMinute?: number | undefined
  perHour?: number | undefined
  perDay?: number | undefined
  burst?: number | undefined
}

/** UTM parameters added to tracked destinations, never over ones the author wrote. */
export interface UtmParameters {
  source?: string | undefined
  medium?: string | undefined
  campaign?: string | undefined
  term?: string | undefined
  content?: string | undefined
}

/** What a campaign measures. `opens` and `clicks` default to true, `readTime` and `text` (links of the plain-text part) to false. */
export interface TrackingOptions {
  opens?: boolean | undefined
  clicks?: boolean | undefined
  readTime?: boolean | undefined
  text?: boolean | undefined
  /** One shared pixel and one shared link token for the whole campaign: counted, but tied to nobody. Default false. */
  aggregate?: boolean | undefined
  utm?: UtmParameters | undefined
}

/** What happens to a message of which nobody can know whether it was accepted: kept as `unknown`, or sent again. Default `hold`. */
export type OnUnknown = 'hold' | 'resend'

/** The settings of one campaign, with every default filled in. */
export interface CampaignOptions {
  /** Time between two sends of this campaign, in milliseconds. */
  delayMs: number
  /** A random addition to each delay, 0 … jitterMs milliseconds. */
  jitterMs: number
  limits: Limits
  /** Messages of this campaign on the wire at once; undefined: the installation's own setting. */
  concurrency: number | undefined
  /** Headers added to each message. */
  headers: Record<string, string>
  tracking: TrackingOptions
  /** The list an unsubscription of this campaign is kept for; undefined: every list. */
  list: string | undefined
  onUnknown: OnUnknown
}

/** How many messages of a campaign are in which state. total = queued + sent + failed + skipped + unknown; queued includes claimed and sending. */
export interface CampaignCounts {
  total: number
  queued: number
  sent: number
  failed: number
  skipped: number
  unknown: number
}

/** A campaign as the API shows it. Times are ISO 8601 UTC. */
export interface Campaign extends CampaignCounts {
  id: string
  name: string
  subject: string
  from: string
  replyTo: string | null
  html: string
  text: string | null
  templateId: string | null
  options: CampaignOptions
  status: CampaignStatus
  createdAt: string
  scheduledAt: string | null
  startedAt: string | null
  finishedAt: string | null
  /** Why the campaign is paused, as an error code or `user`; null when it is not. */
  pauseReason: string | null
  warnings: Warning[]
}

/** A campaign in a list: without content and options, with what the wake bar needs. */
export interface CampaignListItem extends Omit<Campaign, 'html' | 'text' | 'options' | 'warnings'> {
  opens: { unique: number }
  clicks: { unique: number }
}

/** Chooses recipients from the directory or from an earlier campaign. */
export interface RecipientFilter {
  q?: string | undefined
  company?: string | undefined
  tag?: string | undefined
  /** Recipients of this earlier campaign; `status` as in the message list ('sent': did not open). */
  campaignId?: string | undefined
  status?: MessageStatus | undefined
}

/** Who receives a campaign. The three may be combined; an address that comes twice is mailed once, and said in a warning. */
export interface RecipientSelection {
  list?: Iterable<RecipientInput> | AsyncIterable<RecipientInput> | undefined
  contactIds?: string[] | undefined
  filter?: RecipientFilter | undefined
}

/** What creates a campaign. Exactly one of `html` and `templateId`, unless `recipients.filter.campaignId` names the campaign whose content is reused. */
export interface CampaignInput {
  name: string
  subject?: string | undefined
  html?: string | undefined
  templateId?: string | undefined
  text?: string | undefined
  from?: string | undefined
  replyTo?: string | undefined
  /** Over HTTP an object; a program may also give the recipients themselves, as an iterable or async iterable. */
  recipients?: RecipientSelection | Iterable<RecipientInput> | AsyncIterable<RecipientInput> | undefined
  delayMs?: number | undefined
  jitterMs?: number | undefined
  limits?: Limits | undefined
  concurrency?: number | undefined
  headers?: Record<string, string> | undefined
  tracking?: TrackingOptions | undefined
  list?: string | undefined
  onUnknown?: OnUnknown | undefined
  /** ISO 8601; the campaign starts then, or as soon after as a sender runs. */
  scheduledAt?: string | undefined
  /** Default true: create and send. */
  start?: boolean | undefined
  /** The same key continues or returns the same campaign, never a second one. */
  key?: string | undefined
}

/** What may be changed: all of it in a draft or scheduled campaign; delay and limits also while sending or paused. */
export type CampaignPatch = { [K in keyof Omit<CampaignInput, 'key' | 'start'>]?: CampaignInput[K] | null }

/**
 * Which messages are queued again: those that `failed`, those `unknown` (which may have arrived), or both; with `messageIds` only these of
 * them.
 */
export interface RetryInput {
  include: ('failed' | 'unknown')[]
  messageIds?: string[] | undefined
}
