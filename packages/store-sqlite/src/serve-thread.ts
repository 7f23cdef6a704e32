import { parentPort, workerData } from 'node:worker_threads'
import type { Result, Sql, Task } from '@sillage/store-kysely'
import { checkpoint, commit, openConnection, type Role } from './sqlite-connection.ts'

/** What a thread is started with. */
export interface ThreadOrder {
  filename: string
  role: Role
}

/**
 * Counters in memory that outlives the thread: the number of the last request whose commit was begun, and of the last
 * whose commit was made. They show what a thread that ended without an answer had stored.
 */
export interface CommitMarks {
  begun: Float64Array
  made: Float64Array
}

export const newCommitMarks = (): CommitMarks => ({
  begun: new Float64Array(new SharedArrayBuffer(8)),
  made: new Float64Array(new SharedArrayBuffer(8)),
})

/** Work that the thread does by itself, in place of all of its statements. */
export interface TaskSql extends Sql {
  task: Task
}

export interface ThreadRequest {
  number: number
  /** What is to be done; `close` is answered by the thread's end. */
  wanted: readonly (Sql | TaskSql)[] | 'rollback' | 'close'
}

/** The first message of a thread has the number 0: it is ready for requests. */
export interface ThreadAnswer {
  number: number
  results?: readonly Result[]
  /** An error's class and code would be lost between threads. */
  error?: { name: string; message: string; code?: string }
}

type Run = (statements: readonly Sql[]) => readonly Result[]

/**
 * What a thread of the store does: it has one handle, and runs the statements it is sent; `carryOut` does work that is
 * sent as data.
 */
export function serveThread(carryOut?: (task: Task, run: Run) => Result): void {
  const { filename, role, commits } = workerData as ThreadOrder & { commits: CommitMarks }
  let connection: ReturnType<typeof openConnection> | undefined

  /**
   * Opened with the first request, so that a file that cannot be opened is that request's error and may exist for the
   * next.
   */
  function run(number: number, statements: readonly (Sql | TaskSql)[]): readonly Result[] {
    connection ??= openConnection(filename, role)
    const { run: here } = connection
    return statements.flatMap((one) => {
      if (one.sql === commit.sql) {
        commits.begun[0] = number
        const results = here([one])
        commits.made[0] = number
        return results
      }
      if (!('task' in one)) return here([one])
      if (carryOut === undefined) throw new Error('expected no task for this thread, got one')
      return carryOut(one.task, here)
    })
  }

  function answer({ number, wanted }: ThreadRequest): ThreadAnswer {
    if (typeof wanted !== 'string') return { number, results: run(number, wanted) }
    connection?.rollback()
    return { number }
  }

  function close(): void {
    try {
      if (role === 'writer') connection?.run([checkpoint])
    } catch {
      // What was not moved stays in the log, where the next handle finds it.
    }
    connection?.close()
  }

  parentPort?.on('message', (request: ThreadRequest) => {
    if (request.wanted === 'close') {
      close()
      parentPort?.close()
      return
    }
    try {
      parentPort?.postMessage(answer(request))
    } catch (error) {
      const { name, message, code } = error as Error & { code?: string }
      const told = { name, message, ...(code === undefined ? {} : { code }) }
      parentPort?.postMessage({ number: request.number, error: told } satisfies ThreadAnswer)
    }
  })
  parentPort?.postMessage({ number: 0 } satisfies ThreadAnswer)
}
