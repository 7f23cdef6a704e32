import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { SillageError } from '@sillage/core/store'
import { type Engine, type Errand, lastly, rowsOf, type Work, type WriteOptions } from '@sillage/store-kysely'
import { createCheckpoints } from './checkpoints.ts'
import type { ErrandSql } from './serve-thread.ts'
import { createSharedWrites } from './shared-writes.ts'
import { openConnection, type SqliteConnection } from './sqlite-connection.ts'
import { isBusy, isRolledBack, sillageErrorOf } from './sqlite-errors.ts'
import { startThread } from './start-thread.ts'
import { createTurns } from './turns.ts'

export interface SqliteEngineOptions {
  filename: string
  patienceMs: number
}

/** Reading that takes longer yields to the event loop. */
const SLICE_MS = 8
/**
 * Waits between two tries for a lock that another process holds: short and unequal, so that two processes do not fall
 * into step; longer after a second, because then the holder is not a writer of this library. Waits that grew from the
 * start would leave the lock to whoever has it.
 */
const WAIT_MS = 2
const LONG_WAIT_MS = 12
const LONG_AFTER_MS = 1000
/** After a commit, while others want the lock too, it stays free for longer than they wait between two tries. */
const REST_MS = 3
const CONTENDED_FOR_MS = 1000

/**
 * Runs work on three handles. One writes, in a thread: transactions run one after another, each a `BEGIN IMMEDIATE` for
 * all work that waits. One reads here what an index finds at once, which takes less than the round trip to a thread,
 * and one reads in a thread what may look through many rows. A fourth thread makes the checkpoints: done by the writer,
 * as SQLite does by itself, they took about as long as the commits, 27 ms with them and 13 without for 2,000
 * recipients.
 */
export function sqliteEngine({ filename, patienceMs }: SqliteEngineOptions): Engine {
  const turns = createTurns()
  const { writer, reader, browser, checkpointer, close } = filename === ':memory:' ? inMemory() : onFile(filename)
  let closed = false
  let contendedUntil = 0

  /**
   * Repeats `attempt` while another process holds the lock, and once where a thread ended that had stored nothing of
   * it.
   */
  async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
    const start = performance.now()
    let threads = 2
    for (;;) {
      if (closed) throw new SillageError('closed', 'This store was closed; create a new one.')
      try {
        return await attempt()
      } catch (error) {
        if (isRolledBack(error) && --threads > 0) continue
        const waited = performance.now() - start
        if (!isBusy(error) || waited >= patienceMs) throw sillageErrorOf(error)
        contendedUntil = performance.now() + CONTENDED_FOR_MS
        await sleep((waited < LONG_AFTER_MS ? WAIT_MS : LONG_WAIT_MS) * (0.5 + Math.random()))
      }
    }
  }

  const writes = createSharedWrites(writer, patiently)
  const checkpoints =
    checkpointer === undefined
      ? undefined
      : createCheckpoints({
          aside: checkpointer.run,
          inTurn: (statements) => turns.take(async () => writer.run(statements)),
        })

  function write<T>(work: () => Work<T>, { errand, repeatable }: WriteOptions = {}): Promise<T> {
    const done = writes.add(errand === undefined || writer === reader ? work : () => sent<T>(errand), repeatable)
    void turns.take(writes.flush, rest)
    checkpoints?.wrote()
    return done
  }

  function rest(): Promise<void> | undefined {
    return performance.now() < contendedUntil ? sleep(REST_MS * (1 + Math.random())) : undefined
  }

  /** A database in memory has one handle: there, readers and writers use it one after another. */
  function reading<T>(attempt: () => Promise<T>): Promise<T> {
    return reader === writer ? turns.take(() => patiently(attempt)) : patiently(attempt)
  }

  return {
    write,
    read: (work) => reading(() => inSlices(work(), reader)),
    browse: (work) => reading(() => throughout(work(), browser)),
    async close() {
      await checkpoints?.close()
      await turns.take(async () => {
        if (closed) return
        closed = true
        await close()
      })
    },
  }
}

interface Connections {
  writer: SqliteConnection
  reader: SqliteConnection
  browser: SqliteConnection
  checkpointer?: SqliteConnection
  close(): Promise<void>
}

function inMemory(): Connections {
  const only = whenAsked(() => openConnection(':memory:', 'writer'))
  return { writer: only, reader: only, browser: only, close: async () => only.close() }
}

function onFile(filename: string): Connections {
  const writer = startThread({ filename, role: 'writer' })
  const reader = whenAsked(() => openConnection(filename, 'reader'))
  const browser = startThread({ filename, role: 'reader' })
  const checkpointer = startThread({ filename, role: 'checkpointer' })
  return {
    writer,
    reader,
    browser,
    checkpointer,
    async close() {
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
    close: () => opened?.close(),
  }
}

/** Work that the writer's thread does by itself, in one round. */
function* sent<T>(errand: Errand): Work<T> {
  const statement: ErrandSql = { sql: '', parameters: [], errand }
  const [done] = yield* lastly([statement])
  return rowsOf<T>(done)[0] as T
}

async function throughout<T>(work: Work<T>, { run }: SqliteConnection): Promise<T> {
  let step = work.next()
  while (step.done !== true) step = work.next(await run(step.value))
  return step.value
}

/** Runs work on a handle of this thread, without a pause as long as it is short. */
async function inSlices<T>(work: Work<T>, { run }: SqliteConnection): Promise<T> {
  let sliceEnd = performance.now() + SLICE_MS
  for (let step = work.next(); ; ) {
    if (step.done === true) return step.value
    const results = await run(step.value)
    if (performance.now() > sliceEnd) {
      await nextTurn()
      sliceEnd = performance.now() + SLICE_MS
    }
    step = work.next(results)
  }
}
