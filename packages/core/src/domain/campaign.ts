import type { Attachment, CampaignAttachment } from './attachment.ts'
import type { Mailbox } from './mailbox.ts'
import type { RecipientInput } from './recipient.ts'
import type { Warning } from './warning.ts'
import type { When } from './when.ts'

/**
 * The statuses of a campaign, as a list. `cancelled` is final; `completed` too, unless failed or unknown messages are
 * retried.
 */
export const campaignStatuses = ['draft', 'scheduled', 'sending', 'paused', 'completed', 'cancelled'] as const
/**
 * The status of a campaign: `draft` (not started), `scheduled` (starts at `scheduledAt`), `sending`, `paused` (by a
 * person or by trouble: `pauseReason`), `completed` (every message has its final state) or `cancelled` (the rest is
 * never sent). Every change is a compare-and-set in the store; `actionAllowedFrom` says which a person can make.
 */
export type CampaignStatus = (typeof campaignStatuses)[number]

/** What a person can do to a campaign, as a list. */
export const campaignActions = ['start', 'pause', 'resume', 'cancel', 'retry'] as const
/** What a person can do to a campaign; `actionAllowedFrom` says from which statuses. */
export type CampaignAction = (typeof campaignActions)[number]

/**
 * From which statuses an action is allowed; from any other it is `wrong_status`. `retry` reopens what was finished,
 * `start` sends a scheduled campaign before its time, and nothing leads out of `cancelled`. A page enables its buttons
 * by it, and the API checks by it.
 */
export const actionAllowedFrom: Readonly<Record<CampaignAction, readonly CampaignStatus[]>> = {
  start: ['draft', 'scheduled'],
  pause: ['sending'],
  resume: ['paused'],
  cancel: ['draft', 'scheduled', 'sending', 'paused'],
  retry: ['sending', 'paused', 'completed'],
}

/**
 * How many messages may leave in a window: whole numbers from 1 to 1,000,000. Every limit that is given holds at once,
 * across processes and machines: no window of that length ever holds more. Sends are spaced evenly; `burst` (default 1,
 * at most the smallest limit) may leave at once after a pause.
 */
export interface Limits {
  perSecond?: number | undefined
  perMinute?: number | undefined
  perHour?: number | undefined
  perDay?: number | undefined
  burst?: number | undefined
}

/**
 * UTM parameters (`utm_source` …) added to tracked destinations, before the fragment and never over ones the author
 * wrote; percent-encoded, one line of at most 200 characters each. They are part of the stored link, so changing them
 * makes new links.
 */
export interface UtmParameters {
  source?: string | undefined
  medium?: string | undefined
  campaign?: string | undefined
  term?: string | undefined
  content?: string | undefined
}

/**
 * What a campaign measures. The strictest of installation, campaign and recipient's consent wins for each message; what
 * is not measured leaves no trace in it and counts in no denominator.
 */
export interface TrackingOptions {
  /** A pixel that shows opens. Default true. */
  opens?: boolean | undefined
  /** Links that are counted, then redirected. Default true. */
  clicks?: boolean | undefined
  /** How long the mail is shown. Default: as the installation's `tracking.readTime`, and never where that is off. */
  readTime?: boolean | undefined
  /** Links of the plain-text part too, whose readers then see tracking URLs. Default false. */
  text?: boolean | undefined
  /**
   * One shared pixel and one shared link token for the whole campaign: counted, but not attributed to a recipient.
   * Default false.
   */
  aggregate?: boolean | undefined
  utm?: UtmParameters | undefined
}

/**
 * What happens to a message of which it cannot be known whether it was accepted (the connection or the sender was lost
 * after the last byte): kept as `unknown` until a person retries it (`hold`, the default), or sent again, so that some
 * recipients get it twice (`resend`).
 */
export type OnUnknown = 'hold' | 'resend'

/**
 * The settings of one campaign, with every default filled in, as they are stored with it and answered: under the names
 * of `CampaignInput`, null where none was given. Later changes of the installation's defaults do not affect them.
 */
export interface CampaignOptions {
  /** Least time between two sends of this campaign, in milliseconds, up to a week. Default 0. */
  delayMs: number
  /** A random addition to each delay, 0 … jitterMs milliseconds. Default 0. */
  jitterMs: number
  limits: Limits
  /** Messages of this campaign that are sent at once; null: the installation's own setting. */
  concurrency: number | null
  /** Headers added to each message, each name once in any case; those the library writes itself are refused. */
  headers: Record<string, string>
  tracking: TrackingOptions
  /** The topic an unsubscription of this campaign is kept for; null: every topic. */
  topic: string | null
  onUnknown: OnUnknown
}

/**
 * How many messages of a campaign are in which state. total = queued + sent + failed + skipped + unknown at any moment;
 * queued includes claimed and sending, skipped are those whose address is suppressed. They change in the transaction
 * that changes the messages.
 */
export interface CampaignCounts {
  total: number
  queued: number
  sent: number
  failed: number
  skipped: number
  unknown: number
}

/**
 * A campaign as the API shows it: as it was created, so that what is read of a field is what a change of it takes.
 * Times are ISO 8601 UTC, null until then; `text` is null where the text part is made from the HTML. The content of a
 * template is copied: changing the template does not change the campaign.
 */
