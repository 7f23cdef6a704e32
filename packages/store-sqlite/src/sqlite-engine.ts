import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { SillageError } from '@sillage/core/store'
import type { Engine, Work } from '@sillage/store-kysely'
import { type Checkpoints, startCheckpoints } from './checkpoints.ts'
import { type ReadingThread, startReadingThread } from './reading-thread.ts'
import { openConnection, type SqliteConnection } from './sqlite-connection.ts'
import { isBusy, sillageErrorOf } from './sqlite-errors.ts'
import { createTurns } from './turns.ts'

export interface SqliteEngineOptions {
  filename: string
  patienceMs: number
}

/** Pages in the log at which a commit makes a checkpoint: SQLite's own default, and what is enough where a thread makes them. */
const USUAL_PAGES = 1_000
const RARELY_PAGES = 16_000

/** Work that takes longer lets the event loop turn, its transaction still open. */
const SLICE_MS = 8
/**
 * Waits between two tries for a lock that another process holds: short ones and unequal, so that two processes do not keep step; longer after a second, for then
 * it is no writer like us. Waits that grew from the start would leave the lock to whoever has it.
 */
const WAIT_MS = 2
const LONG_WAIT_MS = 12
const LONG_AFTER_MS = 1000
/** After a commit, while others want the lock too, it stays free for longer than they wait between two tries. */
const REST_MS = 3
const CONTENDED_FOR_MS = 1000

/**
 * Runs work on one writing and one reading handle. Writes go one after another, each in a `BEGIN IMMEDIATE`, and synchronously: nothing of this process comes
 * between their statements except at the pauses of long work, where the next write waits and readers see the state before.
 */
export function sqliteEngine({ filename, patienceMs }: SqliteEngineOptions): Engine {
  const turns = createTurns()
  let writer: SqliteConnection | undefined
  let reader: SqliteConnection | undefined
  let checkpoints: Checkpoints | undefined
  let thread: ReadingThread | undefined
  let closed = false
  let contendedUntil = 0

  function open(): { writer: SqliteConnection; reader: SqliteConnection } {
    if (closed) throw new SillageError('closed', 'This store was closed; create a new one.')
    writer ??= openConnection(filename)
    // A second handle on a database in memory would be another database: there, readers take their turn with the writers.
    reader ??= filename === ':memory:' ? writer : openConnection(filename, true)
    checkpoints ??= filename === ':memory:' ? undefined : checkpointed(writer)
    return { writer, reader }
  }

  /** From here on the writer makes a checkpoint itself only when the log has grown far beyond what the thread leaves. */
  function checkpointed({ handle }: SqliteConnection): Checkpoints {
    handle.pragma(`wal_autocheckpoint = ${RARELY_PAGES}`)
    return startCheckpoints(filename, () => {
      if (handle.open) handle.pragma(`wal_autocheckpoint = ${USUAL_PAGES}`)
    })
  }

  /** Repeats `attempt` while another process holds the lock. */
  async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
    const start = performance.now()
    for (;;) {
      try {
        return await attempt()
      } catch (error) {
        const waited = performance.now() - start
        if (!isBusy(error) || waited >= patienceMs) throw sillageErrorOf(error)
        contendedUntil = performance.now() + CONTENDED_FOR_MS
        await sleep((waited < LONG_AFTER_MS ? WAIT_MS : LONG_WAIT_MS) * (0.5 + Math.random()))
      }
    }
  }

  async function transaction<T>(work: () => Work<T>): Promise<T> {
    const { handle, run } = open().writer
    handle.exec('begin immediate')
    try {
      const value = await inSlices(work(), run)
      handle.exec('commit')
      return value
    } catch (error) {
      if (handle.inTransaction) handle.exec('rollback')
      throw error
    }
  }

  function rest(): Promise<void> | undefined {
    return performance.now() < contendedUntil ? sleep(REST_MS * (1 + Math.random())) : undefined
  }

  function read<T>(work: () => Work<T>): Promise<T> {
    const attempt = () => patiently(async () => inSlices(work(), open().reader.run))
    return filename === ':memory:' ? turns.take(attempt) : attempt()
  }

  async function browse<T>(work: () => Work<T>): Promise<T> {
    if (filename === ':memory:' || thread?.lost() === true) return read(work)
    open()
    thread ??= startReadingThread(filename)
    const { run, lost } = thread
    try {
      return await patiently(() => elsewhere(work(), run))
    } catch (error) {
      if (!lost() || closed) throw error
      return read(work)
    }
  }

  return {
    write: (work) => turns.take(() => patiently(() => transaction(work)), rest),
    read,
    browse,
    async close() {
      await turns.take(async () => {
        closed = true
        await Promise.all([checkpoints?.stop(), thread?.stop()])
        if (reader !== writer) reader?.handle.close()
        writer?.handle.close()
        reader = writer = undefined
      })
    },
  }
}

/** Runs work statement by statement, without a pause as long as it is short. */
async function inSlices<T>(work: Work<T>, run: SqliteConnection['run']): Promise<T> {
  let sliceEnd = performance.now() + SLICE_MS
  for (let step = work.next(); ; ) {
    if (step.done === true) return step.value
    const result = run(step.value)
    if (performance.now() > sliceEnd) {
      await nextTurn()
      sliceEnd = performance.now() + SLICE_MS
    }
    step = work.next(result)
  }
}

/** Runs work whose statements another thread runs. */
async function elsewhere<T>(work: Work<T>, run: ReadingThread['run']): Promise<T> {
  for (let step = work.next(); ; ) {
    if (step.done === true) return step.value
    step = work.next(await run(step.value))
  }
}
