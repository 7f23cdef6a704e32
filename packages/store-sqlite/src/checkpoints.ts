import { checkpoint as passive, type SqliteConnection } from './sqlite-connection.ts'

export interface Checkpoints {
  /** To be called when the log may hold pages to move. */
  wrote(): void
  /** Waits for a running checkpoint; none is made after it. */
  close(): Promise<void>
}

type Run = SqliteConnection['run']

export interface CheckpointOptions {
  /** Runs statements beside the writer. */
  aside: Run
  /** Runs statements on the writer's handle, between two of its transactions. */
  inTurn: Run
  /** Asked before each checkpoint whether it is worth it; one that throws is left out too. */
  due(): boolean
}

/** Often enough that the log stays small beside a second of writing at full speed. */
const EVERY_MS = 250
/** A log of so many pages is restarted: 32 MB of the usual 4 KB. */
const LONG = 8_000
/**
 * As many as the writer moves between two transactions: 500 took it 10 to 17 ms; these mostly less than 8 with 64
 * connections that send hits, and 10 with 512.
 */
const FEW = 100
const MOST_TRIES = 8

/**
 * Moves the write-ahead log into the database, beside the writer and a quarter of a second after something was written.
 * By that alone it would only grow under load, because a writer restarts it only where it finds all of it moved. So the
 * writer moves the last few pages of a long one itself. SQLite by itself moves what is left in the commit that reaches
 * its limit: 25 to 38 ms, each 16,000 pages, in which no hit is answered.
 */
export function createCheckpoints({ aside, inTurn, due }: CheckpointOptions): Checkpoints {
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  let closed = false

  async function checkpoint(): Promise<void> {
    if (!due()) return
    let log = await move(aside)
    if (log.pages < LONG) return
    // Each takes less time than the one before, so that less is written meanwhile.
    for (let [tries, more] = [1, FEW]; tries < MOST_TRIES && more >= FEW; tries++) {
      const before = log.pages
      log = await move(aside)
      more = log.pages - before
    }
    if (log.moved) await move(inTurn)
  }

  return {
    wrote() {
      if (closed || timer !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        // A checkpoint that cannot be made now is made after the next write.
        running = running.then(checkpoint).catch(() => {})
      }, EVERY_MS).unref()
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}

/** Returns how long the log was when it began, and whether all of that is in the database now. */
async function move(run: Run): Promise<{ pages: number; moved: boolean }> {
  const [result] = await run([passive])
  const [row] = (result?.rows ?? []) as { log: number; checkpointed: number }[]
  return { pages: row?.log ?? 0, moved: row !== undefined && row.log === row.checkpointed }
}
