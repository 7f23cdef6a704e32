import type { TemplateEngine } from './content/template/template-engine.ts'
import type { Assets } from './domain/asset.ts'
import type { BrandInput } from './domain/brand.ts'
import type { Limits, OnUnknown } from './domain/campaign.ts'
import type { Clock } from './domain/clock.ts'
import type { Verdict } from './domain/event.ts'
import type { FeedbackSource } from './domain/feedback-source.ts'
import type { RuleThresholds, UnsetConsent } from './domain/judge-rules.ts'
import type { Logger } from './domain/logger.ts'
import type { Mailbox } from './domain/mailbox.ts'
import type { OwnPages } from './domain/page-words.ts'
import type { OwnSender } from './domain/setting.ts'
import type { Topic } from './domain/topic.ts'
import type { TrackingPaths } from './domain/tracking-paths.ts'
import type { FeedbackPolicy } from './feedback/policy.ts'
import type { Bus } from './live/bus.ts'
import type { Directory } from './recipients/directory.ts'
import type { RetentionOptions } from './recipients/retention/retention.ts'
import type { MarkOptions } from './sending/mark-headers.ts'
import type { RetryOptions } from './sending/policy/retry-policy.ts'
import type { DomainLimits } from './sending/policy/throttle.ts'
import type { NamedTransports } from './sending/transport/named-transports.ts'
import type { Transport } from './sending/transport/transport.ts'
import type { MailTransporter } from './sending/transport/transporter/mail-transporter.ts'
import type { OfOwner } from './settings/owner-settings.ts'
import type { NewEvent } from './store/port/event-store.ts'
import type { Store } from './store/port/store.ts'
import type { Network } from './tracking/networks.ts'
import type { BaseUrlOption } from './tracking/owner-urls.ts'
import type { ReadTimeOptions } from './tracking/read-time.ts'
import type { IpPolicy, UserAgentPolicy } from './tracking/visitor-privacy.ts'

/**
 * What `createSillage` takes. Everything but `store` and `baseUrl` has a default. All is checked when it is called,
 * unknown keys included: `invalid_option`, with its path (`sending.limits.perSecond`), what was expected and what was
 * given. All processes on one store are given the same, except for what belongs to one process, such as `transport` and
 * `sending.concurrency`.
 */
export interface SillageOptions {
  /**
   * Where everything durable is kept: `sqliteStore`, `postgresStore`, a store of your own, or `memoryStore`, which is
   * lost with the process.
   */
  store: Store
  /**
   * Where the tracking routes can be reached from outside, with the mount path: `https://mail.example.org/sillage`. Or a
   * function that answers it for each tenant, at once (null: what belongs to none); then mounts are given their path.
   */
  baseUrl: BaseUrlOption
  /**
   * Hands mail to a server: `smtpTransport(…)`, or any nodemailer Transporter; several by name as
   * `{ default: …, bulk: … }`, of which campaigns choose one, each with places and outages of its own. Absent: this
   * process cannot send. A campaign whose transport this process does not have is left to those that have it.
   */
  transport?: Transport | MailTransporter | NamedTransports | undefined
  /**
   * Names of transports that other processes have, so that campaigns made by this one may choose them. Those of
   * `transport`, and `default`, need not be here.
   */
  transportNames?: string[] | undefined
  /** The sender of campaigns that name none: `Name <name@example.org>`, or `{ email, name }`. */
  from?: Mailbox | undefined
  /** The host's own table of contacts. Absent: contacts are kept in the store. */
  directory?: Directory | undefined
  /**
   * Where the pictures of mails live: a bucket of the host's, or `storeAssets()`, which keeps them in the store.
   * Absent: no picture can be uploaded.
   */
  assets?: Assets | undefined
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
  /**
   * `required`: the installation's own namespaces, and an `authorize` that answers `true`, are refused with
   * `missing_owner`, so that a tenant that was forgotten never means all of them. Say `for(owner)` or `forAll()`, and
   * answer `{ owner }` or `{ all: true }`. @default 'none'
   */
  tenants?: 'none' | 'required' | undefined
  /** What mails are made of. */
  content?: ContentOptions | undefined
  /** How fast mails leave, what marks them, and what becomes of those that a server did not take. */
  sending?: SendingOptions | undefined
  /** What is measured, and what counts as a person. A campaign's own `tracking` can only ask for less. */
  tracking?: TrackingDefaults | undefined
  /** What is kept of visitors, and for how long. @default truncated addresses, whole User-Agents, for ever */
  privacy?: PrivacyOptions | undefined
  /** What comes back about mails that were accepted, and what is done about it. */
  feedback?: FeedbackOptions | undefined
  /** Where webhooks may lead. */
  webhooks?: WebhookOptions | undefined
  /** What the mounted routes trust and hold open. */
  http?: HttpOptions | undefined
}

