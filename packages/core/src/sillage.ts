import type { SentMessageInfo, Transporter } from 'nodemailer'
import type { Campaigns } from './campaigns/campaigns.ts'
import type { Templates } from './campaigns/templates.ts'
import type { TemplateEngine } from './content/template/template-engine.ts'
import type { Limits, OnUnknown } from './domain/campaign.ts'
import type { Clock } from './domain/clock.ts'
import type { Verdict } from './domain/event.ts'
import type { Scope } from './domain/ids.ts'
import type { RuleThresholds, UnsetConsent } from './domain/judge-rules.ts'
import type { LiveEvents } from './domain/live.ts'
import type { Logger } from './domain/logger.ts'
import type { MessageError } from './domain/message.ts'
import type { BounceInput, ComplaintInput } from './feedback/record-feedback.ts'
import type { Services, services } from './http/services.ts'
import type { Bus } from './live/bus.ts'
import type { Metrics } from './observe/metrics.ts'
import type { Contacts } from './recipients/contacts.ts'
import type { Directory } from './recipients/directory.ts'
import type { RetentionOptions } from './recipients/retention.ts'
import type { Suppressions } from './recipients/suppressions.ts'
import type { BulkOptions } from './sending/bulk-headers.ts'
import type { RetryOptions } from './sending/policy/retry-policy.ts'
import type { DomainLimits } from './sending/policy/throttle.ts'
import type { Transport } from './sending/transport/transport.ts'
import type { Statistics } from './stats/statistics.ts'
import type { NewEvent } from './store/event-store.ts'
import type { ExportedRecipient } from './store/privacy-store.ts'
import type { MigrateOptions, Store } from './store/store.ts'
import type { ReadTimeOptions } from './tracking/read-time.ts'
import type { IpPolicy, UserAgentPolicy } from './tracking/visitor-privacy.ts'

/**
 * What `createSillage` takes. Everything but `store` and `baseUrl` has a default. All is checked when it is called,
 * unknown keys included: `invalid_option`, with what was expected and what was given. All processes on one store are
 * given the same, except for what belongs to one process, such as `transport` and `concurrency`.
 */
export interface SillageOptions {
  /**
   * Where everything durable is kept: `sqliteStore`, `postgresStore`, a store of your own, or `memoryStore`, which is
   * lost with the process.
   */
  store: Store
  /** Hands mail to a server: `smtpTransport(…)`, or any nodemailer Transporter. Absent: this process cannot send. */
  transport?: Transport | Transporter<SentMessageInfo> | undefined
  /** Where the tracking routes can be reached from outside, with the mount path: `https://mail.example.org/sillage`. */
  baseUrl: string
  /** The sender of campaigns that name none: `Name <name@example.org>`. */
  from?: string | undefined
  /** Turns templates into content. @default mustacheEngine(), which is logic-less and escapes for HTML */
  templates?: TemplateEngine | undefined
  /** The host's own table of contacts. Absent: contacts are kept in the store. */
  directory?: Directory | undefined
  /**
   * Notifies the processes on one store of changes. @default localBus(), within this process: others then poll once a
   * second
   */
  bus?: Bus | undefined
  /** Pino's shape; `console` will do. Addresses are never logged. @default none, nothing is printed */
  logger?: Logger | undefined
  /** The time of sending, hits and waits. @default the system's */
  clock?: Clock | undefined
  /** Keys of the tokens, newest first: it seals, all open. Absent: made on first start and kept in the store. */
  secrets?: string[] | undefined
  /** Messages that this process sends at once. @default 5 */
  concurrency?: number | undefined
  /** Limits on everything this installation sends. */
  limits?: Limits | undefined
  /** Limits by recipient domain. */
  domainLimits?: DomainLimits | undefined
  /**
   * When messages that a server deferred are tried again, and when they fail for good. @default from 5 minutes to 4
   * hours, for 2 days
   */
  retry?: RetryOptions | undefined
  /** What becomes of messages whose outcome cannot be known, for campaigns without a setting. @default 'hold' */
  onUnknown?: OnUnknown | undefined
  /**
   * How long a sender may hold a message; the same in all processes on the store. @default longer than the transport's
   * longest send
   */
  leaseMs?: number | undefined
  /** Headers that mark mails as sent to many, and where bounces go. @default the unsubscribe headers alone */
  bulk?: BulkOptions | undefined
  /** What is kept of visitors, and for how long. @default truncated addresses, whole User-Agents, for ever */
  privacy?: PrivacyOptions | undefined
  /** Measure how long mails are shown. @default false */
  readTime?: boolean | ReadTimeOptions | undefined
  /** Numbers in the rules that distinguish people from machines. */
  rules?: Partial<RuleThresholds> | undefined
  /**
   * The host's last word on who caused a hit, given synchronously. Where it throws or gives no verdict, the rules'
   * verdict holds, and this is logged.
   */
  classify?: ((hit: NewEvent, verdict: Verdict) => Verdict) | undefined
  /** Which proxies' `X-Forwarded-For` is trusted. @default false */
  trustProxy?: boolean | number | string[] | undefined
  /** The largest HTML a campaign may have, in bytes of UTF-8; more is `html_too_large`. @default 1000000 */
  maxHtmlBytes?: number | undefined
  /** Where a link without destination leads. Absent: a plain page that says so. */
  fallbackUrl?: string | undefined
  /** The longest a tracking request waits for its hit to be stored. @default 250 */
  hitDeadlineMs?: number | undefined
  /**
   * Live sockets and event streams in this process at once; more are answered 503 with Retry-After, and clients retry
   * by themselves. @default 5000
   */
  maxLiveConnections?: number | undefined
}

