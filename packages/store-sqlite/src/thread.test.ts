import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { newCommitMarks, type ThreadAnswer, type ThreadOrder, type ThreadRequest } from './serve-thread.ts'

/** Sends the URL of each module that the thread loads to its parent. */
const tellLoads = `
  import { registerHooks } from 'node:module'
  import { parentPort } from 'node:worker_threads'
  registerHooks({
    load(url, context, next) {
      parentPort.postMessage(url)
      return next(url, context)
    },
  })`

async function loadedBy(file: string, role: ThreadOrder['role']): Promise<string[]> {
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: { filename: ':memory:', role, commits: newCommitMarks() },
    execArgv: [...process.execArgv, `--import=data:text/javascript,${encodeURIComponent(tellLoads)}`],
  })
  const urls: string[] = []
  // The others are of the store: that the thread is ready, and the answer.
  worker.on('message', (message: string | ThreadAnswer) => typeof message === 'string' && urls.push(message))
  const requests: ThreadRequest[] = [
    { number: 1, wanted: [{ sql: 'select 1', parameters: [] }] },
    { number: 0, wanted: 'close' },
  ]
  for (const request of requests) worker.postMessage(request)
  await once(worker, 'exit')
  return urls
}

test.for([
  ['./thread.ts', 'reader', /\/store-kysely\/|\/core\//],
  ['./writer-thread.ts', 'writer', /\/create-sql-store\.ts/],
] as const)('%s loads neither the query builder nor more of the store than it runs', async ([file, role, spared]) => {
  const urls = await loadedBy(file, role)
  expect(urls.filter((url) => url.includes('/better-sqlite3/'))).not.toEqual([])
  expect(urls.filter((url) => url.includes('/node_modules/kysely/') || spared.test(url))).toEqual([])
})
