import { schemaSql } from '@sillage/store-kysely'
import { sqliteDialect } from './sqlite-dialect.ts'

/**
 * The tables of this release as one text of SQL for SQLite, for a host that applies migrations with a tool of its own;
 * `migrate()` finds nothing left to do on a database that has run it. Always the same text, without a transaction
 * around it.
 */
export const sqliteSchemaSql = (): string => schemaSql(sqliteDialect)
