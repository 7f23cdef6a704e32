import { SillageError, type Store } from '@sillage/core/store'
import { createSqlStore } from '@sillage/store-kysely'
import pg from 'pg'
import { postgresDialect } from './postgres-dialect.ts'
import { postgresEngine } from './postgres-engine.ts'
import type { PostgresPool } from './run-statement.ts'

/** Options of `postgresStore`: exactly one of `connectionString` and `pool`; anything else is `invalid_option`. */
export interface PostgresStoreOptions {
  /** Where the server is, as a `postgres://` URL; the store makes a pool of its own and ends it on close. */
  connectionString?: string
  /** The host's own pool of `pg`; it stays open. */
  pool?: PostgresPool
  /**
   * The schema the tables are in, made by `migrate()` when it does not exist. @default the connection's own, mostly
   * `public`
   */
  schema?: string
  /** Connections of the store's own pool at most. @default 10 */
  max?: number
  /**
   * How long a call is repeated while the server is down or others hold locks, before it fails with
   * `store_unavailable`, in milliseconds. @default 5000
   */
  patienceMs?: number
}

/**
 * A store on PostgreSQL 14 or later, shared by any number of processes and machines; leases and throttles use the
 * server's clock. Nothing is connected before the first call; call `migrate()` first. Give either `connectionString` or
 * `pool`; anything else is `invalid_option`.
 */
export function postgresStore(options: PostgresStoreOptions): Store {
  const { pool, end } = poolOf(options)
  const { schema, patienceMs = 5000 } = options
  if (schema !== undefined && (typeof schema !== 'string' || schema === '' || Buffer.byteLength(schema) > 63)) {
    throw invalid(
      `postgresStore: expected schema to be a name of 1 to 63 bytes, got ${JSON.stringify(schema)}`,
      'schema',
    )
  }
  if (!Number.isFinite(patienceMs) || patienceMs < 0) {
    throw invalid(`postgresStore: expected patienceMs to be milliseconds from 0, got ${patienceMs}`, 'patienceMs')
  }
  return createSqlStore({ engine: postgresEngine({ pool, patienceMs, end }), dialect: postgresDialect(schema) })
}

const known = ['connectionString', 'pool', 'schema', 'max', 'patienceMs']

function poolOf(options: PostgresStoreOptions): { pool: PostgresPool; end: (() => Promise<void>) | undefined } {
  const { connectionString, pool, max = 10 } = options
  const unknown = Object.keys(options).find((key) => !known.includes(key))
  if (unknown !== undefined) throw invalid(`postgresStore: unknown option ${unknown}`, unknown)
  if ((connectionString === undefined) === (pool === undefined)) {
    throw invalid('postgresStore: expected either connectionString or pool, got both or neither', 'connectionString')
  }
  if (pool !== undefined) {
    if (typeof pool.connect !== 'function') throw invalid('postgresStore: expected pool to be a pool of pg', 'pool')
    return { pool, end: undefined }
  }
  if (typeof connectionString !== 'string' || !/^postgres(ql)?:\/\//.test(connectionString)) {
    throw invalid('postgresStore: expected connectionString to begin with postgres://', 'connectionString')
  }
  if (!Number.isInteger(max) || max < 1) {
    throw invalid(`postgresStore: expected max to be a whole number from 1, got ${max}`, 'max')
  }
  const own = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 5000,
    application_name: 'sillage',
    keepAlive: true,
    pipeline: true,
    // A machine that vanishes amid a transaction must not hold its locks for the hours that TCP takes to notice.
    idle_in_transaction_session_timeout: 10_000,
  })
  // An idle connection that breaks is replaced by the pool; without a listener the event would end the process.
  own.on('error', () => undefined)
  // The same for a connection that breaks between being connected and being lent, when neither the pool nor its user
  // listens to it.
  own.on('connect', (client) => client.on('error', () => undefined))
  return { pool: own, end: () => own.end() }
}

const invalid = (message: string, field: string) => new SillageError('invalid_option', message, { field })
