import { raw, type Sql, type Work } from '@sillage/store-kysely'
import type { SqliteConnection } from './sqlite-connection.ts'
import { isThreadLost, sillageErrorOf } from './sqlite-errors.ts'

/** Work that waits for a transaction to be done in. */
interface Waiting {
  work: () => Work<unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

export interface SharedWrites {
  /** Settles once the work is on disk, or has failed; `flush` must be called after it. */
  add<T>(work: () => Work<T>): Promise<T>
  /** Does what waits; never rejects. */
  flush(): Promise<void>
}

/** Work that waits is taken into a running transaction until it is so old. */
const GATHER_MS = 4

const begin: Sql = raw('begin immediate')
const commit: Sql = raw('commit')

/** Whether a transaction's commit was sent, and answered. */
type Commit = 'not sent' | 'sent' | 'answered'

/**
 * Puts works that wait at the same time into one transaction, one after another, for the wait for the disk at its end takes as long as many of them. When one
 * fails, each is done again in a transaction of its own, so that none suffers from another; but nothing is done again that may be on disk. `patiently` repeats
 * a transaction that another process stood in the way of.
 */
export function createSharedWrites(
  connection: SqliteConnection,
  patiently: <T>(attempt: () => Promise<T>) => Promise<T>,
  now: () => number = () => performance.now(),
): SharedWrites {
  const waiting: Waiting[] = []

  /** Does what was taken, from the start, and takes more as long as there is time. Throws only where nothing of it is stored. */
  async function transaction(taken: Waiting[], takeMore: boolean): Promise<PromiseSettledResult<unknown>[]> {
    const until = now() + GATHER_MS
    const outcomes: PromiseSettledResult<unknown>[] = []
    let open = false
    let commitWas: Commit = 'not sent'
    try {
      for (let n = 0; commitWas === 'not sent'; n++) {
        const more = n === taken.length && takeMore && now() < until ? waiting.shift() : undefined
        if (more !== undefined) taken.push(more)
        const work = taken[n]?.work()
        if (work === undefined) break
        let step = work.next()
        while (step.done !== true) {
          if (commitWas !== 'not sent')
            throw new Error('expected nothing after the last statements of some work, got more')
          // `begin` goes with the first statements and `commit` with the last, for each way to the thread and back is a wait.
          const opening = open ? [] : [begin]
          const closing = step.value.last === true && n === taken.length - 1 && !(takeMore && waiting.length > 0)
          const statements = step.value
          if (closing) commitWas = 'sent'
          const results = await connection.run([...opening, ...statements, ...(closing ? [commit] : [])])
          if (closing) commitWas = 'answered'
          open = true
          step = work.next(results.slice(opening.length, opening.length + statements.length))
        }
        outcomes.push({ status: 'fulfilled', value: step.value })
      }
      if (open && commitWas === 'not sent') {
        commitWas = 'sent'
        await connection.run([commit])
      }
      return outcomes
    } catch (error) {
      await connection.rollback()
      const reason = sillageErrorOf(error)
      if (commitWas === 'answered') return [...outcomes, { status: 'rejected', reason }]
      if (commitWas === 'sent' && isThreadLost(error)) return taken.map(() => ({ status: 'rejected', reason }))
      throw error
    }
  }

  return {
    add: <T>(work: () => Work<T>) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ work, resolve: resolve as Waiting['resolve'], reject })
      }),
    async flush() {
      const first = waiting.shift()
      if (first === undefined) return
      const taken = [first]
      try {
        settle(taken, await patiently(() => transaction(taken, true)))
      } catch (error) {
        if (taken.length === 1) first.reject(error)
        else
          for (const one of taken)
            await patiently(() => transaction([one], false)).then((outcomes) => settle([one], outcomes), one.reject)
      }
    },
  }
}

function settle(taken: readonly Waiting[], outcomes: readonly PromiseSettledResult<unknown>[]): void {
  for (const [n, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') taken[n]?.resolve(outcome.value)
    else taken[n]?.reject(outcome.reason)
  }
}
