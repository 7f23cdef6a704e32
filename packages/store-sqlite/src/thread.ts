// What a thread of the store runs: one handle, and the statements it is sent.
import { parentPort, workerData } from 'node:worker_threads'
import type { Sql } from '@sillage/store-kysely'
import { openConnection, type Role } from './sqlite-connection.ts'

/** What a thread is started with. */
export interface ThreadOrder {
  filename: string
  role: Role
}

export interface ThreadRequest {
  number: number
  /** What is to be done; `close` is answered by the thread's end. */
  task: readonly Sql[] | 'rollback' | 'close'
}

export interface ThreadAnswer {
  number: number
  results?: readonly unknown[]
  /** An error's class and code would not survive the way between threads. */
  error?: { name: string; message: string; code?: string }
}

const { filename, role } = workerData as ThreadOrder
let connection: ReturnType<typeof openConnection> | undefined

/** Opened with the first request, so that a file that cannot be opened is that request's error and may be there for the next. */
function open() {
  connection ??= openConnection(filename, role)
  return connection
}

function close(): void {
  connection?.close()
  parentPort?.close()
}

function answer(number: number, task: readonly Sql[] | 'rollback'): ThreadAnswer {
  if (task === 'rollback') {
    connection?.rollback()
    return { number }
  }
  return { number, results: open().run(task) }
}

parentPort?.on('message', ({ number, task }: ThreadRequest) => {
  if (task === 'close') return close()
  try {
    parentPort?.postMessage(answer(number, task))
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string }
    parentPort?.postMessage({
      number,
      error: { name, message, ...(code === undefined ? {} : { code }) },
    })
  }
})
