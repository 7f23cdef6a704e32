import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Engine, finalBatch, rowsOf, type Task, type Work, type WriteOptions } from '@sillage/store-kysely'
import { createCheckpoints } from './checkpoints.ts'
import { inMemory, onFile } from './connections.ts'
import { createPatience, sleep } from './patience.ts'
import { createRequests } from './requests.ts'
import type { TaskSql } from './serve-thread.ts'
import { createSharedWrites } from './shared-writes.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { createTurns } from './turns.ts'

export interface SqliteEngineOptions {
  filename: string
  patienceMs: number
}

/** Reading that takes longer yields to the event loop. */
const SLICE_MS = 8
/** After a commit, while others want the lock too, it stays free for longer than they wait between two tries. */
const REST_MS = 3

/**
 * Runs work on the handles of a file, or of a database in memory: transactions one after another, each a
 * `BEGIN IMMEDIATE` for all work that waits, and reading beside them.
 */
export function sqliteEngine({ filename, patienceMs }: SqliteEngineOptions): Engine {
  const turns = createTurns()
  const { writer, reader, browser, checkpointer, ...handles } = filename === ':memory:' ? inMemory() : onFile(filename)
  const requests = createRequests(handles.check)
  const { patiently, contended } = createPatience({ patienceMs })
  const writes = createSharedWrites(writer, patiently)
  const checkpoints =
    checkpointer === undefined
      ? undefined
      : createCheckpoints({
          aside: (statements) => handles.writing(async () => checkpointer.run(statements)),
          inTurn: (statements) => turns.take(() => handles.writing(async () => writer.run(statements))),
          due: handles.checkpointDue,
          isSmall: handles.isSmall,
          patienceMs,
        })

  async function write<T>(work: () => Work<T>, { task, repeatable }: WriteOptions): Promise<T> {
    const done = writes.add(task === undefined || writer === reader ? work : () => sent<T>(task), repeatable)
    void turns.take(writes.flush, rest)
    const answer = await done
    checkpoints?.wrote()
    return answer
  }

  function rest(): Promise<void> | undefined {
    return contended() ? sleep(REST_MS * (1 + Math.random())) : undefined
  }

  /** A database in memory has one handle: there, readers and writers use it one after another. */
  function reading<T>(attempt: () => Promise<T>): Promise<T> {
    return reader === writer ? turns.take(() => patiently(attempt)) : patiently(attempt)
  }

  return {
    write: (work, options = {}) => requests.run(() => handles.writing(() => write(work, options))),
    read: (work) => requests.run(() => handles.reading(() => reading(() => inSlices(work(), reader)))),
    browse: (work) => requests.run(() => handles.browsing(() => reading(() => throughout(work(), browser)))),
    forget: () => requests.run(async () => checkpoints === undefined || (await checkpoints.forget())),
    close: () =>
      requests.close(async () => {
        await checkpoints?.close()
        await handles.close()
      }),
  }
}

/** Work that the writer's thread does by itself, in one round. */
function* sent<T>(task: Task): Work<T> {
  const statement: TaskSql = { sql: '', parameters: [], task }
  const [done] = yield* finalBatch([statement])
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
