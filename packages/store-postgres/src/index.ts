/**
 * The store on PostgreSQL, and the bus that carries live figures between processes.
 *
 * @module @sillage/store-postgres
 */

export type { ListeningClient, ListeningPool, PostgresBusOptions } from './bus/bus-options.ts'
export { postgresBus } from './bus/postgres-bus.ts'
export { postgresSchemaSql } from './postgres-schema-sql.ts'
export { type PostgresStoreOptions, postgresStore } from './postgres-store.ts'
export type { PostgresClient, PostgresPool, PostgresQuery } from './run-statement.ts'
