import type { Result, Sql } from '@sillage/store-kysely'
import type Database from 'better-sqlite3'
import { loadDriver } from './load-driver.ts'

/**
 * Pages in the log at which a commit makes a checkpoint itself: beyond what a quarter of a second adds before a thread
 * makes one.
 */
const LOG_PAGES = 24_000
/** Distinct statements kept prepared; far more than the library has: a limit in case texts vary. */
const PREPARED = 1000

/** The checkpointer writes nothing of its own, but it moves what the writer wrote. */
export type Role = 'writer' | 'checkpointer' | 'reader'

/**
 * What ends each transaction that is to be kept. Written out, for a thread that only runs statements does not load what
 * builds them.
 */
export const commit: Sql = { sql: 'commit', parameters: [] }

/**
 * Moves the log into the database. It never waits and never makes others wait: what cannot be moved now is moved later.
 */
export const checkpoint: Sql = { sql: 'pragma wal_checkpoint(passive)', parameters: [] }

/** The same, and cuts the log to nothing; where somebody reads or writes it at this moment, it only says so. */
export const emptyLog: Sql = { sql: 'pragma wal_checkpoint(truncate)', parameters: [] }

/** Writes the whole database anew. */
export const rewrite: Sql = { sql: 'vacuum', parameters: [] }

/** Where the statements of a transaction are run. */
export interface SqliteSession {
  /** Runs statements one after another up to the first that fails. */
  run(statements: readonly Sql[]): Promise<readonly Result[]> | readonly Result[]
  /** Ends a transaction that is open; nothing where none is. */
  rollback(): Promise<void> | void
}

/** Where statements are run: in this thread, or in another. */
export interface SqliteConnection extends SqliteSession {
  /** Uses only the handle that is open now, where the connection may open another one between two calls. */
  session?(): SqliteSession
  /** Closes what is open, once `after` has settled; a later statement opens it again. */
  close(after?: Promise<unknown>): Promise<void> | void
}

/**
 * The same statement, with a plan that does not depend on its parameters. SQLite compiles a statement anew for each
 * value of a parameter that could decide on an index with a condition, and nearly all tables have one: a campaign by
 * its id took 45 µs, and takes 4. The value of an expression it does not check.
 */
export const steady = (sql: string): string => sql.replaceAll('?', '+?')

/**
 * Opens a handle as every handle of the store: WAL, on disk before a commit is answered, foreign keys, and never a wait
 * inside SQLite.
 */
export function openConnection(filename: string, role: Role) {
  const handle = new (loadDriver())(filename, { timeout: 0 })
  try {
    if (role !== 'reader') {
      handle.pragma('journal_mode = WAL')
      // After a burst the log would otherwise keep its largest size.
      handle.pragma(`journal_size_limit = ${LOG_PAGES * 4096}`)
      handle.pragma(`wal_autocheckpoint = ${LOG_PAGES}`)
    }
    handle.pragma('synchronous = FULL')
    handle.pragma('foreign_keys = ON')
    handle.pragma('cache_size = -32000')
    handle.pragma('temp_store = MEMORY')
    if (role === 'reader') handle.pragma('query_only = ON')
    // What is deleted or written anew would otherwise stay in its page until something else needs the place.
    else handle.pragma('secure_delete = ON')
  } catch (error) {
    handle.close()
    throw error
  }
  const prepared = new Map<string, Database.Statement<unknown[]>>()

  function runOne({ sql, parameters, each }: Sql): Result {
    let statement = prepared.get(sql)
    if (statement === undefined) {
      if (prepared.size >= PREPARED) prepared.clear()
      statement = handle.prepare<unknown[]>(steady(sql))
      prepared.set(sql, statement)
    }
    if (each !== undefined && statement.reader) {
      const rows = each.flatMap((row) => statement.all(...row))
      return { rows, changes: rows.length }
    }
    if (each !== undefined) {
      let changes = 0
      for (const row of each) changes += statement.run(...row).changes
      return { rows: [], changes }
    }
    if (!statement.reader) return { rows: [], changes: statement.run(...parameters).changes }
    const rows = statement.all(...parameters)
    return { rows, changes: rows.length }
  }

  return {
    handle,
    run: (statements) => statements.map(runOne),
    rollback() {
      if (handle.inTransaction) handle.exec('rollback')
    },
    close() {
      handle.close()
    },
  } satisfies SqliteConnection & { handle: Database.Database }
}
