import type { Clock } from '../domain/clock.ts'
import { isSillageError } from '../domain/errors.ts'
import type { Verdict } from '../domain/event.ts'
import type { Logger } from '../domain/logger.ts'
import { type CommitTimes, emptyCommitTimes, noteCommit } from '../kit/commit-times.ts'
import { nextTurn } from '../kit/share-event-loop.ts'
import type { EventStore, GroupResult, Judge, NewEvent } from '../store/port/event-store.ts'
import { createStoreOutage } from './store-outage.ts'

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
  /** Hits kept in memory while the store cannot be written; further ones are dropped and counted. */
  maxBuffered: number
  /** Whether somebody wants to know of each event; asked for each group. */
  withEvents: () => boolean
  /** Called after each group, with what it changed. */
  onRecorded: (result: GroupResult) => void
}

/**
 * What the recorder of this process did since it was made; the commits are those of groups of hits. Counters only rise.
 */
export interface RecorderMetrics extends CommitTimes {
  /** Events stored, what people decided and servers answered included. */
  recorded: number
  /**
   * Hits stored (opens, clicks, reads and views; a merged flood counts as often as it came), by the verdict they were
   * stored with.
   */
  verdicts: Record<Verdict, number>
  /** Hits in memory now, waiting for their commit. */
  buffered: number
  /** Commits that failed for a passing reason, such as an unreachable store, and were repeated. */
  retriedGroups: number
  /** Hits that were lost: the buffer was full, or the store or the rules refused a hit because of its values. */
  dropped: number
  /** Floods of one token that are being merged now, before they are stored as a count. */
  merged: number
}

export interface Recorder {
  /** Takes a hit; resolves once it is stored, or after the deadline while it stays in the buffer. Never rejects. */
  record(hit: NewEvent): Promise<void>
  /**
   * Takes what somebody sends again until it is stored: true once it is, or was dropped for its own fault; false where
   * it still waits after so many milliseconds, or there was no room for it. Never rejects.
   */
  keep(event: NewEvent, withinMs: number): Promise<boolean>
  /** Resolves when all hits taken so far are stored, or could not be within so many milliseconds. */
  drain(withinMs?: number): Promise<void>
  metrics(): RecorderMetrics
}

/** Hits that are stored together: one timer serves them all. */
interface Group {
  hits: NewEvent[]
  answers: Answer[]
  /** Its deadline has passed: a hit that joins now is answered at once. */
  overdue: boolean
  /** True after it failed for so long that others went first; then it is tried once at a time, and no hit joins it. */
  putOff: boolean
  /** Ends the wait for the deadline. */
  timer: AbortController
}

/** Hits that are answered together: one promise serves them all. */
interface Answer {
  given: Promise<void>
  give(): void
}

const MAX_GROUP = 512
/**
 * Answering takes about 25 µs each; between two such batches the event loop turns, so that the store never waits long
 * for the next group's verdicts.
 */
const ANSWERED_TOGETHER = 8
/** Codes of a store that refuses a hit's values. */
const refusals = ['store_refused', 'duplicate']

