// The writer's thread, as the store runs it, which ends at a moment that a test chooses.
import { parentPort } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { type Death, wayToDieAt } from './deaths.ts'

let failing = false
let committed = false

/** Ends the thread at the moment the test chose. */
function dieAt(here: Death): void {
  const way = wayToDieAt(here)
  if (way === undefined) return
  if (way === 'exit') process.exit()
  failing = true
  throw new Error('a fault of the thread')
}

interface Prepared {
  reader: boolean
  run(...values: unknown[]): unknown
  all(...values: unknown[]): unknown
}
const { prepare } = Database.prototype as { prepare(this: unknown, sql: string): Prepared }
Object.assign(Database.prototype, {
  prepare(this: unknown, sql: string): Prepared {
    const prepared = prepare.call(this, sql)
    const around =
      (run: (...values: unknown[]) => unknown) =>
      (...values: unknown[]) => {
        if (sql === 'begin immediate') dieAt('before begin')
        if (sql === 'commit') dieAt('before the commit')
        const result = run.apply(prepared, values)
        if (/^(insert|update)/.test(sql)) dieAt('between statements')
        committed = sql === 'commit'
        if (committed) dieAt('after the commit')
        return result
      }
    const { run, all } = prepared
    return Object.assign(prepared, { run: around(run), all: around(all) })
  },
})

const port = parentPort
if (port === null) throw new Error('expected to be a thread')
const post = port.postMessage.bind(port)
Object.assign(port, {
  postMessage(message: unknown) {
    // An error that is thrown here is not caught any more, and ends the thread.
    if (failing) throw new Error('a fault of the thread')
    if (committed) dieAt('before the answer')
    post(message)
  },
})
await import('../src/writer-thread.ts')
