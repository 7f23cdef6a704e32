import { Kysely } from 'kysely'
import type { SqlDialect } from './dialect.ts'
import type { Schema } from './schema.ts'

/** Builds queries on the tables of the store, in the dialect's schema; never runs them. */
export function queryBuilder({ kysely, schema }: Pick<SqlDialect, 'kysely' | 'schema'>): Kysely<Schema> {
  const builder = new Kysely<Schema>({ dialect: kysely })
  return schema === undefined ? builder : builder.withSchema(schema)
}
