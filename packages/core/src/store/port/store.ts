import type { AssetStore } from './asset-store.ts'
import type { AttachmentStore } from './attachment-store.ts'
import type { CampaignStore } from './campaign-store.ts'
import type { ContactStore } from './contact-store.ts'
import type { EventStore } from './event-store.ts'
import type { MessageStore } from './message-store.ts'
import type { OutageStore } from './outage-store.ts'
import type { OutboxStore } from './outbox-store.ts'
import type { OwnerSettingsStore } from './owner-settings-store.ts'
import type { PrivacyStore } from './privacy-store.ts'
import type { SettingsStore } from './settings-store.ts'
import type { StoreReport } from './store-report.ts'
import type { StreamStore } from './stream-store.ts'
import type { SuppressionStore } from './suppression-store.ts'
import type { TemplateStore } from './template-store.ts'
import type { ThrottleStore } from './throttle-store.ts'
import type { WebhookStore } from './webhook-store.ts'

/**
 * Options of `migrate`; without any, tables are brought up to date and nothing else changes. A number that is not a
 * whole one from 0, and any other key, is `invalid_option`: stores call `checkMigrateOptions`.
 */
export interface MigrateOptions {
  /**
   * Skips this many ids in every table, after a backup was restored: tokens of mails sent since the backup must not
   * open new rows. Give at least as many as were used since the backup; each call skips again. Default 0.
   */
  advanceIds?: number
}

/**
 * Where everything durable is kept: sixteen roles. A store uses the words of this field and shows neither connection
 * nor transaction; each method says what is atomic and who wins, and what resolved is as durable as the store is. A
 * store that cannot be reached throws `store_unavailable`, and `store_refused` for a value that it will never take; on
 * a database, `closed` after `close()` and `not_migrated` without the tables. `memoryStore()` is the reference, and the
 * conformance cases of `@sillage/core/testing` hold others to it.
 */
export interface Store {
  /** What it is, for logs: `memory`, `sqlite`, `postgres`. */
  readonly name: string
  readonly campaigns: CampaignStore
  readonly streams: StreamStore
  readonly messages: MessageStore
  readonly events: EventStore
  readonly attachments: AttachmentStore
  readonly assets: AssetStore
  readonly contacts: ContactStore
  readonly templates: TemplateStore
  readonly suppressions: SuppressionStore
  readonly throttles: ThrottleStore
  readonly outages: OutageStore
  readonly settings: SettingsStore
  readonly ownerSettings: OwnerSettingsStore
  readonly privacy: PrivacyStore
  readonly outbox: OutboxStore
  readonly webhooks: WebhookStore
  /**
   * Creates or upgrades the tables; safe when several processes do it at once. Throws `database_newer` when the tables
   * are of another release that this one does not know, and then changes nothing.
   */
  migrate(options?: MigrateOptions): Promise<void>
  /**
   * Says what the database is like, also where the tables are missing or of another release, and changes nothing.
   * Rejects with `store_unavailable` where it cannot be reached or cannot be written. A store may leave it out.
   */
  inspect?(): Promise<StoreReport>
  /** Closes what this store opened; what the host opened stays open. */
  close(): Promise<void>
}
