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
    let opening = [begin]
    try {
      for (let n = 0; ; n++) {
        const more = n === taken.length && takeMore && now() < until ? waiting.shift() : undefined
        if (more !== undefined) taken.push(more)
        const work = taken[n]?.work()
        if (work === undefined) break
        let step = work.next()
        while (step.done !== true) {
          // The first statements take `begin` with them, which saves a way to the thread and back.
          const results = await connection.run([...opening, ...step.value])
          step = work.next(results.slice(opening.length))
          opening = []
        }
        values.push(step.value)
      }
      if (opening.length === 0) await connection.run([commit])
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
