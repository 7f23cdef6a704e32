import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { rows, type Work } from '../work.ts'
import type { Migration, MigrationContext } from './migration.ts'

/** The record beside the migrations of this release. */
interface Compared {
  /** Those that the tables do not have yet, in their order. */
  missing: [name: string, migration: Migration][]
  /** Names that this release does not know. */
  unknown: string[]
}

/** `email_migrations`, made before everything else, so that a host's own migrations are not touched. */
export const recordTable = ({ tables, types }: MigrationContext): Sql =>
  sql`create table if not exists ${tables.migrations} (name ${raw(types.key)} primary key, applied_at ${raw(types.integer)} not null)`

/** Fails with `not_migrated` where there is no record. */
export function* readRecord(db: Kysely<Schema>, known: Readonly<Record<string, Migration>>): Work<Compared> {
  const applied = (yield* rows(db.selectFrom('email_migrations').select('name'))).map(({ name }) => name)
  return {
    missing: Object.entries(known).filter(([name]) => !applied.includes(name)),
    unknown: applied.filter((name) => !Object.hasOwn(known, name)),
  }
}
