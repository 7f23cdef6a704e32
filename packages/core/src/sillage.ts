import type { SentMessageInfo, Transporter } from 'nodemailer'
import type { Campaigns } from './campaigns/campaigns.ts'
import type { Templates } from './campaigns/templates.ts'
import type { TemplateEngine } from './content/template-engine.ts'
import type { Limits, OnUnknown } from './domain/campaign.ts'
import type { Clock } from './domain/clock.ts'
import type { EventType, Verdict } from './domain/event.ts'
import type { Scope } from './domain/ids.ts'
import type { LiveEvents } from './domain/live.ts'
import type { Logger } from './domain/logger.ts'
import type { MessageError } from './domain/message.ts'
import type { ImportReport } from './domain/recipient.ts'
import type { Services } from './http/services.ts'
import type { Bus } from './live/bus.ts'
import type { Contacts } from './recipients/contacts.ts'
import type { ColumnMapping } from './recipients/csv-columns.ts'
import type { Directory } from './recipients/directory.ts'
import type { Suppressions } from './recipients/suppressions.ts'
import type { BulkOptions } from './sending/bulk-headers.ts'
import type { SenderMetrics } from './sending/metrics.ts'
import type { RetryOptions } from './sending/retry-policy.ts'
import type { DomainLimits } from './sending/throttle.ts'
import type { Transport } from './sending/transport.ts'
import type { Statistics } from './stats/statistics.ts'
import type { NewEvent } from './store/event-store.ts'
import type { ExportedRecipient } from './store/privacy-store.ts'
import type { MigrateOptions, Store } from './store/store.ts'
import type { UnsetConsent } from './tracking/consent.ts'
import type { ReadTimeOptions } from './tracking/read-time.ts'
import type { RecorderMetrics } from './tracking/recorder.ts'
import type { RuleThresholds } from './tracking/rules/thresholds.ts'
import type { IpPolicy, UserAgentPolicy } from './tracking/visitor-privacy.ts'

/** What `createSillage` takes. Everything but `store` and `baseUrl` has a default; values are checked when it is called. */
export interface SillageOptions {
  store: Store
  /** Hands mail to a server: `smtpTransport(…)`, or any nodemailer Transporter. Absent: this process cannot send. */
  transport?: Transport | Transporter<SentMessageInfo> | undefined
  /** Where the tracking routes can be reached from outside, with the mount path: `https://mail.example.org/sillage`. */
  baseUrl: string
  /** The sender of campaigns that name none: `Name <name@example.org>`. */
  from?: string | undefined
  templates?: TemplateEngine | undefined
  /** The host's own table of contacts. Absent: contacts are kept in the store. */
  directory?: Directory | undefined
  bus?: Bus | undefined
  logger?: Logger | undefined
  clock?: Clock | undefined
  /** Keys of the tokens, newest first: it seals, all open. Absent: made on first start and kept in the store. */
  secrets?: string[] | undefined
  /** Messages of this process on the wire at once. @default 5 */
  concurrency?: number | undefined
  /** Limits on everything this installation sends. */
  limits?: Limits | undefined
  /** Limits by recipient domain. */
  domainLimits?: DomainLimits | undefined
  retry?: RetryOptions | undefined
  /** What becomes of messages nobody can know about, for campaigns that do not say. @default 'hold' */
  onUnknown?: OnUnknown | undefined
  /** How long a sender may hold a message. @default longer than the transport's longest send */
  leaseMs?: number | undefined
  bulk?: BulkOptions | undefined
  privacy?: PrivacyOptions | undefined
  /** Measure how long mails are shown. @default false */
  readTime?: boolean | ReadTimeOptions | undefined
  /** Numbers in the rules that tell people from machines. */
  rules?: Partial<RuleThresholds> | undefined
  /** The host's last word on who caused a hit. */
  classify?: ((hit: NewEvent, verdict: Verdict) => Verdict) | undefined
  /** Which proxies' `X-Forwarded-For` is believed. @default false */
  trustProxy?: boolean | number | string[] | undefined
  /** @default 1000000 */
  maxHtmlBytes?: number | undefined
  /** Where a link without destination leads. Absent: a plain page that says so. */
  fallbackUrl?: string | undefined
  /** The longest a tracking request waits for its hit to be stored. @default 250 */
  hitDeadlineMs?: number | undefined
  /** Live sockets and event streams in this process at once; more are answered 503 with Retry-After, and try again by themselves. @default 5000 */
  maxLiveConnections?: number | undefined
}

