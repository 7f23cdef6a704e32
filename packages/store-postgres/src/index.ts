export type { ListeningClient, ListeningPool, PostgresBusOptions } from './bus/bus-options.ts'
export { postgresBus } from './bus/postgres-bus.ts'
export { type PostgresStoreOptions, postgresStore } from './postgres-store.ts'
export type { PostgresClient, PostgresPool } from './run-statement.ts'
