/**
 * The SQL store, written once; a database adds an engine and a dialect to it.
 *
 * @module @sillage/store-kysely
 */

export { createSqlStore, type SqlStoreOptions } from './create-sql-store.ts'
export type { InputTable, InputType, InputValue, SqlDialect, StatementDialect } from './dialect.ts'
export { migrator } from './migrate.ts'
export type { Migration, MigrationContext } from './migrations/migration.ts'
export type { Schema } from './schema.ts'
export { schemaSql } from './schema-sql.ts'
export { join, raw, type Sql, sql } from './sql.ts'
export { tableNames } from './table-names.ts'
export {
  batch,
  change,
  type Engine,
  finalBatch,
  first,
  type PreparedQuery,
  type Query,
  type Result,
  type Round,
  rows,
  rowsOf,
  type Statement,
  type Task,
  type Work,
  type WriteOptions,
} from './work.ts'
