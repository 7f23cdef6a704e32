import { raw, type Sql, type Work } from '@sillage/store-kysely'
import type { Patient, Patiently } from './patience.ts'
import { commit, type SqliteConnection, type SqliteSession } from './sqlite-connection.ts'
import { sillageErrorOf, ThreadLost } from './sqlite-errors.ts'

/** Work that waits for a transaction to be part of. */
interface Waiting extends Patient {
  work: () => Work<unknown>
  repeatable: boolean
  resolve(value: unknown): void
  reject(error: unknown): void
}

export interface SharedWrites {
  /**
   * Settles once the work is on disk, or has failed; `flush` must be called after it. `repeatable` work has no effect
   * when it is done a second time, and is done again where it may be on disk already.
   */
  add<T>(work: () => Work<T>, repeatable?: boolean): Promise<T>
  /** Does what is waiting; never rejects. */
  flush(): Promise<void>
}

/** Waiting work is added to a running transaction until that is so old. */
const GATHER_MS = 4

const begin: Sql = raw('begin immediate')

/** Whether a transaction's commit was sent, and answered. */
type Commit = 'not sent' | 'sent' | 'answered'

/** The result of some work; `again` where it may be done again by itself. */
type Outcome = PromiseSettledResult<unknown> & { again?: boolean }

/**
 * Puts works that wait at the same time into one transaction, one after another, because the wait for the disk at its
 * end takes as long as many of them. When one fails, each is done again in a transaction of its own, so that it fails
 * alone; but of what may be on disk only work that is repeatable. `patiently` repeats a transaction after a conflict
 * with another process, or after its thread ended.
 */
export function createSharedWrites(
  connection: SqliteConnection,
  patiently: Patiently,
  now: () => number = () => performance.now(),
): SharedWrites {
  const waiting: Waiting[] = []

  /**
   * Does the given works, from the start, and takes more as long as there is time. Throws only where nothing of it is
   * stored.
   */
  async function transaction(taken: Waiting[], takeMore: boolean): Promise<Outcome[]> {
    const until = now() + GATHER_MS
    const outcomes: Outcome[] = []
    let session: SqliteSession | undefined
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
          // `begin` goes with the first statements and `commit` with the last, because each round trip to the thread is
          // a wait.
          const opening = open ? [] : [begin]
          const closing = step.value.last === true && n === taken.length - 1 && !(takeMore && waiting.length > 0)
          const statements = step.value
          if (closing) commitWas = 'sent'
          session ??= connection.session?.() ?? connection
          const results = await session.run([...opening, ...statements, ...(closing ? [commit] : [])])
          if (closing) commitWas = 'answered'
          open = true
          step = work.next(results.slice(opening.length, opening.length + statements.length))
        }
        outcomes.push({ status: 'fulfilled', value: step.value })
      }
      if (open && commitWas === 'not sent') {
        commitWas = 'sent'
        await session?.run([commit])
      }
      return outcomes
    } catch (error) {
      // After a commit nothing is open, and what was open in a thread that has ended is gone.
      if (commitWas !== 'answered' && !(error instanceof ThreadLost)) await session?.rollback()
      const reason = sillageErrorOf(error)
      if (commitWas === 'answered') return [...outcomes, { status: 'rejected', reason }]
      if (error instanceof ThreadLost && error.commit !== 'not made')
        return taken.map(({ repeatable }) => ({ status: 'rejected', reason, again: repeatable }))
      throw error
    }
  }

  return {
    add: <T>(work: () => Work<T>, repeatable = false) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ work, repeatable, resolve: resolve as Waiting['resolve'], reject })
      }),
    async flush() {
      const first = waiting.shift()
      if (first === undefined) return
      const taken = [first]
      let again: readonly Waiting[] = []
      try {
        const outcomes = await patiently(
          () => transaction(taken, true),
          () => [first, ...waiting],
        )
        again = taken.filter((_, n) => outcomes[n]?.again === true)
        for (const [n, one] of taken.entries()) if (!again.includes(one)) settle(one, outcomes[n])
      } catch (error) {
        if (taken.length === 1) first.reject(error)
        else again = taken
      }
      for (const one of again)
        await patiently(
          () => transaction([one], false),
          () => [one, ...waiting],
        ).then(([outcome]) => settle(one, outcome), one.reject)
    },
  }
}

function settle({ resolve, reject }: Waiting, outcome: Outcome | undefined): void {
  if (outcome?.status === 'fulfilled') resolve(outcome.value)
  else if (outcome !== undefined) reject(outcome.reason)
}
