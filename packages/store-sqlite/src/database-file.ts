import { closeSync, fchmodSync, openSync, statSync } from 'node:fs'
import { SillageError } from '@sillage/core/store'

export interface DatabaseFile {
  /** To be called before a request. Throws `store_unavailable` once another file was found in place of the first. */
  check(): void
  /** To be called before a handle is opened, and now and then: compares the file that is there with the first. */
  verify(): void
  /** Never less than what the log holds: its file keeps its size when it is begun anew. */
  logBytes(): number
  /** The size of the database, with its log. */
  bytes(): number
}

/** Readable and writable for its owner alone: it holds addresses and the keys of tokens. */
const PRIVATE = 0o600

/**
 * The file a store began with. A handle stays with the file it opened, wherever that goes: after a removal or a
 * replacement, writes would go on into a file that is deleted with the last handle. The file is created here, because
 * SQLite leaves its mode to the process; SQLite gives its own files beside it the same mode.
 */
export function databaseFile(filename: string): DatabaseFile {
  let first: string | undefined
  let lost = false

  function check(): void {
    if (lost) throw lostError()
    if (first !== undefined) return
    create(filename)
    const found = identityOf(filename)
    if (found !== 'none' && found !== 'unknown') first = found
  }

  const logBytes = () => statSync(`${filename}-wal`, { throwIfNoEntry: false })?.size ?? 0

  return {
    check,
    verify() {
      check()
      const found = identityOf(filename)
      lost = first !== undefined && found !== first && found !== 'unknown'
      check()
    },
    logBytes,
    bytes: () => logBytes() + (statSync(filename, { throwIfNoEntry: false })?.size ?? 0),
  }
}

/**
 * Only a file that is not there yet is opened, and on the thread that starts all others: to close any descriptor of a
 * file drops the locks that SQLite holds on it in this process.
 */
function create(filename: string): void {
  try {
    const descriptor = openSync(filename, 'wx', PRIVATE)
    try {
      // Whatever the process takes away from it.
      fchmodSync(descriptor, PRIVATE)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // It is there, or cannot be: that is an error of SQLite's, when it opens the file.
  }
}

function identityOf(filename: string): string {
  try {
    const found = statSync(filename, { bigint: true, throwIfNoEntry: false })
    return found === undefined ? 'none' : `${found.dev} ${found.ino}`
  } catch {
    return 'unknown'
  }
}

function lostError(): SillageError {
  return new SillageError(
    'store_unavailable',
    'The file of the SQLite database was removed or replaced while this process had it open: nothing is stored any more. Restart the process on the file that is there.',
  )
}