/** What of a visitor is kept, what counts without a word of the recipient, and for how long data is kept. */
export interface PrivacyOptions {
  /** @default 'truncated' */
  ip?: IpPolicy | undefined
  /** @default 'full' */
  userAgent?: UserAgentPolicy | undefined
  /** What counts where a recipient said nothing. @default opens and clicks yes, read time no */
  unsetConsent?: Partial<UnsetConsent> | undefined
  /** Honour `Sec-GPC: 1` and `DNT: 1`. @default false */
  honourGpc?: boolean | undefined
  retention?: RetentionOptions | undefined
}

/** How many days each class of data is kept; absent: for ever. `purge()` applies it. */
export interface RetentionOptions {
  /** Rows of events, by type or all. Counters keep what they counted. */
  eventDays?: number | Partial<Record<EventType, number>> | undefined
  /** IP and User-Agent. */
  personalDays?: number | undefined
  /** Messages of finished campaigns; their figures stay. */
  messageDays?: number | undefined
}

/** What one can listen to with `on`. Live figures come coalesced, the rest as it happens in this process. */
export interface SillageEvents extends LiveEvents {
  /** When a server took a message. */
  message_sent: { campaignId: string; messageId: string }
  /** When a message failed for good. */
  message_failed: { campaignId: string; messageId: string; error: MessageError }
  /** When a group of hits was stored. */
  hit: { campaignIds: string[]; events: number }
}

/**
 * What this process did since `createSillage`, and what it holds now; a snapshot made of numbers in memory, without a question to the store. Other
 * processes have their own: gather them and add them up. `prometheusText` and `metricFamilies` write it for others; docs/metrics.md explains each figure.
 */
export interface Metrics {
  /** Undefined in a process without a transport. */
  sender: SenderMetrics | undefined
  hits: RecorderMetrics
  live: {
    /** Live sockets and event streams now. */
    subscribers: number
    /** Live frames made, each counted once, however many were given it. */
    frames: number
  }
  /** Images that measure read time, being served now. */
  readTimeStreams: number
}

/** One installation. Made by `createSillage`, which does no I/O: call `migrate()` once, then `start()`. */
export interface Sillage {
  readonly campaigns: Campaigns
  readonly contacts: Contacts & {
    /** Adds contacts from CSV with a header line; reports what it left out. */
    import(
      file: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | string,
      options?: { columns?: ColumnMapping },
      scope?: Scope,
    ): Promise<ImportReport>
  }
  readonly templates: Templates
  readonly suppressions: Suppressions
  readonly stats: Statistics['stats']
  readonly messages: Statistics['messages']
  readonly events: Statistics['events']
  readonly timeline: Statistics['timeline']
  readonly exportMessages: Statistics['exportMessages']
  /** Creates or upgrades the tables. */
  migrate(options?: MigrateOptions): Promise<void>
  /** Begins to work: campaigns that were being sent go on. `send: false` for processes that only serve pages and hits. */
  start(options?: { send?: boolean }): Promise<void>
  /** Ends sending: what is on the wire finishes within `graceMs` (default 10000), claims are handed back. Hits are still recorded. */
  stop(options?: { graceMs?: number }): Promise<void>
  /** Stops, stores the hits in memory, ends live connections, closes what this library opened. */
  close(): Promise<void>
  /** Sends what is due, of one campaign or all, until it is done or `until` (ms since the epoch); how many were handed over. For cron and foreign queues. */
  sendDue(options?: { campaignId?: string; until?: number }): Promise<number>
  /** A snapshot of this process's figures; cheap enough for every scrape. */
  metrics(): Metrics
  /** Returns the function that ends the listening. A listener that throws is logged. */
  on<E extends keyof SillageEvents>(event: E, listener: (data: SillageEvents[E]) => void): () => void
  /** Takes a bounce that a host parsed (`parseBounce`); suppresses the address when it is permanent and the address's fault. */
  recordBounce(bounce: { messageId: string; permanent: boolean; error: MessageError; at?: number }): Promise<void>
  /** Takes a complaint; the address is suppressed for all lists. */
  recordComplaint(complaint: { messageId: string; at?: number }): Promise<void>
  /** Removes a person everywhere; figures stay true, suppressions live on as a keyed hash. How many messages were touched. */
  eraseRecipient(email: string, scope?: Scope): Promise<number>
  /** Everything kept of a person. */
  exportRecipient(email: string, scope?: Scope): Promise<ExportedRecipient>
  /** Deletes what `privacy.retention` no longer allows, in small steps; how many rows. */
  purge(): Promise<number>
  /** Counts a campaign again from its messages and events, and repairs what differs. */
  recount(campaignId: string): Promise<Record<string, { was: number; is: number }>>
  /** Judges a campaign's stored hits again by today's rules; how many verdicts changed. */
  reclassify(campaignId: string): Promise<number>
  /** @internal for adapters */
  readonly services: Services
}
