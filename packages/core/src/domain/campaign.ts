import type { CampaignAttachment } from './attachment.ts'
import type { EmailDocument } from './email-document.ts'
import type { Outage } from './outage.ts'
import type { SendingHours } from './sending-hours.ts'
import type { Warning } from './warning.ts'

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
 * UTM parameters (`utm_source` …) added to the links of HTML and text that can be tracked, whether or not they are:
 * before the fragment, and never over ones the author wrote. Links marked `data-no-track` are left alone. They say
 * which campaign it was, not which recipient. Percent-encoded, one line of at most 200 characters each. They are part
 * of the stored link, so changing them makes new links.
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
  /** The transport that sends it, by its name in the options of `createSillage`; null: `default`. */
  transport: string | null
  hours: SendingHours | null
  /** ISO 8601 UTC. */
  notAfter: string | null
}

/**
 * How many messages of a campaign are in which state. total = queued + sent + failed + skipped + unknown at any moment;
 * queued includes claimed and sending, skipped are those whose address is suppressed and
 * those that `notAfter` came before. They change in the transaction
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
  preheader: string | null
  from: string
  /** Empty: answers go to `from`. */
  replyTo: string[]
  html: string
  text: string | null
  /** What HTML and text were made of; null where they were given. */
  document: EmailDocument | null
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
  /**
   * Set while it is `sending` and a process that sends it cannot use the mail server; null else, and where that is not
   * known.
   */
  outage: Outage | null
  /**
   * Until when a campaign that is `sending` waits for its hours; null while they are open, where it has none, and where
   * the time zone of each recipient decides.
   */
  waitsUntil: string | null
  warnings: Warning[]
}

/**
 * A campaign in a list: without content, settings and warnings, with the headline opens and clicks of its progress bar.
 */
export interface CampaignListItem
  extends Omit<
    Campaign,
    'preheader' | 'html' | 'text' | 'document' | 'attachments' | 'warnings' | 'waitsUntil' | keyof CampaignOptions
  > {
  /** `tracked`: of how many messages it is known. */
  opens: { unique: number; tracked: number }
  clicks: { unique: number; tracked: number }
}
