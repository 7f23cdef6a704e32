import { type Clock, monotonic } from '../../domain/clock.ts'
import { closeLanes } from './campaign-status.ts'
import { type Claims, createClaims } from './claims.ts'
import { createEngineState, type EngineState, inBackground, refreshSoon, type SenderState } from './engine-state.ts'
import { anyTime } from './lane.ts'
import { createLaunches, type Launches } from './launches.ts'
import { heartbeat, renewAllLeases } from './leases.ts'
import { probe } from './outage.ts'
import { refresh } from './refresh.ts'
import { renewChanged } from './renew.ts'
import { createSettler, type Settler } from './settler.ts'

/** Claims, sends and settles, until it is stopped or, for `sendDue`, nothing is due any more. */
export interface Engine {
  start(): void
  /** A campaign was changed; undefined: any. */
  wake(campaignId?: number): void
  /** Resolves when nothing is due and nothing in flight, or the server cannot be reached. */
  idle(): Promise<void>
  /** Claims nothing more, lets what is on the wire finish for `graceMs`, then cuts it; hands the rest back. */
  stop(graceMs: number): Promise<void>
  /** Messages a server took. */
  readonly sent: number
  readonly ready: number
}

export function createEngine(sender: SenderState, scope: number | undefined): Engine {
  const { deps, breaker, watch } = sender
  const state = createEngineState(sender, scope)
  const { lanes, changed, notices } = state
  const settler = createSettler(state, () => pump())
  const claims = createClaims(state, settler)
  const launches = createLaunches(state, settler)
  const alarm = createAlarm(deps.clock, () => pump())
  const busy = { refreshing: false, renewing: false, beating: false, probing: false }
  const idlers: (() => void)[] = []
  let running = false
  let pumping = false

  /**
   * The one place from which work begins: whatever can be done now is, side by side, and the alarm is set for what
   * comes next. It waits for nothing; everything it begins ends by calling it again, so that no loop, queue or order
   * between the parts is needed.
   */
  function pump(): void {
    if (!running || pumping) return
    pumping = true
    const now = watch.read().mono
    noticeClock(state, now)
    if (now >= state.refresh.nextAt && !busy.refreshing && !state.stopping) alone('refreshing', refresh)
    if (changed.size > 0 && now >= state.renewal.nextAt && !busy.renewing && !state.stopping)
      alone('renewing', renewChanged)
    if (now >= state.heartbeat.nextAt && !busy.beating) alone('beating', heartbeat)
    if (!breaker.open) {
      begin(claims.claim(now))
      begin(launches.launch(now))
    } else if (now >= breaker.probeAt && !busy.probing && !state.stopping) alone('probing', probe)
    notices.flush(now)
    pumping = false
    const quiet = !claims.busy && !busy.refreshing && !busy.renewing && !busy.probing && isQuiet(state, now)
    if (quiet && state.exhausted && !breaker.open && !state.stopping) {
      // At once, but where others took what was due, which would go on as fast as the store answers.
      if (state.gained) state.refresh.nextAt = now
      else refreshSoon(state)
      if (now >= state.refresh.nextAt) alone('refreshing', refresh)
    } else if (quiet) for (const done of idlers.splice(0)) done()
    const next = running ? nextMoment(state, claims, launches, now) : undefined
    if (next !== undefined) alarm.set(next)
  }

  /** Work that goes on beside all other; undefined: there was none to do. */
  function begin(work: Promise<void> | undefined): void {
    if (work !== undefined) inBackground(state, work.finally(pump))
  }

  /** Work of which each kind is done once at a time, and that is done again when it failed. */
  function alone(what: keyof typeof busy, work: (state: EngineState) => Promise<void>): void {
    busy[what] = true
    const done = work(state)
      .catch((err: unknown) => {
        deps.logger.error({ err }, `the sender failed while ${what}; trying again`)
      })
      .finally(() => {
        busy[what] = false
        pump()
      })
    inBackground(state, done)
  }

  return {
    get sent() {
      return state.sent
    },
    get ready() {
      let ready = 0
      for (const lane of lanes.values()) ready += lane.withSlot.length + lane.withoutSlot.length
      return ready
    },
    start() {
      running = true
      pump()
    },
    wake(campaignId) {
      if (!running) return
      if (campaignId === undefined) refreshSoon(state)
      else changed.add(campaignId)
      pump()
    },
    idle() {
      return new Promise((resolve) => {
        idlers.push(resolve)
        pump()
      })
    },
    async stop(graceMs) {
      await finish(state, settler, graceMs)
      running = false
      alarm.stop()
      for (const done of idlers.splice(0)) done()
    },
  }
}

