import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { NotBeside } from './not-beside.ts'
import {
  type CommitMarks,
  newCommitMarks,
  type ThreadAnswer,
  type ThreadOrder,
  type ThreadRequest,
} from './serve-thread.ts'
import type { SqliteConnection, SqliteSession } from './sqlite-connection.ts'
import { ThreadLost } from './sqlite-errors.ts'
import { createTurns } from './turns.ts'

interface Waiting {
  resolve(answer: ThreadAnswer): void
  reject(error: Error): void
}

/** One worker from its start to its end. */
interface Life {
  /** Rejects with `ThreadLost` where the worker ends before it answers, or has ended. */
  ask(wanted: ThreadRequest['wanted']): Promise<ThreadAnswer>
  /** Resolves when the worker has ended. */
  close(): Promise<void>
}

/**
 * A start is most of the work of a thread that has little to do. Where few start at a time, the first stores are
 * answered while others wait, and the starts of many do not compete for the processors.
 */
const starts = createTurns(Math.max(2, availableParallelism()))

/**
 * A connection in a thread of its own, so that neither a statement nor the wait for the disk blocks the host's event
 * loop. Keeps the process alive only while an answer is awaited. A thread that died or was closed is started anew with
 * the next request, when the one before has ended; `verify` is called first, and may refuse. Requests that a thread did
 * not answer are rejected by its own end and by no other; those of a session go to one thread or fail, because another
 * has not begun the transaction.
 */
export function startThread(order: ThreadOrder, verify: () => void = () => {}): SqliteConnection {
  let present: Life | undefined
  let ending: Promise<void> = Promise.resolve()

  function begin(): Life {
    verify()
    const life = live(order, ending, () => {
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
    async close(after) {
      const last = present
      present = undefined
      if (last !== undefined) ending = Promise.resolve(after).then(() => last.close())
      await ending
    },
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

/** Starts a worker after `before`; `fail` is called when it takes no more requests. */
function live(order: ThreadOrder, before: Promise<void>, fail: () => void): Life {
  const commits = newCommitMarks()
  const waiting = new Map<number, Waiting>()
  let number = 0
  let cause: unknown
  let over = false
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = () => {
      over = true
      fail()
      for (const [asked, { reject }] of waiting) reject(new ThreadLost(commitOf(asked, commits), cause))
      waiting.clear()
      resolve()
    }
  })

  const ready = before.then(() => starts.take(() => Promise.race([start(), ended.then(lost)])))
  // Whoever asks has its error.
  ready.catch(() => undefined)

  function lost(): never {
    throw new ThreadLost('not made', cause)
  }

  function start(): Promise<Worker> {
    return new Promise((resolve) => {
      const worker = startedWorker()
      worker?.once('message', () => {
        if (waiting.size === 0) worker.unref()
        worker.on('message', hear(worker))
        resolve(worker)
      })
    })
  }

  function startedWorker(): Worker | undefined {
    try {
      const worker = startWorker({ ...order, commits })
      // Answers may still be on their way then; all of them have come when it exits.
      worker.once('error', (error) => {
        cause = error
        fail()
      })
      worker.once('exit', end)
      return worker
    } catch (error) {
      // Where it is not for want of threads or memory, a bundler has changed the line.
      cause = /^ERR_WORKER/.test((error as { code?: string }).code ?? '') ? error : new NotBeside(error)
      end()
      return undefined
    }
  }

  const hear = (worker: Worker) => (answer: ThreadAnswer) => {
    const asked = waiting.get(answer.number)
    waiting.delete(answer.number)
    if (waiting.size === 0) worker.unref()
    if (answer.error === undefined) asked?.resolve(answer)
    else asked?.reject(Object.assign(new Error(answer.error.message), answer.error))
  }

  return {
    async ask(wanted) {
      const worker = await ready
      if (over) lost()
      return await new Promise((resolve, reject) => {
        number += 1
        // First, so that no caller waits for the answer to what could not be sent.
        worker.postMessage({ number, wanted } satisfies ThreadRequest)
        if (waiting.size === 0) worker.ref()
        waiting.set(number, { resolve, reject })
      })
    },
    async close() {
      const worker = await ready.catch(() => undefined)
      worker?.ref()
      worker?.postMessage({ number: 0, wanted: 'close' } satisfies ThreadRequest)
      await ended
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