/**
 * What is kept of a visitor, the default consent, and for how long data is kept. It holds for hits from
 * then on; what is stored already stays until `purge()`. A recipient's own choice always wins over `unsetConsent`.
 */
export interface PrivacyOptions {
  /** Of a visitor's address: all of it, its network (/24, /48), or nothing. @default 'truncated' */
  ip?: IpPolicy | undefined
  /** Of the User-Agent: all of it, the family of the program, or nothing. @default 'full' */
  userAgent?: UserAgentPolicy | undefined
  /** The consent of recipients without a decision. @default opens and clicks yes, read time no */
  unsetConsent?: Partial<UnsetConsent> | undefined
  /** Honour `Sec-GPC: 1` and `DNT: 1`. @default false */
  honourGpc?: boolean | undefined
  retention?: RetentionOptions | undefined
}

/**
 * The events of `on`. Live figures come coalesced, and of all processes where the bus connects them; the rest as it
 * happens in this process, after it was stored. Ids are text, as everywhere in the API; nothing here names an address.
 */
export interface SillageEvents extends LiveEvents {
  /** When a server accepted a message. */
  message_sent: { campaignId: string; messageId: string }
  /** When a message failed for good. */
  message_failed: { campaignId: string; messageId: string; error: MessageError }
  /** When a group of hits was stored. */
  hit: { campaignIds: string[]; events: number }
}

/**
 * One installation. Made by `createSillage`, which does no I/O: call `migrate()` once, then `start()` in every process,
 * and `close()` at its end. Methods reject with a `SillageError` whose `code` is of the closed table:
 * `store_unavailable` while the store cannot be reached, `not_found` for what does not exist or is another tenant's.
 * `scope` narrows a call to one tenant. What a method is given is checked to the last field: a wrong or unknown one is
 * `invalid_field` or `unknown_field` in inputs and queries, `invalid_option` in options and scopes.
 */
