import { momentOf } from '../../domain/clock.ts'
import { noteCommit } from '../../kit/commit-times.ts'
import type { CampaignChange, Outcome } from '../../store/port/message-store.ts'
import { applyStatus } from './campaign-status.ts'
import { type EngineState, refreshSoon, removeFromInFlight } from './engine-state.ts'
import type { Entry, Lane } from './lane.ts'
import { restIfIdle } from './open-lane.ts'

/** Stores outcomes in groups: while one group is being written, the next one gathers. */
export interface Settler {
  /** Stores the outcome with the next group. */
  push(outcome: Outcome): void
  /** Resolves when everything pushed so far is stored, or given up. */
  drained(): Promise<void>
}

const longestPauseMs = 5000

/** `onStored` is called after each group, when all that its outcomes change is changed. */
export function createSettler(state: EngineState, onStored: () => void): Settler {
  const { deps, settings, metrics, inFlight } = state
  const { store, clock, logger, name } = deps
  const { signal } = state.cut
  let pending: Outcome[] = []
  let running = false
  let waiting: (() => void)[] = []

  /**
   * Two turns of the event loop, so that answers that are on the table are read; and a moment more while most are still
   * to come.
   */
  function gather() {
    running = true
    setImmediate(() =>
      setImmediate(() => {
        if (pending.length * 2 >= inFlight.size || settings.lingerMs === 0) void flush()
        else setTimeout(() => void flush(), settings.lingerMs)
      }),
    )
  }

  async function flush() {
    const group = pending
    pending = []
    const changes = await write(group)
    running = false
    if (changes !== undefined) {
      const lanes = applyOutcomes(state, group)
      applyStatus(state, changes)
      for (const lane of lanes) restIfIdle(state, lane)
      onStored()
    }
    if (pending.length > 0 && !running) return gather()
    if (pending.length > 0) return
    const done = waiting
    waiting = []
    for (const resolve of done) resolve()
  }

  /** Undefined: cut while the group could not be stored; its messages become `unknown` when their lease ends. */
  async function write(group: readonly Outcome[]): Promise<CampaignChange[] | undefined> {
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const start = performance.now()
      try {
        const changes = await store.messages.settle(name, group)
        noteCommit(metrics, performance.now() - start)
        return changes
      } catch (error) {
        logger.error({ error, outcomes: group.length }, 'Outcomes could not be stored; they are kept and stored later')
        if (signal.aborted) return undefined
        await clock.sleep(pauseMs, signal)
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

/**
 * What stored outcomes mean here: their messages are in flight no more, they are counted, and come back when they are
 * due again. Returns the lanes they were in.
 */
function applyOutcomes(state: EngineState, group: readonly Outcome[]): Set<Lane> {
  const { checked, deps } = state
  const lanes = new Set<Lane>()
  for (const outcome of group) {
    const entry = removeFromInFlight(state, outcome.messageId)
    // Put off before it was begun.
    if (entry === undefined) continue
    const { lane } = entry
    count(state, outcome, entry)
    const comesBack = outcome.kind === 'retry' || outcome.kind === 'putOff'
    if (comesBack) claimWhenDue(state, lane, outcome.dueAt)
    lanes.add(lane)
    if (comesBack && outcome.at > deps.clock.now()) {
      // Its due time was made before the clock was set back, and stored when those of its campaign had been checked
      // already.
      checked.dueTimes = false
      refreshSoon(state)
    }
  }
  return lanes
}

/** Counts a stored outcome, and publishes it. */
function count(state: EngineState, outcome: Outcome, { lane, message }: Entry): void {
  const { metrics, deps } = state
  const { campaign } = lane
  if (outcome.kind === 'sent') {
    metrics.sent += 1
    deps.emit({ type: 'sent', campaign, message, at: outcome.at })
    state.sent += 1
  } else if (outcome.kind === 'unknown') metrics.unknown += 1
  else if (outcome.kind === 'retry') {
    if (outcome.attempted) metrics.retried += 1
  } else if (outcome.kind === 'putOff') metrics.putOff += 1
  else {
    const { kind } = outcome.error
    metrics.failed[kind] = (metrics.failed[kind] ?? 0) + 1
    deps.emit({ type: 'failed', campaign, message, at: outcome.at, error: outcome.error })
  }
}

/** A message came back: it is claimed when it is due. */
function claimWhenDue({ ready, deps }: EngineState, lane: Lane, dueAt: number): void {
  const { wall, mono } = momentOf(deps.clock)
  if (!lane.closed) ready.at(lane.id, mono + Math.max(dueAt - wall, 0))
}