export interface Campaign extends CampaignCounts, CampaignOptions {
  id: string
  /** The host's own key, by which `create` finds it again. */
  key: string | null
  name: string
  subject: string
  from: string
  /** Empty: answers go to `from`. */
  replyTo: string[]
  html: string
  text: string | null
  attachments: CampaignAttachment[]
  templateId: string | null
  status: CampaignStatus
  /** How often its content or settings were edited, from 1; sending, hits and actions do not raise it. See `Edit`. */
  revision: number
  createdAt: string
  /** When its content or settings were last edited, else when it was created. */
  updatedAt: string
  scheduledAt: string | null
  startedAt: string | null
  finishedAt: string | null
  /** Why the campaign is paused, as an error code (`smtp_auth`, `compose_failed`, …) or `user`; null when it is not. */
  pauseReason: string | null
  warnings: Warning[]
}

/**
 * A campaign in a list: without content, settings and warnings, with the headline opens and clicks of its progress bar.
 */
export interface CampaignListItem
  extends Omit<Campaign, 'html' | 'text' | 'attachments' | 'warnings' | keyof CampaignOptions> {
  opens: { unique: number }
  clicks: { unique: number }
}

/** An earlier campaign. */
export interface Past {
  campaignId: string
}

/**
 * Chooses people; parts of one object must all hold. Either from the directory, by `q`, `company` and `tag`, or by what
 * became of one earlier campaign, which at least one part outside `any` and `not` has to name; `company` and `tag` are
 * of the directory. Read when the campaign is planned: contacts added later are not in it. `{}` is the whole directory.
 */
export interface Segment {
  /** Beginning of email, name or company, without case and accents. */
  q?: string | undefined
  /** Without case and accents, whole. */
  company?: string | undefined
  tag?: string | undefined
  /** It was planned for them, whatever became of it. */
  planned?: Past | undefined
  /** A server accepted the message to them. */
  received?: Past | undefined
  /** By the headline figures: machines do not count, a click counts as an open. */
  opened?: Past | undefined
  clicked?: Past | undefined
  /** It came back. */
  bounced?: Past | undefined
  /** At least one of these holds. */
  any?: Segment[] | undefined
  not?: Segment | undefined
}

/**
 * Who receives a campaign: contacts by their ids, and all of a segment; where both are given, either. An address that
 * comes twice is mailed once, with the data of the first, and named in a warning. A missing contact is
 * `unknown_contact`; suppressed addresses are stored as `skipped`.
 */
export interface Selection {
  contactIds?: string[] | undefined
  where?: Segment | undefined
}

/** Exactly one of the two; the compiler says which is too much. */
export type Content =
  | {
      html: string
      /** @default made from the HTML, links behind their text */
      text?: string | undefined
      template?: undefined
    }
  | {
      /** The id or the key of a stored template; its subject is used where none is given. */
      template: string
      html?: undefined
      text?: undefined
    }

/** What stands above the content of a mail. */
export interface Headed {
  /** Needed unless a template has it. */
  subject?: string | undefined
  /** @default `from` of `createSillage` */
  from?: Mailbox | undefined
  /** At most 10. */
  replyTo?: Mailbox | Mailbox[] | undefined
  /** Headers added to each message. */
  headers?: Record<string, string> | undefined
  /** Files, at most 100, and together at most `content.maxAttachmentBytes`. */
  attachments?: Attachment[] | undefined
}

/** How a campaign is sent and measured. */
export interface Settings {
  limits?: Limits | undefined
  concurrency?: number | undefined
  tracking?: TrackingOptions | undefined
  /** What one unsubscribes from by it; default: everything. */
  topic?: string | undefined
  onUnknown?: OnUnknown | undefined
}

interface Planned {
  name: string
  delayMs?: number | undefined
  jitterMs?: number | undefined
  /** The campaign starts then, or as soon after as a sender runs. */
  scheduledAt?: When | undefined
}

/**
 * What creates a campaign. A subject is needed unless the template has one, and `from` unless the installation has one.
 * Everything is checked before anything is stored; an unknown field is an error.
 */
export type CampaignInput = Headed & Content & Settings & Planned & CampaignRecipients

/** Whom a campaign goes to, and how it begins. */
export interface CampaignRecipients {
  /**
   * People, or a selection of them. Over HTTP an array or a selection; a program may give any iterable or async
   * iterable, which is read while it is stored, in constant memory.
   */
  recipients?: Selection | Iterable<RecipientInput> | AsyncIterable<RecipientInput> | undefined
  /**
   * What is done about a recipient that is not valid: `refuse` the campaign, with its place in `field`, or `skip` it,
   * counted in a warning. @default 'refuse' for an array, which is checked whole before anything is stored, 'skip' for
   * another iterable
   */
  onInvalid?: 'refuse' | 'skip' | undefined
  /** Default true: create and send. */
  start?: boolean | undefined
  /** The same key continues or returns the same campaign, never a second one. */
  key?: string | undefined
}

type Clearable<T> = { [K in keyof T]?: T[K] | null | undefined }

/**
 * What may be changed: all of it in a draft or scheduled campaign; content, attachments, sender, headers and name also
 * while it is paused, of which messages that were sent keep what they had; `delayMs`, `jitterMs`, `limits` and
 * `concurrency` also while it is sending. What is not named stays; null sets a field back to its default, and is
 * refused where there is none (`name`, `subject`, `html`). `template` replaces the content, and null makes that the
 * campaign's own; `recipients` replaces those planned before.
 */
export type CampaignPatch = Clearable<Headed & Settings & Planned & { html: string; text: string; template: string }> &
  Pick<CampaignRecipients, 'recipients'>

/**
 * Which messages are queued again: those that `failed`, those `unknown` (which may have arrived, so that some
 * recipients get it twice), or both; with `messageIds` (at most 10,000) only these of them. Their attempts begin at 0
 * again; erased recipients are left out.
 */
export interface RetryInput {
  include: ('failed' | 'unknown')[]
  messageIds?: string[] | undefined
}