export interface Sillage {
  readonly campaigns: Campaigns
  readonly contacts: Contacts
  readonly templates: Templates
  readonly suppressions: Suppressions
  readonly stats: Statistics['stats']
  readonly messages: Statistics['messages']
  readonly events: Statistics['events']
  readonly timeline: Statistics['timeline']
  readonly exportMessages: Statistics['exportMessages']
  /**
   * Creates or upgrades the tables; safe to call at every start and from several processes at once, of which one does
   * it. `advanceIds` skips the ids that mails sent after a restored backup hold. Rejects with `database_newer` when the
   * tables are from a later release.
   */
  migrate(options?: MigrateOptions): Promise<void>
  /**
   * Reads the token keys, joins the bus and begins to work: campaigns that were being sent continue, scheduled ones
   * start on time. `send: false` for processes that only serve pages and hits. Rejects with `missing_transport` where
   * there is none to send with, and with errors of store or bus.
   */
  start(options?: { send?: boolean }): Promise<void>
  /**
   * Ends sending: messages being sent finish within `graceMs` (default 10000) and are cut then, claims are released at
   * once. Hits are still recorded and pages served; `start()` resumes.
   */
  stop(options?: { graceMs?: number }): Promise<void>
  /**
   * Stops, ends live connections, stores the hits in memory (for up to 10 seconds), and closes bus, transport and
   * store; a pool that the host gave the store stays open. A second call returns the promise of the first. Nothing
   * works afterwards.
   */
  close(): Promise<void>
  /**
   * Sends what is due, of one campaign or all, until it is done or `until` (ms since the epoch); returns how many a
   * server accepted. For cron and foreign queues; any number may run at once, here and elsewhere, because each message
   * has one lease. Ends early when the mail server cannot be reached. Rejects with `missing_transport`.
   */
  sendDue(options?: { campaignId?: string; until?: number }): Promise<number>
  /** A snapshot of this process's figures; cheap enough for every scrape. */
  metrics(): Metrics
  /**
   * Calls `listener` at each event, in this process, and does not wait for it. Returns the function that ends it. A
   * listener that throws or rejects is logged and affects nothing else. Throws `invalid_option` for another event.
   */
  on<E extends keyof SillageEvents>(event: E, listener: (data: SillageEvents[E]) => unknown): () => void
  /**
   * Takes a bounce that a host parsed (`parseBounce`): stores it with the message, and suppresses the message's address
   * on all lists where `suppress` says so; by default when it is permanent and `error.kind` is `address`. Never when
   * the report names another `recipient`: a forward failed, and the message was delivered. `at` in ms, by default now,
   * never later. Throws `not_found`, and `invalid_field` for a report whose `kind` is not `bounce`.
   */
  recordBounce(bounce: BounceInput): Promise<void>
  /**
   * Takes a complaint: stores it with the message and suppresses the address on all lists. `at` in ms, by default now,
   * never later. Throws `not_found`.
   */
  recordComplaint(complaint: ComplaintInput): Promise<void>
  /**
   * Removes a person everywhere in one transaction, and may be repeated: figures stay true, suppressions live on as a
   * keyed hash, links of delivered mails still redirect. With a scope of that tenant's rows, without one of every
   * tenant's; the address stays suppressed for each tenant that had it. Returns how many messages were touched. Throws
   * `invalid_address`. Rows of the host's own directory are the host's to erase.
   */
  eraseRecipient(email: string, scope?: Scope): Promise<number>
  /**
   * Everything kept of a person, as the store has it, by one tenant or, without a scope, by all; empty lists where
   * there is nothing. Times in ms since the epoch. Rejects with `invalid_address`.
   */
  exportRecipient(email: string, scope?: Scope): Promise<ExportedRecipient>
  /**
   * Deletes what `privacy.retention` no longer allows, in transactions of 500 rows, so that it can be interrupted and
   * repeated; returns how many rows in all.
   */
  purge(): Promise<number>
  /**
   * Counts a campaign again from its messages and events, and repairs what differs; returns the counters that did, by
   * name; none when all was right or it is gone.
   */
  recount(campaignId: string): Promise<Record<string, { was: number; is: number }>>
  /**
   * Judges a campaign's stored hits again by today's rules and `classify`, message by message, and corrects the
   * counters; returns how many verdicts changed. Safe while hits arrive, and repeatable.
   */
  reclassify(campaignId: string): Promise<number>
  /** @internal for adapters */
  readonly [services]: Services
}
