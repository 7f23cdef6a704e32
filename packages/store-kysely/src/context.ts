import type { Kysely } from 'kysely'
import type { StatementDialect } from './dialect.ts'
import type { Schema } from './schema.ts'
import type { Tables } from './tables.ts'
import type { Engine } from './work.ts'

/** What statements are built with. */
export interface SqlParts {
  readonly dialect: StatementDialect
  readonly tables: Tables
}

/** What every part of the store is built with. */
export interface SqlContext extends SqlParts {
  readonly engine: Engine
  /** Builds queries; never runs them. */
  readonly db: Kysely<Schema>
}

/** Cuts a list into chunks of at most the rows one statement takes. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  const cut: T[][] = []
  for (let at = 0; at < list.length; at += size) cut.push(list.slice(at, at + size))
  return cut
}
