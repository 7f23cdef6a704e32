import type { Store } from '@sillage/core/store'
import { Kysely } from 'kysely'
import { campaignStore } from './campaigns/campaign-store.ts'
import type { SqlContext } from './context.ts'
import type { SqlDialect } from './dialect.ts'
import { contactStore } from './directory/contact-store.ts'
import { suppressionStore } from './directory/suppression-store.ts'
import { templateStore } from './directory/template-store.ts'
import { eventStore } from './events/event-store.ts'
import { messageStore } from './messages/message-store.ts'
import { migrator } from './migrate.ts'
import { privacyStore } from './privacy/privacy-store.ts'
import type { Schema } from './schema.ts'
import { tablesOf } from './tables.ts'
import { settingsStore, throttleStore } from './throttle-store.ts'
import type { Engine } from './work.ts'

/**
 * The `Store` of Sillage on an SQL database: `engine` runs transactions, `dialect` holds what differs between
 * databases. Opens nothing and runs nothing by itself; the engine turns errors of the database into those of the port.
 */
export function createSqlStore({ engine, dialect }: { engine: Engine; dialect: SqlDialect }): Store {
  const builder = new Kysely<Schema>({ dialect: dialect.kysely })
  const db = dialect.schema === undefined ? builder : builder.withSchema(dialect.schema)
  const context: SqlContext = { engine, dialect, tables: tablesOf(dialect), db }
  return {
    name: dialect.name,
    campaigns: campaignStore(context),
    messages: messageStore(context),
    events: eventStore(context),
    contacts: contactStore(context),
    templates: templateStore(context),
    suppressions: suppressionStore(context),
    throttles: throttleStore(context),
    settings: settingsStore(context),
    privacy: privacyStore(context),
    migrate: migrator(engine, dialect),
    close: () => engine.close(),
  }
}
