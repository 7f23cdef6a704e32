import { isAbsolute, resolve } from 'node:path'
import { expect, type Store } from '@sillage/core/store'
import { createSqlStore } from '@sillage/store-kysely'
import { checkNode } from './check-node.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import { sqliteEngine } from './sqlite-engine.ts'
import { wholeCalls } from './whole-calls.ts'

/** The part of the host's better-sqlite3 handle that is used: where its file is. */
export interface HostDatabase {
  readonly name: string
  readonly memory: boolean
}

/** Options of `sqliteStore`: exactly one of `filename` and `database`; anything else is `invalid_option`. */
export interface SqliteStoreOptions {
  /**
   * Path of the database file, made when it is not there; `:memory:` keeps everything in memory and loses it on close.
   */
  filename?: string | undefined
  /**
   * The host's own better-sqlite3 handle. Only its file name is used: the store opens a handle of its own, beside it.
   */
  database?: HostDatabase | undefined
  /**
   * How long a write waits while another process holds the database, in milliseconds from the first time it was
   * refused; then it fails with `store_unavailable`. What it waits for before, as other writes of this process, does
   * not count.
   * @default 5000
   */
  patienceMs?: number | undefined
}

const checks: expect.Checks<SqliteStoreOptions> = {
  filename: expect.text('a path or ":memory:"', (name) => name.trim() !== ''),
  database: onFile,
  patienceMs: expect.amount('milliseconds'),
}

/**
 * A second handle on a database in memory would be another database, and on the host's own one its writes would end in
 * our transactions.
 */
function onFile(value: unknown, path: string): HostDatabase {
  const { name, memory } = expect.anyObject<Partial<HostDatabase>>(value, path)
  if (typeof name !== 'string' || typeof memory !== 'boolean')
    return expect.refuse(path, 'a better-sqlite3 handle', 'an object without name and memory')
  if (memory || name === '' || name === ':memory:')
    expect.refuse(
      path,
      'a handle on a file',
      'one in memory, which no second handle can join; { filename: ":memory:" } makes a store of its own',
    )
  return value as HostDatabase
}

/**
 * A store in one SQLite file: WAL, every commit on disk before it is answered, safe for several processes on one
 * machine. Nothing is opened before the first call; call `migrate()` first. A file it creates is for its owner alone
 * (mode 0600, and so is what SQLite puts beside it). Threads and handles that had nothing to do for 30 s are closed,
 * and opened again by the next call. `close()` waits for the calls that run; calls after it are `closed`. Give either
 * `filename` or `database`; anything else is `invalid_option`, and a Node before 22.14, which cannot run the driver, is
 * `store_unavailable`. So is every call once the file was found removed or replaced, a quarter of a second after a
 * write: restart the process then.
 */
export function sqliteStore(options: SqliteStoreOptions): Store {
  checkNode()
  const { filename, database, patienceMs = 5000 } = expect.checkOptions('sqliteStore', options, checks)
  if ((filename === undefined) === (database === undefined))
    expect.refuse('filename', 'either filename or database', filename === undefined ? 'neither' : 'both')
  const path = filename === undefined ? resolve(database?.name ?? '') : fullPath(filename)
  return wholeCalls(createSqlStore({ engine: sqliteEngine({ filename: path, patienceMs }), dialect: sqliteDialect }))
}

function fullPath(filename: string): string {
  return filename === ':memory:' || isAbsolute(filename) ? filename : resolve(filename)
}