/**
 * The clock was set: leases that seem to end are prolonged, and what seems to be far ahead is brought back by the
 * next refresh.
 */
function noticeClock(state: EngineState, now: number): void {
  const { watch, clockSeen, ready, domainQueues } = state
  if (watch.forward !== clockSeen.forward) renewAllLeases(state, now)
  if (watch.forward !== clockSeen.forward || watch.back !== clockSeen.back) {
    ready.askAgain(now)
    state.shut.clear()
    refreshSoon(state)
    state.limitedUntil = anyTime
    // Messages come back at other moments than they had places for.
    domainQueues.clear()
  }
  clockSeen.forward = watch.forward
  clockSeen.back = watch.back
}

/**
 * When something is to be done next. What is due already waits for work that is going on, and that ends by calling
 * `pump`.
 */
function nextMoment(state: EngineState, claims: Claims, launches: Launches, now: number): number | undefined {
  const { refresh, renewal, heartbeat, notices, breaker, changed } = state
  let next = Number.POSITIVE_INFINITY
  const consider = (at: number | undefined) => {
    if (at !== undefined && at > now && at < next) next = at
  }
  consider(refresh.nextAt)
  consider(heartbeat.nextAt)
  if (changed.size > 0) consider(renewal.nextAt)
  consider(notices.nextAt)
  if (breaker.open) consider(breaker.probeAt)
  else {
    consider(launches.nextAt())
    consider(claims.nextAt(now))
  }
  return next < Number.POSITIVE_INFINITY ? next : undefined
}

/**
 * Nothing is known to be due and nothing is in flight, or the server cannot be reached; not before the campaigns were
 * read once.
 */
function isQuiet({ inFlight, refresh, changed, breaker, lanes, ready }: EngineState, now: number): boolean {
  if (inFlight.size > 0 || refresh.lastAt === anyTime || changed.size > 0) return false
  if (breaker.open) return true
  if (!ready.isEmpty(now)) return false
  for (const { withSlot, withoutSlot } of lanes.values()) if (withSlot.length + withoutSlot.length > 0) return false
  return true
}

/** Hands back what is only claimed, gives what is on the wire its time, cuts the rest, and sees all outcomes stored. */
async function finish(state: EngineState, settler: Settler, graceMs: number): Promise<void> {
  const { inFlight, background, cut, notices, deps } = state
  state.stopping = true
  closeLanes(state)
  const done = (async () => {
    while (inFlight.size > 0 || background.size > 0) {
      await Promise.all([...background])
      if (inFlight.size > 0) await oneMillisecond()
    }
  })()
  const patience = new AbortController()
  await Promise.race([done, deps.clock.sleep(graceMs, patience.signal)])
  patience.abort()
  cut.abort()
  await done
  await settler.drained()
  await Promise.all([...background])
  notices.flushAll()
}

const oneMillisecond = () => new Promise<void>((resolve) => setTimeout(resolve, 1))

/** One timer that can be moved: rings once, at the earliest time of this process (`monotonic`) it was set to. */
interface Alarm {
  set(at: number): void
  stop(): void
}

function createAlarm(clock: Clock, ring: () => void): Alarm {
  let current: { at: number; cancel: AbortController } | undefined
  return {
    set(at) {
      if (current !== undefined && current.at <= at) return
      current?.cancel.abort()
      const cancel = new AbortController()
      const mine = { at, cancel }
      current = mine
      void clock.sleep(Math.max(at - monotonic(clock), 0), cancel.signal).then(() => {
        if (cancel.signal.aborted) return
        if (current === mine) current = undefined
        ring()
      })
    },
    stop() {
      current?.cancel.abort()
      current = undefined
    },
  }
}
