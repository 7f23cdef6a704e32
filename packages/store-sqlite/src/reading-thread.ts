import { once } from 'node:events'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Result, Sql } from '@sillage/store-kysely'

/** What the thread runs, as text, so that no bundler has to know of a second file. It answers statements one after another, under their numbers. */
const program = `
const { parentPort, workerData } = require('node:worker_threads')
const Database = require(workerData.driver)
const handle = new Database(workerData.filename, { timeout: 0, fileMustExist: true })
handle.pragma('query_only = ON')
handle.pragma('cache_size = -64000')
handle.pragma('temp_store = MEMORY')
const prepared = new Map()
function run({ sql, parameters }) {
  let statement = prepared.get(sql)
  if (statement === undefined) {
    if (prepared.size >= 500) prepared.clear()
    statement = handle.prepare(sql)
    prepared.set(sql, statement)
  }
  return statement.all(...parameters)
}
parentPort.on('message', (asked) => {
  if (asked === 'stop') {
    handle.close()
    parentPort.close()
    return
  }
  try {
    parentPort.postMessage({ number: asked.number, rows: run(asked) })
  } catch ({ name, message, code }) {
    parentPort.postMessage({ number: asked.number, error: { name, message, code } })
  }
})
`

interface Answer {
  number: number
  rows?: unknown[]
  error?: { name: string; message: string; code?: string }
}

interface Waiting {
  resolve(result: Result): void
  reject(error: unknown): void
}

export interface ReadingThread {
  run(statement: Sql): Promise<Result>
  /** True when the thread could not be started or has died; what waited for it was rejected. */
  lost(): boolean
  stop(): Promise<void>
}

/**
 * Reads in a thread of its own, on a handle of its own: looking through some thousand rows of a large file takes tens of milliseconds, and as long as the
 * disk takes where they are not in memory. Keeps the process alive only while somebody waits for an answer.
 */
export function startReadingThread(filename: string): ReadingThread {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3')
  const worker = new Worker(program, { eval: true, workerData: { driver, filename } })
  const waiting = new Map<number, Waiting>()
  let number = 0
  let failure: Error | undefined
  worker.unref()
  worker.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.number)
    waiting.delete(answer.number)
    if (waiting.size === 0) worker.unref()
    if (answer.error !== undefined) asked?.reject(Object.assign(new Error(answer.error.message), answer.error))
    else asked?.resolve({ rows: answer.rows ?? [], changes: answer.rows?.length ?? 0 })
  })
  const lose = (error: Error) => {
    failure ??= error
    for (const { reject } of waiting.values()) reject(failure)
    waiting.clear()
  }
  worker.once('error', lose)
  worker.once('exit', () => lose(new Error('the reading thread has ended')))
  return {
    run({ sql, parameters }) {
      if (failure !== undefined) return Promise.reject(failure)
      return new Promise((resolve, reject) => {
        number += 1
        if (waiting.size === 0) worker.ref()
        waiting.set(number, { resolve, reject })
        worker.postMessage({ number, sql, parameters })
      })
    },
    lost: () => failure !== undefined,
    async stop() {
      if (failure !== undefined) return
      const exited = once(worker, 'exit')
      worker.postMessage('stop')
      worker.ref()
      await exited
    },
  }
}
