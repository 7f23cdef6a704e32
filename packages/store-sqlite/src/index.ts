/**
 * The store on SQLite.
 *
 * @module @sillage/store-sqlite
 */

export * from './sqlite-store.ts'
