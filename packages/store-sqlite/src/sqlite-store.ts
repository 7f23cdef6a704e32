import { isAbsolute, resolve } from 'node:path'
import { SillageError, type Store } from '@sillage/core/store'
import { createSqlStore } from '@sillage/store-kysely'
import { checkNode } from './check-node.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import { sqliteEngine } from './sqlite-engine.ts'

/** The part of the host's better-sqlite3 handle that is used: where its file is. */
export interface HostDatabase {
  readonly name: string
  readonly memory: boolean
}

/** Options of `sqliteStore`: exactly one of `filename` and `database`; anything else is `invalid_option`. */
export interface SqliteStoreOptions {
  /**
   * Path of the database file, made when it does not exist; `:memory:` keeps everything in memory and loses it on
   * close.
   */
  filename?: string
  /**
   * The host's own better-sqlite3 handle. Only its file name is used: the store opens a handle of its own, beside it.
   */
  database?: HostDatabase
  /**
   * How long a write waits for another process's lock before it fails with `store_unavailable`, in milliseconds.
   * @default 5000
   */
  patienceMs?: number
}

/**
 * A store in one SQLite file: WAL, every commit on disk before it is answered, safe for several processes on one
 * machine. Nothing is opened before the first call; call `migrate()` first. Give either `filename` or `database`;
 * anything else is `invalid_option`, and a Node before 22.14, which cannot run the driver, is `store_unavailable`.
 */
export function sqliteStore(options: SqliteStoreOptions): Store {
  checkNode()
  const engine = sqliteEngine({ filename: filenameOf(options), patienceMs: patienceOf(options) })
  return createSqlStore({ engine, dialect: sqliteDialect })
}

function filenameOf({ filename, database, ...rest }: SqliteStoreOptions): string {
  const unknown = Object.keys(rest).find((key) => key !== 'patienceMs')
  if (unknown !== undefined) throw invalid(`sqliteStore: unknown option ${unknown}`, unknown)
  if ((filename === undefined) === (database === undefined)) {
    throw invalid('sqliteStore: expected either filename or database, got both or neither', 'filename')
  }
  if (database !== undefined) return fileOf(database)
  if (typeof filename !== 'string' || filename.trim() === '') {
    throw invalid(
      `sqliteStore: expected filename to be a path or ":memory:", got ${JSON.stringify(filename)}`,
      'filename',
    )
  }
  return filename === ':memory:' || isAbsolute(filename) ? filename : resolve(filename)
}

/**
 * A second handle on a database in memory would be another database, and on the host's own one its writes would be part
 * of the store's transactions.
 */
function fileOf(database: HostDatabase): string {
  if (typeof database.name !== 'string' || typeof database.memory !== 'boolean') {
    throw invalid('sqliteStore: expected database to be a better-sqlite3 handle', 'database')
  }
  if (database.memory || database.name === '' || database.name === ':memory:') {
    throw invalid(
      'sqliteStore: the database given is in memory, where no second handle can join it; give one that is on a file, or { filename: ":memory:" } for a store of its own',
      'database',
    )
  }
  return resolve(database.name)
}

function patienceOf({ patienceMs = 5000 }: SqliteStoreOptions): number {
  if (Number.isFinite(patienceMs) && patienceMs >= 0) return patienceMs
  throw invalid(`sqliteStore: expected patienceMs to be milliseconds from 0, got ${patienceMs}`, 'patienceMs')
}

const invalid = (message: string, field: string) => new SillageError('invalid_option', message, { field })
