import { expect, type Store } from '@sillage/core/store'
import { createSqlStore } from '@sillage/store-kysely'
import pg from 'pg'
import { connectionString, eitherOf, nameOfPostgres } from './option-checks.ts'
import { postgresDialect } from './postgres-dialect.ts'
import { postgresEngine } from './postgres-engine.ts'
import type { PostgresPool } from './run-statement.ts'

/** Options of `postgresStore`: exactly one of `connectionString` and `pool`; anything else is `invalid_option`. */
export interface PostgresStoreOptions {
  /** Where the server is, as a `postgres://` URL; the store makes a pool of its own and ends it on close. */
  connectionString?: string | undefined
  /** The host's own pool of `pg`; it stays open. */
  pool?: PostgresPool | undefined
  /**
   * The schema the tables are in, made by `migrate()` when it is not there. @default the connection's own, mostly
   * `public`
   */
  schema?: string | undefined
  /** Connections of the store's own pool at most. @default 10 */
  max?: number | undefined
  /**
   * How long a call is repeated while the server is away or others stand in the way, before it fails with
   * `store_unavailable`, in milliseconds. @default 5000
   */
  patienceMs?: number | undefined
}

const checks: expect.Checks<PostgresStoreOptions> = {
  connectionString,
  pool: expect.functions('connect'),
  schema: nameOfPostgres,
  max: expect.whole(1),
  patienceMs: expect.amount('milliseconds'),
}

/**
 * A store on PostgreSQL 14 or later, shared by any number of processes and machines; leases and throttles use the
 * server's clock. Nothing is connected before the first call; call `migrate()` first. Give either `connectionString` or
 * `pool`; anything else is `invalid_option`.
 */
export function postgresStore(options: PostgresStoreOptions): Store {
  const { schema, patienceMs = 5000, ...connection } = expect.checkOptions('postgresStore', options, checks)
  const { pool, end } = poolOf(connection)
  return createSqlStore({ engine: postgresEngine({ pool, patienceMs, end }), dialect: postgresDialect(schema) })
}

function poolOf({ connectionString, pool, max = 10 }: Omit<PostgresStoreOptions, 'schema' | 'patienceMs'>): {
  pool: PostgresPool
  end: (() => Promise<void>) | undefined
} {
  eitherOf(connectionString, pool)
  if (pool !== undefined) return { pool, end: undefined }
  const own = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 5000,
    application_name: 'sillage',
    keepAlive: true,
    pipeline: true,
  })
  // An idle connection that breaks is replaced by the pool; without a listener the event would end the process.
  own.on('error', () => undefined)
  // The same for a connection that breaks between being connected and being lent, when neither the pool nor its user
  // listens to it.
  own.on('connect', (client) => client.on('error', () => undefined))
  return { pool: own, end: () => own.end() }
}
