import { databaseFile } from './database-file.ts'
import { createIdleEnd } from './idle-end.ts'
import { openConnection, type SqliteConnection } from './sqlite-connection.ts'
import { startThread } from './start-thread.ts'

/** What is used for some work: it stays open as long as the work runs. */
type Use = <T>(task: () => Promise<T>) => Promise<T>

/**
 * A shorter log is not worth a thread: the writer moves it when it ends. SQLite by itself lets a log grow as long, a
 * thousand pages, before it makes a checkpoint.
 */
const SHORT_BYTES = 4_000_000
/** A database of so much is written anew in a third of a second. */
const SMALL_BYTES = 16_000_000

/** The handles of a store. */
export interface Connections {
  writer: SqliteConnection
  reader: SqliteConnection
  browser: SqliteConnection
  /** Undefined where there is no log. */
  checkpointer: SqliteConnection | undefined
  /** For what needs the writer or the checkpointer, the reader, or the browser. */
  writing: Use
  reading: Use
  browsing: Use
  /** To be called before a request; throws where nothing may be answered any more. */
  check(): void
  /**
   * Whether the log is long enough for a checkpoint. Compares first the file that is there with the one that was
   * opened, and throws where it is another.
   */
  checkpointDue(): boolean
  /** Whether it takes no long time to write the whole database anew. */
  isSmall(): boolean
  close(): Promise<void>
}

/** One handle for all, which is never closed before the store: its database is gone with it. */
export function inMemory(): Connections {
  const only = whenAsked(() => openConnection(':memory:', 'writer'))
  const use: Use = (task) => task()
  return {
    writer: only,
    reader: only,
    browser: only,
    checkpointer: undefined,
    writing: use,
    reading: use,
    browsing: use,
    check: () => {},
    checkpointDue: () => false,
    isSmall: () => true,
    close: async () => only.close(),
  }
}

/**
 * Four handles. One writes, in a thread. One reads here what an index finds at once, which takes less than the round
 * trip to a thread, and one reads in a thread what may look through many rows. A fourth thread makes the checkpoints:
 * done by the writer, as SQLite does by itself, they took about as long as the commits, 27 ms with them and 13 without
 * for 2,000 recipients. Each is opened with its first request, closed when it was idle for long, and opened again.
 */
export function onFile(filename: string): Connections {
  const { check, verify, logBytes, bytes } = databaseFile(filename)
  const writer = startThread({ filename, role: 'writer' }, verify)
  const checkpointer = startThread({ filename, role: 'checkpointer' }, verify)
  const browser = startThread({ filename, role: 'reader' }, verify)
  const reader = whenAsked(() => {
    verify()
    return openConnection(filename, 'reader')
  })

  const writing = createIdleEnd(() => void writer.close(Promise.resolve(checkpointer.close())))
  const reading = createIdleEnd(() => void reader.close())
  const browsing = createIdleEnd(() => void browser.close())
  return {
    writer,
    reader,
    browser,
    checkpointer,
    writing: writing.use,
    reading: reading.use,
    browsing: browsing.use,
    check,
    checkpointDue() {
      verify()
      return logBytes() >= SHORT_BYTES
    },
    isSmall: () => bytes() <= SMALL_BYTES,
    async close() {
      for (const one of [writing, reading, browsing]) one.stop()
      await Promise.all([checkpointer.close(), browser.close(), reader.close()])
      // Last: closing it moves the log into the database and removes it.
      await writer.close()
    },
  }
}

/** Opens nothing before the first statement, and tries again where that failed. */
function whenAsked(open: () => SqliteConnection): SqliteConnection {
  let opened: SqliteConnection | undefined
  return {
    run(statements) {
      opened ??= open()
      return opened.run(statements)
    },
    rollback: () => opened?.rollback(),
    close() {
      const last = opened
      opened = undefined
      return last?.close()
    },
  }
}
