import type { CampaignStore } from './campaign-store.ts'
import type { ContactStore } from './contact-store.ts'
import type { EventStore } from './event-store.ts'
import type { MessageStore } from './message-store.ts'
import type { PrivacyStore } from './privacy-store.ts'
import type { SettingsStore } from './settings-store.ts'
import type { SuppressionStore } from './suppression-store.ts'
import type { TemplateStore } from './template-store.ts'
import type { ThrottleStore } from './throttle-store.ts'

/** Options of `migrate`. */
export interface MigrateOptions {
  /** Skips this many ids in every table, after a backup was restored: tokens of mails sent since then must open nothing new. */
  advanceIds?: number
}

/**
 * Where everything durable lives. A store speaks the words of this field and shows neither connection nor transaction;
 * each method says what is atomic and who wins. A store that cannot be reached throws SillageError `store_unavailable`.
 */
export interface Store {
  /** What it is, for logs: `memory`, `sqlite`, `postgres`. */
  readonly name: string
  readonly campaigns: CampaignStore
  readonly messages: MessageStore
  readonly events: EventStore
  readonly contacts: ContactStore
  readonly templates: TemplateStore
  readonly suppressions: SuppressionStore
  readonly throttles: ThrottleStore
  readonly settings: SettingsStore
  readonly privacy: PrivacyStore
  /** Creates or upgrades the tables; safe when several processes do it at once. `database_newer` when the tables are from a later release. */
  migrate(options?: MigrateOptions): Promise<void>
  /** Closes what this store opened; what the host opened stays open. */
  close(): Promise<void>
}
