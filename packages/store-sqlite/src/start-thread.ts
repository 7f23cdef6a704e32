import { Worker } from 'node:worker_threads'
import {
  type CommitMarks,
  newCommitMarks,
  type ThreadAnswer,
  type ThreadOrder,
  type ThreadRequest,
} from './serve-thread.ts'
import type { SqliteConnection, SqliteSession } from './sqlite-connection.ts'
import { ThreadLost } from './sqlite-errors.ts'

interface Waiting {
  resolve(answer: ThreadAnswer): void
  reject(error: Error): void
}

/** One worker from its start to its end. */
interface Life {
  /** Rejects with `ThreadLost` where the worker ends before it answers, or has ended. */
  ask(task: ThreadRequest['task']): Promise<ThreadAnswer>
  /** Resolves when the worker has ended. */
  close(): Promise<void>
}

/**
 * A connection in a thread of its own, so that neither a statement nor the wait for the disk blocks the host's event
 * loop. Keeps the process alive only while an answer is awaited. A thread that died is started anew with the next
 * request. Requests it did not answer are rejected by its own end and by no other; those of a session go to one thread
 * or fail, because another has not begun the transaction.
 */
export function startThread(order: ThreadOrder): SqliteConnection {
  let present: Life | undefined

  function begin(): Life {
    const life = live(order, () => {
      if (present === life) present = undefined
    })
    return life
  }

  const life = () => (present ??= begin())
  return {
    ...sessionOf(life),
    session() {
      const mine = life()
      return sessionOf(() => mine)
    },
    close: async () => present?.close(),
  }
}

function sessionOf(life: () => Life): SqliteSession {
  return {
    async run(statements) {
      const { results = [] } = await life().ask(statements)
      return results
    },
    async rollback() {
      await life().ask('rollback')
    },
  }
}

/** Starts a worker; `fail` is called when it takes no more requests. */
function live(order: ThreadOrder, fail: () => void): Life {
  const commits = newCommitMarks()
  const worker = startWorker({ ...order, commits })
  const waiting = new Map<number, Waiting>()
  let number = 0
  let cause: unknown
  let over = false

  worker.unref()
  worker.on('message', (answer: ThreadAnswer) => {
    const asked = waiting.get(answer.number)
    waiting.delete(answer.number)
    if (waiting.size === 0) worker.unref()
    if (answer.error === undefined) asked?.resolve(answer)
    else asked?.reject(Object.assign(new Error(answer.error.message), answer.error))
  })
  // Answers may still be on their way then; all of them have come when it exits.
  worker.once('error', (error) => {
    cause = error
    fail()
  })
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      over = true
      fail()
      for (const [asked, { reject }] of waiting) reject(new ThreadLost(commitOf(asked, commits), cause))
      waiting.clear()
      resolve()
    })
  })

  return {
    ask: (task) =>
      new Promise((resolve, reject) => {
        if (over) throw new ThreadLost('not made', cause)
        number += 1
        // First, so that no caller waits for the answer to what could not be sent.
        worker.postMessage({ number, task } satisfies ThreadRequest)
        if (waiting.size === 0) worker.ref()
        waiting.set(number, { resolve, reject })
      }),
    close() {
      worker.ref()
      worker.postMessage({ number: 0, task: 'close' } satisfies ThreadRequest)
      return ended
    },
  }
}

/**
 * Whether the commit among the statements of a request was begun or made: written to memory that outlives the thread.
 */
function commitOf(request: number, { begun, made }: CommitMarks): ThreadLost['commit'] {
  if (made[0] === request) return 'made'
  return begun[0] === request ? 'unknown' : 'not made'
}

/** Each file is named literally where its worker is made: bundlers of hosts follow no other. */
function startWorker(order: ThreadOrder & { commits: CommitMarks }): Worker {
  return order.role === 'writer'
    ? new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: order })
    : new Worker(new URL('./thread.ts', import.meta.url), { workerData: order })
}
