import { sleep } from './patience.ts'
import { emptyLog, checkpoint as passive, rewrite, type SqliteConnection } from './sqlite-connection.ts'

export interface Checkpoints {
  /** To be called when the log may hold pages to move. */
  wrote(): void
  /**
   * Takes off the disk what was overwritten: empties the log, which holds pages as they were before they were written
   * again. A small database is written anew first: where SQLite divided a page, a copy of an entry may be left in what
   * is free of it, which deleting the entry does not reach. False where others read or wrote all the time: then it is
   * tried again until it succeeds.
   */
  forget(): Promise<boolean>
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
  /** Whether it takes no long time to write the whole database anew. */
  isSmall(): boolean
  /** How long `forget` waits for others. */
  patienceMs: number
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
/** Between two attempts of `forget`: others hold it for as long as a statement of theirs takes. */
const SOON_MS = 20

/**
 * Moves the write-ahead log into the database, beside the writer and a quarter of a second after something was written.
 * By that alone it would only grow under load, because a writer restarts it only where it finds all of it moved. So the
 * writer moves the last few pages of a long one itself. SQLite by itself moves what is left in the commit that reaches
 * its limit: 25 to 38 ms, each 16,000 pages, in which no hit is answered.
 */
export function createCheckpoints({ aside, inTurn, due, isSmall, patienceMs }: CheckpointOptions): Checkpoints {
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  let closed = false
  /** A `forget` that has not begun. */
  let waiting: Promise<boolean> | undefined
  /** What was to be taken off the disk and could not be yet. */
  let owed: { rewritten: boolean } | undefined

  async function checkpoint(): Promise<void> {
    if (owed !== undefined && !(await pay(owed))) return later()
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

  function later(): void {
    if (closed || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      // A checkpoint that cannot be made now is made after the next write.
      running = running.then(checkpoint).catch(() => {})
    }, EVERY_MS).unref()
  }

  /** On the writer's handle: this process has no other that reads or writes the log then. */
  async function pay(what: { rewritten: boolean }): Promise<boolean> {
    try {
      if (!what.rewritten && isSmall()) await inTurn([rewrite])
      what.rewritten = true
      const [result] = await inTurn([emptyLog])
      const [row] = (result?.rows ?? []) as { busy: number }[]
      if (row?.busy !== 0) return false
      if (owed === what) owed = undefined
      return true
    } catch {
      // Another process writes.
      return false
    }
  }

  async function forget(): Promise<boolean> {
    const what = { rewritten: false }
    owed = what
    await moveMuch()
    for (const until = performance.now() + patienceMs; ; await sleep(SOON_MS)) {
      if (await pay(what)) return true
      if (performance.now() >= until) break
    }
    later()
    return false
  }

  /** Much is moved beside the writer, which does not wait for it then. */
  async function moveMuch(): Promise<void> {
    try {
      if (due()) await move(aside)
    } catch {
      // The writer moves all of it.
    }
  }

  return {
    wrote: later,
    forget() {
      // One that waits does it for all that was removed before it begins.
      if (waiting !== undefined) return waiting
      waiting = running.then(() => {
        waiting = undefined
        return forget()
      })
      running = waiting.then(() => {})
      return waiting
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await running
      if (owed !== undefined) await pay(owed)
    },
  }
}

/** Returns how long the log was when it began, and whether all of that is in the database now. */
async function move(run: Run): Promise<{ pages: number; moved: boolean }> {
  const [result] = await run([passive])
  const [row] = (result?.rows ?? []) as { log: number; checkpointed: number }[]
  return { pages: row?.log ?? 0, moved: row !== undefined && row.log === row.checkpointed }
}
