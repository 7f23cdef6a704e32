import type { SqlDialect } from '../dialect.ts'
import type { Sql } from '../sql.ts'
import type { Tables } from '../tables.ts'

/** What a migration writes its statements from: the tables by name, and the database's words for column types. */
export interface MigrationContext {
  readonly tables: Tables
  readonly types: SqlDialect['types']
}

/**
 * The statements that take the tables from one release to the next. Never edited once released: databases store only
 * its name.
 */
export type Migration = (context: MigrationContext) => readonly Sql[]
