import { once } from 'node:events'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

/** Often enough that the log stays small beside a second of writing at full speed. */
const EVERY_MS = 250

/**
 * What the thread runs, as text, so that no bundler has to know of a second file. A passive checkpoint never waits and never makes others wait;
 * one that cannot be made now is made at the next turn.
 */
const program = `
const { parentPort, workerData } = require('node:worker_threads')
const Database = require(workerData.driver)
const handle = new Database(workerData.filename, { timeout: 0, fileMustExist: true })
const timer = setInterval(() => {
  try { handle.pragma('wal_checkpoint(PASSIVE)') } catch {}
}, workerData.everyMs)
parentPort.once('message', () => {
  clearInterval(timer)
  handle.close()
})
`

export interface Checkpoints {
  stop(): Promise<void>
}

/**
 * Moves the write-ahead log into the database from a thread of its own. Done by the writer, as SQLite does by itself, it happened inside a commit and
 * took about as long as the commit again: planning 2,000 recipients at a time, a commit took 27 ms, and 13 where checkpoints were rare. `failed` is called when the thread cannot run; then the writer has to.
 */
export function startCheckpoints(filename: string, failed: () => void): Checkpoints {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3')
  const worker = new Worker(program, { eval: true, workerData: { driver, filename, everyMs: EVERY_MS } })
  // The thread alone must not keep a host's process alive.
  worker.unref()
  let ended = false
  worker.once('error', failed)
  worker.once('exit', () => {
    ended = true
  })
  return {
    async stop() {
      if (ended) return
      const exited = once(worker, 'exit')
      worker.postMessage('stop')
      worker.ref()
      await exited
    },
  }
}
