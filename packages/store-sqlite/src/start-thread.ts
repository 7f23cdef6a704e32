import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ThreadAnswer, ThreadOrder, ThreadRequest } from './serve-thread.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

interface Waiting {
  resolve(answer: ThreadAnswer): void
  reject(error: Error): void
}

/**
 * A connection in a thread of its own, so that neither a statement nor the wait for the disk holds up the host's event loop. Keeps the process alive only
 * while somebody waits for an answer. A thread that died is started anew with the next request; what waited for it is rejected.
 */
export function startThread(order: ThreadOrder): SqliteConnection {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let number = 0

  function start(): Worker {
    const started = startWorker(order)
    started.unref()
    started.on('message', (answer: ThreadAnswer) => {
      const asked = waiting.get(answer.number)
      waiting.delete(answer.number)
      if (waiting.size === 0) started.unref()
      if (answer.error === undefined) asked?.resolve(answer)
      else asked?.reject(Object.assign(new Error(answer.error.message), answer.error))
    })
    const lose = (error: Error) => {
      if (worker === started) worker = undefined
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    started.once('error', lose)
    started.once('exit', () => lose(Object.assign(new Error('the thread has ended'), { code: 'SQLITE_THREAD' })))
    return started
  }

  function ask(task: ThreadRequest['task']): Promise<ThreadAnswer> {
    worker ??= start()
    const asked = worker
    return new Promise((resolve, reject) => {
      number += 1
      if (waiting.size === 0) asked.ref()
      waiting.set(number, { resolve, reject })
      asked.postMessage({ number, task } satisfies ThreadRequest)
    })
  }

  return {
    async run(statements) {
      const { results = [] } = await ask(statements)
      return results
    },
    async rollback() {
      await ask('rollback')
    },
    async close() {
      if (worker === undefined) return
      const exited = once(worker, 'exit')
      worker.ref()
      worker.postMessage({ number: 0, task: 'close' } satisfies ThreadRequest)
      await exited
    },
  }
}

/** Each file is named outright where its worker is made: bundlers of hosts follow no other. */
function startWorker(order: ThreadOrder): Worker {
  return order.role === 'writer'
    ? new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: order })
    : new Worker(new URL('./thread.ts', import.meta.url), { workerData: order })
}