/** The option `content` of `createSillage`: what mails are made of. */
export interface ContentOptions {
  /** Turns templates into content. @default mustacheEngine(), which is logic-less and escapes for HTML */
  templateEngine?: TemplateEngine | undefined
  /**
   * The largest HTML a campaign may have, and the largest text beside it, each in bytes of UTF-8; more is
   * `html_too_large`. @default 1000000
   */
  maxHtmlBytes?: number | undefined
  /**
   * The most bytes that the files of one message may have together, before they are encoded; more is
   * `attachments_too_large`. Many servers refuse mails beyond 25 MB, and encoding adds a third. @default 10000000
   */
  maxAttachmentBytes?: number | undefined
  /**
   * What senders look like: `defineBrand(…)`, or a function that answers it for each tenant (null: an installation
   * without tenants). Absent: what each tenant set for itself. @default colours of the library, no logo
   */
  brand?: OfOwner<BrandInput> | undefined
  /**
   * Who mails can be from, for authors to choose one: a list, or a function that answers one for each tenant. What
   * names no sender is from `from`, whatever stands here. Absent: what each tenant set for itself. @default none
   */
  senders?: OfOwner<OwnSender[]> | undefined
  /**
   * What one can unsubscribe from, by name, for the recipients' page of choices: a list, or a function that answers one
   * for each tenant. Absent: what each tenant set for itself. @default none
   */
  topics?: OfOwner<Topic[]> | undefined
  /** Words of the recipients' pages by language, laid over those of the library. @default English and French */
  pages?: Record<string, OwnPages> | undefined
}

/** The option `sending` of `createSillage`: how fast mails leave, what marks them, and when they are tried again. */
export interface SendingOptions {
  /** Messages that this process sends at once. @default 5 */
  concurrency?: number | undefined
  /** Limits on everything this installation sends. @default none */
  limits?: Limits | undefined
  /** Limits by recipient domain. @default none */
  domainLimits?: DomainLimits | undefined
  /**
   * When messages that a server deferred are tried again, and when they fail for good. @default from 5 minutes to 4
   * hours, for 2 days
   */
  retry?: RetryOptions | undefined
  /** What becomes of messages whose outcome cannot be known, for campaigns without a setting. @default 'hold' */
  onUnknown?: OnUnknown | undefined
  /**
   * How long a sender may hold a message, in milliseconds; the same in all processes on the store. @default longer than
   * the transport's longest send
   */
  leaseMs?: number | undefined
  /** Headers that mark mails as sent to many, and where bounces go. @default the unsubscribe headers alone */
  marks?: MarkOptions | undefined
  /**
   * Headers that campaigns may set although a mail service or program acts on them, each by its whole name:
   * `X-MC-Tags`. @default none
   */
  allowHeaders?: string[] | undefined
}

/**
 * The option `tracking` of `createSillage`: what holds for all campaigns, and the rules that distinguish people from
 * machines. What one campaign measures is `TrackingOptions`.
 */
export interface TrackingDefaults {
  /** Measure how long mails are shown. @default false */
  readTime?: boolean | ReadTimeOptions | undefined
  /** Numbers in the rules that distinguish people from machines. @default those of `RuleThresholds` */
  rules?: Partial<RuleThresholds> | undefined
  /**
   * Addresses of which the host knows who is behind them, such as those of a gateway of its own. They are looked for
   * before an address is cut. @default none
   */
  networks?: readonly Network[] | undefined
  /**
   * The host's last word on who caused a hit, given synchronously. Where it throws or gives no verdict, the rules'
   * verdict holds, and this is logged.
   */
  classify?: ((hit: NewEvent, verdict: Verdict) => Verdict) | undefined
  /** Where a link without destination leads: an http or https URL. Absent: a plain page that says so. */
  fallbackUrl?: string | undefined
  /**
   * Paths of the URLs in mails: `neutralPaths` are named by no public list of filters, and are best for public senders.
   * Every mount answers both sets, so this can be changed at any time. @default originalPaths
   */
  paths?: TrackingPaths | undefined
}

/**
 * The option `privacy` of `createSillage`: what is kept of a visitor, the default consent, and for how long data is
 * kept. It holds for hits from then on; what is stored already stays as long as `retention` says. A recipient's own
 * choice always wins over `unsetConsent`.
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
  /** For how long, in days, each sort of data is kept; what is older is deleted by itself. @default for ever */
  retention?: RetentionOptions | undefined
}

/** The option `feedback` of `createSillage`: what is done about what comes back. */
export interface FeedbackOptions {
  /**
   * Providers whose webhooks are read, each by the name that its URL has (`feedback.url`): small letters, digits and
   * hyphens. Two accounts of one provider are two. @default none
   */
  sources?: Record<string, FeedbackSource> | undefined
  /**
   * Keys of these URLs, newest first; 22 characters or more of letters, digits, `-` and `_`, as `generateSecret` makes
   * them. The first is given out, all are taken, so that a key can be changed.
   */
  keys?: string[] | undefined
  policy?: FeedbackPolicy | undefined
}

/** The option `webhooks` of `createSillage`: where the URLs may be that get what happens. */
export interface WebhookOptions {
  /**
   * Whether webhooks may lead to private, link-local and loopback addresses. Whoever may make a webhook then reaches
   * the host's own network with it. @default false
   */
  allowPrivate?: boolean | undefined
}

/** The option `http` of `createSillage`: what the mounted routes trust, wait for and hold open in this process. */
export interface HttpOptions {
  /** Which proxies' `X-Forwarded-For` is trusted. @default false */
  trustProxy?: boolean | number | string[] | undefined
  /** The longest a tracking request waits for its hit to be stored, in milliseconds. @default 250 */
  hitDeadlineMs?: number | undefined
  /**
   * Live sockets and event streams in this process at once, a quarter of them for one tenant; more are answered 503
   * with Retry-After, and clients retry by themselves. @default 5000
   */
  maxLiveConnections?: number | undefined
}
