import type { Generated } from 'kysely'
import type { AssetTable, AttachmentTable, ChunkTable, ContentAttachmentTable, ContentTable } from './content-tables.ts'
import type {
  ContactTable,
  ContactTagTable,
  SoftBounceTable,
  SuppressionTable,
  TemplateTable,
} from './directory-tables.ts'
import type { CursorTable, OutboxTable, WebhookDeliveryTable, WebhookTable } from './news-tables.ts'

/*
 * The tables. Times are milliseconds since the epoch, truth values 0 and 1, everything structured is JSON in a text
 * column. `owner` and `topic` hold '' where the port says null, so that they can stand in unique indexes of every
 * database. Columns named `…_key` hold the text that is compared and sorted by: folded, of an address its `addressKey`.
 */

interface HitColumns {
  opens_total: Generated<number>
  opens_unique: Generated<number>
  opens_machine: Generated<number>
  opens_early: Generated<number>
  opens_tracked: Generated<number>
  clicks_total: Generated<number>
  clicks_unique: Generated<number>
  clicks_machine: Generated<number>
  clicks_early: Generated<number>
  clicks_tracked: Generated<number>
}

export interface CampaignTable extends HitColumns {
  id: Generated<number>
  /** `campaign` or `stream`. */
  kind: string
  owner: string
  idempotency_key: string | null
  name: string
  name_key: string
  sender_address: string
  reply_to: string
  content_id: number
  template_id: number | null
  options: string
  /**
   * From the options, where SQL needs them: the topic of its unsubscriptions, and whether unknown messages are sent
   * again.
   */
  topic: string
  resend_unknown: number
  /** Of `options`; null: the default one. */
  transport: string | null
  /** 1 where unsubscriptions do not hold its messages back. */
  transactional: number
  status: string
  created_at: number
  updated_at: number
  scheduled_at: number | null
  started_at: number | null
  finished_at: number | null
  planned_at: number | null
  pause_reason: string | null
  warnings: string
  version: Generated<number>
  revision: Generated<number>
  total: Generated<number>
  queued: Generated<number>
  sent: Generated<number>
  failed: Generated<number>
  skipped: Generated<number>
  unknown: Generated<number>
  bounces: Generated<number>
  hard_bounces: Generated<number>
  complaints: Generated<number>
  unsubscribes: Generated<number>
  unsubscribes_too_many: Generated<number>
  unsubscribes_not_relevant: Generated<number>
  unsubscribes_not_signed_up: Generated<number>
  unsubscribes_other: Generated<number>
  read_ms: Generated<number>
  read_measured: Generated<number>
  /** 1 once it is deleted: hidden, and its rows are swept. */
  removed: Generated<number>
  /** What `purge` removed, so that it cannot be counted again: 0 nothing, 1 events, 2 messages, 3 all messages. */
  purged: Generated<number>
}

/** From which of its versions on a campaign had a content and a sender. */
interface VersionTable {
  campaign_id: number
  version: number
  content_id: number
  sender_address: string
}

/** Who a message is to: written when it is planned, and by no sending and no hit. */
export interface MessageTable {
  id: Generated<number>
  campaign_id: number
  email: string
  email_key: string
  /** The address without accents, where that differs from `email_key`. */
  email_plain: string | null
  /** Keyed hash of the address, until it is erased. */
  email_hash: string | null
  /** What it is the only one of its campaign by: '' its address, a digest, or null for nothing. */
  once_key: string | null
  /** The host's own id of the recipient. */
  ref: string | null
  name: string | null
  name_key: string
  company: string | null
  company_key: string
  data: string
  consent: string | null
  /** Of a stream: when it was given. */
  created_at: number | null
  /** Where it has a content of its own. */
  content_id: number | null
}

/** What became of a message, under its id: the columns that sending and hits write. */
export interface DeliveryTable {
  id: number
  campaign_id: number
  state: string
  attempts: Generated<number>
  due_at: number
  sender: string | null
  lease_until: number | null
  sent_at: number | null
  /** When it became failed, skipped, unknown or cancelled. */
  ended_at: number | null
  error: string | null
  /** The campaign's version that it was last composed from. */
  content_version: number | null
  /** Bits: 1 opens, 2 clicks, 4 read time. */
  tracked: Generated<number>
  opens: Generated<number>
  clicks: Generated<number>
  machine_opens: Generated<number>
  machine_clicks: Generated<number>
  read_ms: number | null
  last_open_at: number | null
  last_click_at: number | null
  bounced_at: number | null
  hard_bounced_at: number | null
  complained_at: number | null
  unsubscribed_at: number | null
  /** 1 too many, 2 not relevant, 3 not signed up, 4 other; null where nothing was said. */
  unsubscribe_reason: number | null
}

