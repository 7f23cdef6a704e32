import type { SqlDialect } from './dialect.ts'
import { migrations } from './migrations/index.ts'
import { recordTable } from './migrations/record.ts'
import { raw, type Sql, sql } from './sql.ts'
import { tablesOf } from './tables.ts'

/**
 * All tables of this release as one text of SQL, for a migration of the host's own: what `migrate()` runs on an empty
 * database, its record included, so that `migrate()` finds nothing left to do. Always the same text; without a
 * transaction around it, which the host's tool makes.
 */
export function schemaSql(dialect: SqlDialect): string {
  const context = { tables: tablesOf(dialect), types: dialect.types }
  const statements = Object.entries(migrations).flatMap(([name, migration]) => [
    ...migration(context),
    sql`insert into ${context.tables.migrations} (name, applied_at) values (${raw(`'${name}'`)}, ${dialect.now})`,
  ])
  return [...dialect.newSchema, recordTable(context), ...statements].map(written).join('\n')
}

/** A statement with its lines moved to the left, as far as the templates of migrations stand to the right. */
const written = ({ sql: text }: Sql): string => `${text.replaceAll(/\n {4}/g, '\n')};\n`
