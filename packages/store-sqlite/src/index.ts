/**
 * The store on SQLite.
 *
 * @module @sillage/store-sqlite
 */

export { sqliteSchemaSql } from './sqlite-schema-sql.ts'
export * from './sqlite-store.ts'