export interface LinkTable {
  id: Generated<number>
  campaign_id: number
  /** The content of messages that it is of; null: its campaign's. */
  content_id: number | null
  url: string
  /** Digest of url, kind and content: a destination may be longer than an index entry. */
  url_key: string
  personalised: number
  /** By what a personalised one is rendered; null: the installation's template engine. */
  engine: string | null
  total: Generated<number>
  unique_clicks: Generated<number>
}

export interface EventTable {
  id: Generated<number>
  /** Either the message, or the campaign for aggregate events. */
  message_id: number | null
  campaign_id: number | null
  link_id: number | null
  type: string
  at: number
  ip: string | null
  user_agent: string | null
  /** The program's name, by our tables. */
  program: string | null
  verdict: string
  reasons: string | null
  rules_version: number
  /** Bits: 1 HEAD, 2 implied, 4 prefetch headers; 8 and 16 the device: 1 phone, 2 tablet, 3 computer. */
  flags: number
  duration_ms: number | null
  count: number
  detail: string | null
}

/** What is counted of an hour: what happened in it, then what became of the messages that were sent in it. */
export interface TimelineTable {
  campaign_id: number
  hour: number
  sent: Generated<number>
  failed: Generated<number>
  skipped: Generated<number>
  unknown: Generated<number>
  opens: Generated<number>
  clicks: Generated<number>
  opens_tracked: Generated<number>
  clicks_tracked: Generated<number>
  opened: Generated<number>
  clicked: Generated<number>
  bounced: Generated<number>
  hard_bounced: Generated<number>
  complained: Generated<number>
  unsubscribed: Generated<number>
}

/** Opens and clicks of a campaign by program. */
interface ProgramTable {
  campaign_id: number
  program: string
  device: string
  opens: Generated<number>
  clicks: Generated<number>
  machine_opens: Generated<number>
  machine_clicks: Generated<number>
}

/** One for each process and transport. */
interface OutageTable {
  transport: string
  sender: string
  server: string | null
  since: number
  error: string
  next_try_at: number
}

/** Whom a message was to, after it is gone: a link in a mail that arrived must still opt out. */
interface GoneTable {
  message_id: number
  owner: string
  email_hash: string
  topic: string
  gone_at: number
}

/** The tables and their columns, for Kysely. `migrations/` makes them; times are milliseconds since the epoch. */
export interface Schema {
  email_campaigns: CampaignTable
  email_contents: ContentTable
  email_attachments: AttachmentTable
  email_assets: AssetTable
  email_attachment_chunks: ChunkTable
  email_content_attachments: ContentAttachmentTable
  email_campaign_versions: VersionTable
  email_messages: MessageTable
  email_deliveries: DeliveryTable
  email_links: LinkTable
  email_tracking_events: EventTable
  email_contacts: ContactTable
  email_contact_tags: ContactTagTable
  email_templates: TemplateTable
  email_suppressions: SuppressionTable
  /**
   * When the next send of each limit would be, in 1/1024 ms (as fine as the slots are computed), and until when a key
   * is held back.
   */
  email_throttles: { key: string; next_at_1024: number; held_until: number }
  /** What processes say of mail servers that are away. */
  email_outages: OutageTable
  /** What providers call messages that they accepted, for sources that know nothing else of them. */
  email_provider_ids: { provider_id: string; message_id: number; at: number }
  email_recipients_gone: GoneTable
  email_soft_bounces: SoftBounceTable
  email_settings: { key: string; value: string }
  email_owner_settings: { owner: string; key: string; value: string; updated_at: number }
  email_timeline: TimelineTable
  email_programs: ProgramTable
  email_consents: {
    id: Generated<number>
    owner: string
    email_key: string
    email: string
    consent: string
    at: number
    source: string
  }
  /** How many recipients read for how long, in buckets of 100 ms. */
  email_read_times: { campaign_id: number; bucket: number; recipients: number }
  /** The last group each recorder stored. */
  email_recorders: { recorder: string; sequence: number }
  email_outbox: OutboxTable
  email_webhooks: WebhookTable
  email_cursors: CursorTable
  email_webhook_deliveries: WebhookDeliveryTable
  email_migrations: { name: string; applied_at: number }
}
