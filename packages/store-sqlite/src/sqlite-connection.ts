import type { Result, Sql } from '@sillage/store-kysely'
import Database from 'better-sqlite3'

/** Distinct statements kept prepared; far more than the library has, and a bound should texts ever vary. */
const PREPARED = 1000

/** One handle and its prepared statements. */
export interface SqliteConnection {
  readonly handle: Database.Database
  run(statement: Sql): Result
}

/** Opens a handle by the house rules: WAL, on disk before a commit is answered, foreign keys, and never a wait inside SQLite. */
export function openConnection(filename: string, reader = false): SqliteConnection {
  const handle = new Database(filename, { timeout: 0 })
  try {
    if (!reader) {
      handle.pragma('journal_mode = WAL')
      // After a burst the log would stay as large as it ever was.
      handle.pragma('journal_size_limit = 67108864')
    }
    handle.pragma('synchronous = FULL')
    handle.pragma('foreign_keys = ON')
    handle.pragma('cache_size = -32000')
    handle.pragma('temp_store = MEMORY')
    if (reader) handle.pragma('query_only = ON')
  } catch (error) {
    handle.close()
    throw error
  }
  const prepared = new Map<string, Database.Statement<unknown[]>>()
  return {
    handle,
    run({ sql, parameters }) {
      let statement = prepared.get(sql)
      if (statement === undefined) {
        if (prepared.size >= PREPARED) prepared.clear()
        statement = handle.prepare<unknown[]>(sql)
        prepared.set(sql, statement)
      }
      if (statement.reader) {
        const rows = statement.all(...parameters)
        return { rows, changes: rows.length }
      }
      return { rows: [], changes: statement.run(...parameters).changes }
    },
  }
}
