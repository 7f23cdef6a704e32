import { SillageError } from '@sillage/core/store'

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** True when another connection holds a lock and trying again helps. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))
}

/** A thread ended before it answered a request. */
export class ThreadLost extends Error {
  readonly code = 'SQLITE_THREAD'
  /** Of the transaction that the request was part of; what was not committed was lost with the thread. */
  readonly commit: 'not made' | 'made' | 'unknown'

  constructor(commit: ThreadLost['commit'], cause?: unknown) {
    super('the thread has ended', cause === undefined ? undefined : { cause })
    this.commit = commit
  }
}

/** True when a thread ended and nothing of the transaction was stored. */
export function isRolledBack(error: unknown): boolean {
  return error instanceof ThreadLost && error.commit === 'not made'
}

const lost: Readonly<Record<ThreadLost['commit'], string>> = {
  'not made': 'The thread of the SQLite database ended; nothing of this call was stored: call again.',
  made: 'The thread of the SQLite database ended after it had stored this call and before it answered: read what is there instead of calling again.',
  unknown:
    'The thread of the SQLite database ended while it stored this call, which may be stored or not: read what is there before calling again.',
}

const unavailable: readonly [pattern: RegExp, message: string][] = [
  [/^SQLITE_FULL/, 'The disk with the SQLite database is full: free some space; nothing of this call was stored.'],
  [/^SQLITE_(IOERR|NOMEM|PROTOCOL)/, 'The SQLite database could not be read or written: check its disk.'],
  [/^SQLITE_READONLY/, 'The SQLite database cannot be written: check the rights of the file and its folder.'],
  [/^SQLITE_CANTOPEN/, 'The SQLite database cannot be opened: check the path and the rights of its folder.'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'The file is not a sound SQLite database: restore it from a backup.'],
  [
    /^ERR_MODULE_NOT_FOUND|^MODULE_NOT_FOUND/,
    'The SQLite store does not find its own files. Keep @sillage/store-sqlite out of the bundle of your server, and installed where the bundle runs: external: ["@sillage/store-sqlite"] for esbuild and Rollup; for webpack externals: { "@sillage/store-sqlite": "module @sillage/store-sqlite" }, or "commonjs @sillage/store-sqlite" where the bundle is CommonJS. See docs/bundling.md of Sillage.',
  ],
  [/^SQLITE_(BUSY|LOCKED)/, 'Another process kept the SQLite database locked for too long.'],
]

/** Turns SQLite's errors into those of the port; any other is returned unchanged. */
export function sillageErrorOf(error: unknown): unknown {
  if (error instanceof ThreadLost && !codeOf(error.cause).endsWith('MODULE_NOT_FOUND'))
    return new SillageError('store_unavailable', lost[error.commit], { cause: error })
  const code = codeOf(error instanceof ThreadLost ? error.cause : error)
  for (const [pattern, message] of unavailable) {
    if (pattern.test(code)) return new SillageError('store_unavailable', message, { cause: error })
  }
  if (/^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)/.test(code)) {
    return new SillageError('duplicate', 'This entry exists already.', { cause: error })
  }
  if (/^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/.test(code)) {
    const message = `SQLite refuses a value of this call (${code}); nothing of the call was stored.`
    return new SillageError('store_refused', message, { cause: error })
  }
  if (error instanceof Error && code === 'SQLITE_ERROR' && error.message.startsWith('no such table: email_')) {
    return new SillageError('not_migrated', 'The tables are missing: call migrate() once before anything else.', {
      cause: error,
    })
  }
  if (error instanceof Error && error.message.includes('directory does not exist')) {
    return new SillageError('store_unavailable', 'The folder of the SQLite database does not exist: create it.', {
      cause: error,
    })
  }
  return error
}
