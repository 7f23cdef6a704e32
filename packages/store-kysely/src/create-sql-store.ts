import { expect, type Store } from '@sillage/core/store'
import { assetStore } from './campaigns/assets.ts'
import { attachmentStore } from './campaigns/attachments.ts'
import { campaignStore } from './campaigns/campaign-store.ts'
import type { SqlContext } from './context.ts'
import type { SqlDialect } from './dialect.ts'
import { contactStore } from './directory/contact-store.ts'
import { suppressionStore } from './directory/suppression-store.ts'
import { templateStore } from './directory/template-store.ts'
import { eventStore } from './events/event-store.ts'
import { inspector } from './inspect.ts'
import { messageStore } from './messages/message-store.ts'
import { migrator } from './migrate.ts'
import { outboxStore } from './news/outbox-store.ts'
import { webhookStore } from './news/webhook-store.ts'
import { outageStore } from './outage-store.ts'
import { privacyStore } from './privacy/privacy-store.ts'
import { queryBuilder } from './query-builder.ts'
import { ownerSettingsStore } from './settings/owner-settings-store.ts'
import { settingsStore } from './settings/settings-store.ts'
import { streamStore } from './streams/stream-store.ts'
import { tablesOf } from './tables.ts'
import { throttleStore } from './throttle-store.ts'
import type { Engine } from './work.ts'

/** What `createSqlStore` is given. */
export interface SqlStoreOptions {
  /** Runs transactions. */
  engine: Engine
  /** What differs between databases. */
  dialect: SqlDialect
}

const checks: expect.Checks<SqlStoreOptions> = {
  engine: expect.required(expect.functions('write', 'read', 'browse', 'close')),
  dialect: expect.required(
    expect.functions(
      'inputTable',
      'forEachRow',
      'besideEach',
      'shift',
      'advanceId',
      'bytesOf',
      'deniedRights',
      'writersOf',
    ),
  ),
}

/**
 * The `Store` of Sillage on an SQL database: `engine` runs transactions, `dialect` holds what differs between
 * databases. Opens nothing and runs nothing by itself; the engine turns errors of the database into those of the port.
 * Throws `invalid_option`.
 */
export function createSqlStore(options: SqlStoreOptions): Store {
  const { engine, dialect } = expect.checkOptions('createSqlStore', options, checks)
  const context: SqlContext = { engine, dialect, tables: tablesOf(dialect), db: queryBuilder(dialect) }
  return {
    name: dialect.name,
    campaigns: campaignStore(context),
    streams: streamStore(context),
    messages: messageStore(context),
    events: eventStore(context),
    attachments: attachmentStore(context),
    assets: assetStore(context),
    contacts: contactStore(context),
    templates: templateStore(context),
    suppressions: suppressionStore(context),
    throttles: throttleStore(context),
    outages: outageStore(context),
    settings: settingsStore(context),
    ownerSettings: ownerSettingsStore(context),
    privacy: privacyStore(context),
    outbox: outboxStore(context),
    webhooks: webhookStore(context),
    migrate: migrator(engine, dialect),
    inspect: inspector(context),
    close: () => engine.close(),
  }
}
