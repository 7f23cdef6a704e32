import type { Clock } from '../../domain/clock.ts'
import type { Logger } from '../../domain/logger.ts'
import { noteCommit } from '../../kit/commit-times.ts'
import type { CampaignChange, MessageStore, Outcome } from '../../store/message-store.ts'
import type { SenderMetrics } from '../metrics.ts'

/** Stores outcomes in groups: while one group is being written, the next one gathers. */
export interface Settler {
  /** Stores the outcome with the next group. */
  push(outcome: Outcome): void
  /** Resolves when everything pushed so far is stored, or given up. */
  drained(): Promise<void>
}

export interface SettlerOptions {
  store: MessageStore
  sender: string
  clock: Clock
  logger: Logger
  metrics: SenderMetrics
  /** How many messages are in flight, those whose outcome waits here included. */
  expected: () => number
  /** Called after each group. */
  onSettled: (group: readonly Outcome[], changes: CampaignChange[]) => void
  /** Aborted: a group that cannot be stored is given up; its messages become `unknown` when their lease ends. */
  giveUp: AbortSignal
}

/** A commit costs about as much as this. */
const lingerMs = 1
const longestPauseMs = 5000

export function createSettler(options: SettlerOptions): Settler {
  const { store, sender, clock, logger, metrics, expected, onSettled, giveUp } = options
  let pending: Outcome[] = []
  let running = false
  let waiting: (() => void)[] = []

  /** Two turns of the event loop, so that answers that are on the table are read; and a moment more while most are still to come. */
  function gather() {
    running = true
    setImmediate(() =>
      setImmediate(() => {
        if (pending.length * 2 >= expected()) void flush()
        else setTimeout(() => void flush(), lingerMs)
      }),
    )
  }

  async function flush() {
    const group = pending
    pending = []
    const changes = await write(group)
    running = false
    if (changes !== undefined) onSettled(group, changes)
    if (pending.length > 0 && !running) return gather()
    if (pending.length > 0) return
    const done = waiting
    waiting = []
    for (const resolve of done) resolve()
  }

  async function write(group: readonly Outcome[]): Promise<CampaignChange[] | undefined> {
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const start = performance.now()
      try {
        const changes = await store.settle(sender, group)
        noteCommit(metrics, performance.now() - start)
        return changes
      } catch (error) {
        logger.error({ error, outcomes: group.length }, 'Outcomes could not be stored; they are kept and stored later')
        if (giveUp.aborted) return undefined
        await clock.sleep(pauseMs, giveUp)
      }
    }
  }

  return {
    push(outcome) {
      pending.push(outcome)
      if (!running) gather()
    },
    drained: () =>
      running || pending.length > 0 ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(),
  }
}
