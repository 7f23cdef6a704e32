export { type PostgresStoreOptions, postgresStore } from './postgres-store.ts'
export type { PostgresClient, PostgresPool } from './run-statement.ts'
