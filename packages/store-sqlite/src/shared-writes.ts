import { raw, type Sql, type Work } from '@sillage/store-kysely'
import type { SqliteConnection } from './sqlite-connection.ts'

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

/**
 * Puts works that wait at the same time into one transaction, one after another, for the wait for the disk at its end takes as long as many of them. When one
 * fails, each is done again in a transaction of its own, so that none suffers from another. `patiently` repeats a transaction that another process stood in
 * the way of.
 */
export function createSharedWrites(
  connection: SqliteConnection,
  patiently: <T>(attempt: () => Promise<T>) => Promise<T>,
  now: () => number = () => performance.now(),
): SharedWrites {
  const waiting: Waiting[] = []

  /** Does what was taken, from the start, and takes more as long as there is time. */
  async function transaction(taken: Waiting[], takeMore: boolean): Promise<unknown[]> {
    const until = now() + GATHER_MS
    const values: unknown[] = []
    let open = false
    let committed = false
    try {
      for (let n = 0; !committed; n++) {
        const more = n === taken.length && takeMore && now() < until ? waiting.shift() : undefined
        if (more !== undefined) taken.push(more)
        const work = taken[n]?.work()
        if (work === undefined) break
        let step = work.next()
        while (step.done !== true) {
          if (committed) throw new Error('expected nothing after the last statements of some work, got more')
          // `begin` goes with the first statements and `commit` with the last, for each way to the thread and back is a wait.
          const opening = open ? [] : [begin]
          committed = step.value.last === true && n === taken.length - 1 && !(takeMore && waiting.length > 0)
          const statements = step.value
          const results = await connection.run([...opening, ...statements, ...(committed ? [commit] : [])])
          open = true
          step = work.next(results.slice(opening.length, opening.length + statements.length))
        }
        values.push(step.value)
      }
      if (open && !committed) await connection.run([commit])
      return values
    } catch (error) {
      await connection.rollback()
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
        const values = await patiently(() => transaction(taken, true))
        for (const [n, { resolve }] of taken.entries()) resolve(values[n])
      } catch (error) {
        if (taken.length === 1) first.reject(error)
        else
          for (const one of taken)
            await patiently(() => transaction([one], false)).then(([value]) => one.resolve(value), one.reject)
      }
    },
  }
}
