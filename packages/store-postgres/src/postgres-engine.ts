import { setTimeout as sleep } from 'node:timers/promises'
import { SillageError } from '@sillage/core/store'
import type { Engine, Result, Round, Sql, Work, WriteOptions } from '@sillage/store-kysely'
import { begin, commit, MOST_MS, tookPlace } from './commits.ts'
import { isConflict, isConnectionLost, isForgotten, isStale, sillageErrorOf } from './postgres-errors.ts'
import { type PostgresClient, type PostgresPool, runStatement } from './run-statement.ts'

export interface PostgresEngineOptions {
  pool: PostgresPool
  patienceMs: number
  /** Ends the pool; undefined where it is the host's. */
  end: (() => Promise<void>) | undefined
  /** After this a transaction is not kept, in milliseconds, unless it may be long. @default 45,000 */
  mostMs?: number
}

const FIRST_WAIT_MS = 5
const LONGEST_WAIT_MS = 500

/** A transaction whose commit was sent and not answered, and the answer it would have given. */
interface Unanswered<T> {
  id: string
  value: T
}

/**
 * Runs work on connections of a pool, each write in a transaction of its own. Work that a conflict or a lost connection
 * ended is done again from its start, and once more without prepared statements where one of them could not be used any
 * more. From the first connection on that did not have what was prepared on it, nothing is prepared: a pooler shares or
 * resets connections, and would do it again. Where the answer to a commit was lost, the server is asked for its outcome
 * first, so that nothing is done twice.
 */
export function postgresEngine({ pool, patienceMs, end, mostMs = MOST_MS }: PostgresEngineOptions): Engine {
  const running = new Set<Promise<unknown>>()
  let closed = false
  let prepares = true

  async function patiently<T>(attempt: (keep: boolean) => Promise<T>): Promise<T> {
    if (closed) throw new SillageError('closed', 'This store was closed; create a new one.')
    const start = performance.now()
    let keep = prepares
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        return await attempt(keep)
      } catch (error) {
        if (isForgotten(error)) prepares = false
        if (keep && isStale(error)) {
          keep = false
          continue
        }
        const again = isConflict(error) || isConnectionLost(error)
        if (!again || closed || performance.now() - start + wait >= patienceMs) throw sillageErrorOf(error)
        await sleep(wait * (0.5 + Math.random()))
      }
    }
  }

  async function withClient<T>(task: (client: PostgresClient) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    let lost: Error | undefined
    // A connection that breaks while no answer is awaited emits an event, which would end the process.
    const note = (error: Error) => {
      lost = error
    }
    client.on('error', note)
    try {
      return await task(client)
    } catch (error) {
      if ((isConnectionLost(error) || isStale(error)) && error instanceof Error) lost ??= error
      throw error
    } finally {
      client.off('error', note)
      client.release(lost)
    }
  }

  /**
   * Where connections pipeline, `begin` goes with the first statements, and with the last ones of repeatable work
   * `commit`: each saves a wait between them.
   */
  function transaction<T>(
    work: () => Work<T>,
    { repeatable = false, long = false }: WriteOptions,
    keep: boolean,
    unanswered: (commit: Unanswered<T>) => void,
  ): Promise<T> {
    return withClient(async (client) => {
      const begun = begin(client, { long })
      // Awaited with the first statements.
      begun.catch(() => undefined)
      if (client.pipeline !== true) await begun
      const most = long ? undefined : mostMs
      let ended: Promise<unknown> | undefined
      const send = (round: Round): Promise<readonly Result[]> => {
        const results = runTogether(client, round, keep)
        if (repeatable && round.last === true && client.pipeline === true) {
          ended = commit(client, most)
          // Awaited below, unless a statement has failed: then it did nothing, and its error says nothing new.
          ended.catch(() => undefined)
        }
        return Promise.all([results, begun]).then(([answered]) => answered)
      }
      let value: T
      let id: string
      try {
        value = await run(work(), send)
        id = await begun
      } catch (error) {
        // On a connection that is lost there is nothing left to roll back.
        await client.query('rollback').catch(() => undefined)
        throw error
      }
      try {
        await (ended ?? commit(client, most))
      } catch (error) {
        if (isConnectionLost(error)) unanswered({ id, value })
        throw error
      }
      return value
    })
  }

  function write<T>(work: () => Work<T>, options: WriteOptions = {}): Promise<T> {
    let unanswered: Unanswered<T> | undefined
    return patiently(async (keep) => {
      const { id, value } = unanswered ?? {}
      if (id !== undefined && (await withClient((client) => tookPlace(client, id)))) return value as T
      unanswered = undefined
      return await transaction(work, options, keep, (commit) => {
        unanswered = commit
      })
    })
  }

  function tracked<T>(task: Promise<T>): Promise<T> {
    running.add(task)
    const done = () => running.delete(task)
    task.then(done, done)
    return task
  }

  const read: Engine['read'] = (work) =>
    tracked(patiently((keep) => withClient((client) => run(work(), (round) => runTogether(client, round, keep)))))
  return {
    write: (work, options) => tracked(write(work, options)),
    read,
    browse: read,
    async close() {
      if (closed) return
      closed = true
      await Promise.allSettled(running)
      await end?.()
    },
  }
}

async function run<T>(work: Work<T>, send: (round: Round) => Promise<readonly Result[]>): Promise<T> {
  for (let step = work.next(); ; ) {
    if (step.done === true) return step.value
    step = work.next(await send(step.value))
  }
}

/**
 * On a connection that pipelines, all statements are sent at once; after one that fails, the transaction refuses the
 * others.
 */
async function runTogether(client: PostgresClient, statements: readonly Sql[], keep: boolean): Promise<Result[]> {
  if (client.pipeline === true) return Promise.all(statements.map((one) => runStatement(client, one, keep)))
  const results: Result[] = []
  for (const statement of statements) results.push(await runStatement(client, statement, keep))
  return results
}
