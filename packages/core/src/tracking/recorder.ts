import type { Clock } from '../domain/clock.ts'
import { type CommitTimes, emptyCommitTimes, noteCommit } from '../domain/commit-times.ts'
import { isSillageError } from '../domain/errors.ts'
import type { Verdict } from '../domain/event.ts'
import type { Logger } from '../domain/logger.ts'
import type { EventStore, GroupResult, Judge, NewEvent } from '../store/event-store.ts'

export interface RecorderOptions {
  /** Unique among all recorders that ever wrote to this store. */
  name: string
  events: EventStore
  judge: Judge
  lookBackMs: number
  clock: Clock
  logger: Logger
  /** The longest a hit waits for its commit. */
  deadlineMs: number
  /** Hits kept in memory while the store cannot be written; more are dropped and counted. */
  maxBuffered: number
  /** Called after each group, with what it changed. */
  onRecorded: (result: GroupResult) => void
}

/** What the recorder of this process did since it was made; the commits are those of groups of hits. Counters only rise. */
export interface RecorderMetrics extends CommitTimes {
  /** Events stored, what people decided and servers answered included. */
  recorded: number
  /** Hits stored (opens, clicks, reads and views; a merged flood counts as often as it came), by the verdict they were stored with. */
  verdicts: Record<Verdict, number>
  /** Hits in memory now, waiting for their commit. */
  buffered: number
  /** Commits that failed because the store was away, and were repeated. */
  retriedGroups: number
  /** Hits that were lost: the buffer was full, or the store refused them for good. */
  dropped: number
  /** Floods of one token that gather now, before they are stored as a count. */
  merged: number
}

export interface Recorder {
  /** Takes a hit; resolves once it is stored, or after the deadline while it stays in the buffer. Never rejects. */
  record(hit: NewEvent): Promise<void>
  /** Resolves when all hits taken so far are stored, or could not be before `until`. */
  drain(until?: number): Promise<void>
  metrics(): RecorderMetrics
}

/** Hits that are stored together: one timer serves them all. */
interface Group {
  hits: NewEvent[]
  answers: Answer[]
  /** Its deadline has passed: who joins it now is answered at once. */
  overdue: boolean
  /** Ends the wait for the deadline. */
  timer: AbortController
}

/** Hits that are answered together: one promise serves them all. */
interface Answer {
  given: Promise<void>
  give(): void
}

const MAX_GROUP = 512
/** Answering takes about 25 µs each; between two such lots the event loop turns, so that the store never waits long for the next group's verdicts. */
const ANSWERED_TOGETHER = 8
const FIRST_RETRY_MS = 50
const LONGEST_RETRY_MS = 5_000

/**
 * Commits hits in groups: while one transaction is written, the next group gathers. A group that fails is repeated under the same number,
 * so that a commit whose answer was lost counts once.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { clock, logger, events } = options
  const waiting: Group[] = []
  const metrics: RecorderMetrics = {
    ...{ recorded: 0, buffered: 0, retriedGroups: 0, dropped: 0, merged: 0 },
    verdicts: { human: 0, proxy: 0, prefetch: 0, scanner: 0, unknown: 0 },
    ...emptyCommitTimes(),
  }
  let sequence = 0
  let writing: Promise<void> | undefined

  function gather(): Group {
    const last = waiting.at(-1)
    if (last !== undefined && last.hits.length < MAX_GROUP) return last
    const group: Group = { hits: [], answers: [], overdue: false, timer: new AbortController() }
    void clock.sleep(options.deadlineMs, group.timer.signal).then(() => {
      group.overdue = true
      for (const { give } of group.answers) give()
    })
    waiting.push(group)
    return group
  }

  function join({ hits, answers, overdue }: Group, hit: NewEvent): Promise<void> {
    if (hits.length % ANSWERED_TOGETHER === 0) answers.push(newAnswer())
    hits.push(hit)
    const answer = answers.at(-1)
    if (overdue) answer?.give()
    return answer?.given ?? Promise.resolve()
  }

  /** Begins a turn later where another group waits: the store gets that first, and reads meanwhile. */
  async function answer({ answers, timer }: Group): Promise<void> {
    if (waiting.length > 0) await nextTurn()
    for (const [index, { give }] of answers.entries()) {
      if (index > 0) await nextTurn()
      give()
    }
    timer.abort()
  }

  async function write(): Promise<void> {
    // One turn of the event loop lets the requests that arrived together share the first group.
    await nextTurn()
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      await commit(group.hits)
      metrics.buffered -= group.hits.length
      void answer(group)
    }
    // In the same turn as the last look into `waiting`, so that a hit can never fall between the two.
    writing = undefined
  }

  async function commit(hits: NewEvent[]): Promise<void> {
    const number = ++sequence
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
      const started = performance.now()
      try {
        const result = await events.record(
          { recorder: options.name, sequence: number, hits, lookBackMs: options.lookBackMs },
          options.judge,
        )
        noteCommit(metrics, performance.now() - started)
        metrics.recorded += result.events
        for (const verdict in result.verdicts)
          metrics.verdicts[verdict as Verdict] += result.verdicts[verdict as Verdict] ?? 0
        options.onRecorded(result)
        return
      } catch (error) {
        if (isSillageError(error) && error.code === 'closed') return drop(hits, error)
        if (!(isSillageError(error) && error.code === 'store_unavailable')) return salvage(hits, error)
        metrics.retriedGroups++
        logger.warn(
          { err: error, hits: hits.length, buffered: metrics.buffered },
          'hits could not be stored and are kept; trying again',
        )
        await clock.sleep(wait)
      }
    }
  }

  /** An error that is not the store's absence is some hit's fault: the others must not suffer from it. */
  async function salvage(hits: NewEvent[], error: unknown): Promise<void> {
    if (hits.length === 1) return drop(hits, error)
    for (const hit of hits) await commit([hit])
  }

  function drop(hits: NewEvent[], error: unknown): void {
    metrics.dropped += hits.length
    logger.error({ err: error, hits: hits.length, dropped: metrics.dropped }, 'hits were dropped')
  }

  return {
    record(hit) {
      if (metrics.buffered >= options.maxBuffered) {
        drop([hit], new Error(`the buffer of ${options.maxBuffered} hits is full`))
        return Promise.resolve()
      }
      metrics.buffered++
      const answered = join(gather(), hit)
      writing ??= write()
      return answered
    },
    async drain(until) {
      const enough = new AbortController()
      const timeUp = until === undefined ? undefined : clock.sleep(until - clock.now(), enough.signal)
      while (writing !== undefined) {
        await Promise.race(timeUp === undefined ? [writing] : [writing, timeUp])
        if (until !== undefined && clock.now() >= until) break
      }
      enough.abort()
    },
    metrics: () => ({
      ...metrics,
      verdicts: { ...metrics.verdicts },
      commitBuckets: [...metrics.commitBuckets],
    }),
  }
}

function newAnswer(): Answer {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
