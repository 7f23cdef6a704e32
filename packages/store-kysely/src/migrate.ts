import { checkMigrateOptions, isSillageError, type MigrateOptions, SillageError } from '@sillage/core/store'
import type { SqlDialect } from './dialect.ts'
import { migrations as released } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'
import { readRecord, recordTable } from './migrations/record.ts'
import { queryBuilder } from './query-builder.ts'
import { numberedTables } from './table-names.ts'
import { tablesOf } from './tables.ts'
import { change, type Engine, type Work } from './work.ts'

/**
 * Applies the migrations that are missing, all in one transaction, under the database's own lock: of several processes
 * one does the work and the others find it done. Where none is missing it reads only, so that it needs no right to
 * create and waits for no other process. The record is `email_migrations`, so that a host's own migrations are not
 * touched.
 */
export function migrator(
  engine: Engine,
  dialect: SqlDialect,
  migrations: Readonly<Record<string, Migration>> = released,
): (options?: MigrateOptions) => Promise<void> {
  const tables = tablesOf(dialect)
  const db = queryBuilder(dialect)

  function* missing(): Work<[name: string, migration: Migration][]> {
    const { missing, unknown } = yield* readRecord(db, migrations)
    const [newer] = unknown
    if (newer !== undefined) throw databaseNewer(newer)
    return missing
  }

  async function isDone(): Promise<boolean> {
    try {
      return (await engine.read(missing)).length === 0
    } catch (error) {
      if (isSillageError(error, 'not_migrated')) return false
      throw error
    }
  }

  function* migrate(advanceIds: number): Work<void> {
    const context = { tables, types: dialect.types }
    for (const statement of [...dialect.migrationLock, ...dialect.newSchema, recordTable(context)])
      yield* change(statement)
    for (const [name, migration] of yield* missing()) {
      for (const statement of migration(context)) yield* change(statement)
      yield* change(db.insertInto('email_migrations').values({ name, applied_at: Date.now() }))
    }
    if (advanceIds > 0) for (const table of numberedTables) yield* advance(table, advanceIds)
  }

  function* advance(table: string, count: number): Work<void> {
    for (const statement of dialect.advanceId(table, count)) yield* change(statement)
  }

  return async (options) => {
    const { advanceIds = 0 } = checkMigrateOptions(options)
    if (advanceIds === 0 && (await isDone())) return
    await engine.write(() => migrate(advanceIds), { long: true })
  }
}

function databaseNewer(name: string): SillageError {
  return new SillageError(
    'database_newer',
    `The tables were made by another release (migration ${name} is unknown here): where that is a later one, update @sillage/store-kysely in every process before starting it; where they are from before the first release, begin with an empty database (docs/before-the-first-release.md).`,
  )
}
