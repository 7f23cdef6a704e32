import { expect } from '@sillage/core/store'
import { schemaSql } from '@sillage/store-kysely'
import { nameOfPostgres } from './option-checks.ts'
import { postgresDialect } from './postgres-dialect.ts'
import type { PostgresStoreOptions } from './postgres-store.ts'

const checks: expect.Checks<Pick<PostgresStoreOptions, 'schema'>> = { schema: nameOfPostgres }

/**
 * The tables of this release as one text of SQL for PostgreSQL, for a host that applies migrations with a tool of its
 * own; `migrate()` finds nothing left to do on a database that has run it. `schema` as for `postgresStore`. Always the
 * same text, without a transaction around it. Throws `invalid_option`.
 */
export function postgresSchemaSql(options: Pick<PostgresStoreOptions, 'schema'> = {}): string {
  const { schema } = expect.checkOptions('postgresSchemaSql', options, checks)
  return schemaSql(postgresDialect(schema))
}