/**
 * Commits hits in groups: while one transaction is written, the next group gathers. A group that fails is kept and
 * repeated under the same number, so that a commit whose answer was lost counts once. A hit is dropped only for a fault
 * of its own: the group is halved until the others are stored.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { clock, logger, events } = options
  const waiting: Group[] = []
  const metrics: RecorderMetrics = {
    recorded: 0,
    buffered: 0,
    retriedGroups: 0,
    dropped: 0,
    merged: 0,
    verdicts: { human: 0, proxy: 0, prefetch: 0, scanner: 0, unknown: 0 },
    ...emptyCommitTimes(),
  }
  const outage = createStoreOutage(clock, logger)
  const unjudged = new WeakSet<Error>()
  const judge = noting(options.judge, unjudged)
  /** Whom to tell when an event is stored, or dropped for its own fault, or cannot be any more. */
  const kept = new Map<NewEvent, (isKept: boolean) => void>()
  let full = false
  let sequence = 0
  let writing: Promise<void> | undefined

  function gather(): Group {
    const last = waiting.at(-1)
    if (last !== undefined && !last.putOff && last.hits.length < MAX_GROUP) return last
    const group = newGroup()
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

  /** Defers a turn of the event loop where another group waits: the store gets that first, and reads meanwhile. */
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
      const left = await commit(group.hits, group.putOff)
      metrics.buffered -= group.hits.length - left.length
      if (kept.size > 0) for (const hit of group.hits) if (!left.includes(hit)) kept.get(hit)?.(true)
      if (left.length === 0) void answer(group)
      else for (const hits of halves(left)) waiting.push({ ...newGroup(), hits: [...hits], putOff: true })
    }
    // In the same turn as the last check of `waiting`, so that a hit can never be lost between the two.
    writing = undefined
  }

  /** Commits hits; returns those to be tried again later. `once`: all that fail are. */
  async function commit(hits: readonly NewEvent[], once: boolean): Promise<readonly NewEvent[]> {
    const number = ++sequence
    for (;;) {
      const started = performance.now()
      const result = await record(hits, number).catch((error: unknown) => ({ error }))
      if (!('error' in result)) {
        outage.over()
        note(result, performance.now() - started)
        return []
      }
      const { error } = result
      if (isSillageError(error, 'closed')) {
        for (const hit of hits) kept.get(hit)?.(false)
        return drop(hits, error)
      }
      if (isTheirFault(error)) return hits.length === 1 ? drop(hits, error) : await apart(hits, once)
      metrics.retriedGroups++
      // An error outside the store's codes may be caused by one hit, and the others would wait for it for ever.
      const last = once || (outage.long && !isSillageError(error))
      if (!once) outage.say(error, { hits: hits.length, buffered: metrics.buffered })
      await outage.wait()
      if (last) return hits
    }
  }

  /** Never throws synchronously, whatever the store does. */
  async function record(hits: readonly NewEvent[], number: number): Promise<GroupResult> {
    const { name: recorder, lookBackMs } = options
    const group = { recorder, sequence: number, hits, lookBackMs, withEvents: options.withEvents() }
    return await events.record(group, judge)
  }

  async function apart(hits: readonly NewEvent[], once: boolean): Promise<readonly NewEvent[]> {
    const left: NewEvent[] = []
    for (const half of halves(hits)) left.push(...(await commit(half, once)))
    return left
  }

  function note(result: GroupResult, ms: number): void {
    noteCommit(metrics, ms)
    metrics.recorded += result.events
    for (const verdict in result.verdicts)
      metrics.verdicts[verdict as Verdict] += result.verdicts[verdict as Verdict] ?? 0
    options.onRecorded(result)
  }

  function isTheirFault(error: unknown): boolean {
    return (isSillageError(error) && refusals.includes(error.code)) || (error instanceof Error && unjudged.has(error))
  }

  function drop(hits: readonly NewEvent[], error: unknown): readonly NewEvent[] {
    metrics.dropped += hits.length
    logger.error({ err: error, hits: hits.length, dropped: metrics.dropped }, 'hits were dropped')
    return []
  }

  /** Logged once until there is room for as many again as are waiting. */
  function overflow(hit: NewEvent): undefined {
    if (full) metrics.dropped++
    else
      drop(
        [hit],
        new Error(`the buffer of ${options.maxBuffered} hits is full; more are dropped until hits are stored`),
      )
    full = true
  }

  /** Resolves as `record` does; undefined where there is no room. */
  function take(hit: NewEvent): Promise<void> | undefined {
    if (metrics.buffered >= options.maxBuffered) return overflow(hit)
    if (metrics.buffered * 2 < options.maxBuffered) full = false
    metrics.buffered++
    const answered = join(gather(), hit)
    writing ??= write()
    return answered
  }

  return {
    record: (hit) => take(hit) ?? Promise.resolve(),
    async keep(event, withinMs) {
      if (take(event) === undefined) return false
      const done = new AbortController()
      const isKept = new Promise<boolean>((resolve) => kept.set(event, resolve))
      const isKeptInTime = await Promise.race([isKept, clock.sleep(withinMs, done.signal).then(() => false)])
      done.abort()
      kept.delete(event)
      return isKeptInTime
    },
    async drain(withinMs) {
      const enough = new AbortController()
      let over = false
      const timeUp = withinMs === undefined ? undefined : clock.sleep(withinMs, enough.signal).then(() => (over = true))
      while (writing !== undefined && !over) await Promise.race(timeUp === undefined ? [writing] : [writing, timeUp])
      enough.abort()
    },
    metrics: () => ({
      ...metrics,
      verdicts: { ...metrics.verdicts },
      commitBuckets: [...metrics.commitBuckets],
    }),
  }
}

const newGroup = (): Group => ({
  hits: [],
  answers: [],
  overdue: false,
  putOff: false,
  timer: new AbortController(),
})

function halves(hits: readonly NewEvent[]): readonly (readonly NewEvent[])[] {
  const middle = Math.ceil(hits.length / 2)
  return [hits.slice(0, middle), hits.slice(middle)].filter((half) => half.length > 0)
}

/** The same judge, which also records its errors. */
function noting(judge: Judge, thrown: WeakSet<Error>): Judge {
  const noted: Judge = (hit, context) => {
    try {
      return judge(hit, context)
    } catch (error) {
      if (error instanceof Error) thrown.add(error)
      throw error
    }
  }
  return judge.rules === undefined ? noted : Object.assign(noted, { rules: judge.rules })
}

function newAnswer(): Answer {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}
