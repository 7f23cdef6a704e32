import { momentOf, monotonic } from '../../domain/clock.ts'
import type { CampaignChange, Outcome } from '../../store/message-store.ts'
import { createAlarm } from './alarm.ts'
import { createChangeNotices } from './change-notices.ts'
import { createClaims } from './claims.ts'
import { countOutcome } from './count-outcome.ts'
import { createEngineState, type SenderCore } from './engine-state.ts'
import { heartbeat } from './heartbeat.ts'
import { anyTime, emptyLane, type Lane, unslot } from './lane.ts'
import { createLaunches } from './launches.ts'
import { probe } from './probe.ts'
import { createRefresh } from './refresh.ts'
import { createSettler } from './settler.ts'

/** Claims, sends and settles, until it is stopped or, for `sendDue`, nothing is due any more. */
export interface Engine {
  start(): void
  /** Looks at the campaigns anew. */
  wake(): void
  /** Resolves when nothing is due and nothing in flight, or the server cannot be reached. */
  idle(): Promise<void>
  /** Claims nothing more, lets what is on the wire finish for `graceMs`, then cuts it; hands the rest back. */
  stop(graceMs: number): Promise<void>
  /** Messages a server took. */
  readonly sent: number
  readonly ready: number
}

/** Wakes that come faster than this are taken together. */
const refreshGapMs = 50
/** Leases are prolonged no more often than this, also when the clock is set again and again. */
const beatGapMs = 1000

export function createEngine(core: SenderCore, scope: number | undefined): Engine {
  const { deps, settings, metrics, breaker, watch } = core
  const { store, clock, logger, name } = deps
  const background = new Set<Promise<unknown>>()
  const giveUp = new AbortController()
  const idlers: (() => void)[] = []
  const notices = createChangeNotices((campaignId, urgent) =>
    deps.emit({ type: urgent ? 'changed' : 'progress', campaignId }),
  )
  const alarm = createAlarm(clock, () => pump())
  let running = false
  // Times of this process, which no setting of the clock moves.
  let refreshAt = anyTime
  let refreshedAt = anyTime
  let beatAt = anyTime
  let beatenAt = anyTime
  const seen = { forward: watch.forward, back: watch.back }
  let renewAll = false
  let sent = 0
  let pumping = false
  const busy = { refreshing: false, beating: false, probing: false }

  const engine = createEngineState(core, scope, {
    background,
    pump: () => pump(),
    refreshSoon() {
      refreshAt = Math.min(refreshAt, Math.max(monotonic(clock), refreshedAt + refreshGapMs))
    },
    changed: (campaignId, urgent) => notices.changed(campaignId, monotonic(clock), urgent),
  })
  const settler = createSettler({
    store: store.messages,
    sender: name,
    clock,
    logger,
    metrics,
    expected: () => engine.flying.size,
    onSettled,
    giveUp: giveUp.signal,
  })
  const claims = createClaims(engine, settler)
  const launches = createLaunches(engine, settler, {
    clock,
    logger,
    store,
    retry: settings.retry,
    breaker,
    slowDomains: core.slowDomains,
    fault: engine.fault,
    async pause(lane, reason, message) {
      // Late answers to what was on the wire must not stop a campaign that a person resumed meanwhile.
      if (lane.closed && !engine.stopping) return
      await engine.pause(lane.id, reason, message).catch((err: unknown) => {
        logger.error({ err, campaignId: lane.id, reason }, 'a campaign that cannot be sent could not be paused')
      })
    },
    slowed(domain) {
      if (core.slowDomains.limitOf(domain, monotonic(clock)) === undefined) return
      for (const lane of engine.lanes.values()) unslot(lane, domain)
    },
    outage(code, message) {
      logger.warn({ answer: message }, 'the mail server cannot be reached; sending waits')
      for (const lane of engine.lanes.values()) {
        engine.fault(lane.id, code, message, { fatal: false })
        engine.release(emptyLane(lane))
      }
    },
  })
  const refresh = createRefresh(engine)

  function onSettled(group: readonly Outcome[], changes: CampaignChange[]): void {
    const now = monotonic(clock)
    for (const outcome of group) {
      const entry = engine.land(outcome.messageId)
      if (entry === undefined) continue
      countOutcome(outcome, entry, metrics, deps.emit)
      if (outcome.kind === 'sent') sent += 1
      if (outcome.kind !== 'retry') continue
      if (outcome.at > clock.now()) recheck(entry.lane)
      wakeLane(entry.lane, outcome.dueAt)
    }
    for (const { campaignId, status } of changes) {
      notices.changed(campaignId, now, status !== 'sending')
      const lane = engine.lanes.get(campaignId)
      if (lane !== undefined && status !== 'sending') engine.closeLane(lane)
    }
    pump()
  }

  /** A due time was made before the clock was set back, and stored when those of its campaign had been checked already. */
  function recheck(lane: Lane): void {
    core.checked.campaigns.delete(lane.id)
    engine.refreshSoon()
  }

  /** A message came back: the lane asks for it when it is due. */
  function wakeLane(lane: Lane, dueAt: number): void {
    const { wall, mono } = momentOf(clock)
    if (lane.exhausted) lane.claimAt = Math.min(lane.claimAt, mono + Math.max(dueAt - wall, 0))
  }

  /**
   * The clock was set: leases that seem to end are prolonged, and what seems to be far ahead is brought back by the
   * next refresh.
   */
  function noticeClock(now: number): void {
    if (watch.forward !== seen.forward) {
      renewAll = true
      beatAt = Math.min(beatAt, Math.max(now, beatenAt + beatGapMs))
    }
    if (watch.back !== seen.back) engine.refreshSoon()
    seen.forward = watch.forward
    seen.back = watch.back
  }

  /**
   * The one place from which work begins: whatever can be done now is, side by side, and the alarm is set for what comes next. It waits for
   * nothing; everything it begins ends by calling it again, so that no loop, queue or order between the parts is needed.
   */
  function pump(): void {
    if (!running || pumping) return
    pumping = true
    const now = watch.read().mono
    noticeClock(now)
    if (now >= refreshAt && !busy.refreshing && !engine.stopping) alone('refreshing', look)
    if (now >= beatAt && !busy.beating) alone('beating', beat)
    if (!breaker.open) {
      for (const lane of engine.lanes.values()) claims.claimFor(lane, now)
      launches.launch(now)
    } else if (now >= breaker.probeAt && !busy.probing && !engine.stopping) alone('probing', () => probe(engine))
    notices.flush(now)
    pumping = false
    if (isIdle()) for (const done of idlers.splice(0)) done()
    arm(now)
  }

  function alone(what: keyof typeof busy, work: () => Promise<void>): void {
    busy[what] = true
    const done = work()
      .catch((err: unknown) => {
        logger.error({ err }, `the sender failed while ${what}; trying again`)
      })
      .finally(() => {
        busy[what] = false
        pump()
      })
    engine.track(done)
  }

  async function look(): Promise<void> {
    const asked = monotonic(clock)
    refreshAt = Number.POSITIVE_INFINITY
    const inMs = await refresh().finally(() => {
      refreshAt = Math.min(refreshAt, monotonic(clock) + settings.pollMs)
    })
    refreshedAt = asked
    refreshAt = Math.max(Math.min(refreshAt, monotonic(clock) + inMs), asked + refreshGapMs)
  }

  async function beat(): Promise<void> {
    const all = renewAll
    beatenAt = monotonic(clock)
    beatAt = beatenAt + (all ? Math.min(settings.pollMs, settings.claimLeaseMs / 3) : settings.claimLeaseMs / 3)
    await heartbeat(engine, all)
    if (!all) return
    renewAll = seen.forward !== watch.forward
    beatAt = beatenAt + settings.claimLeaseMs / 3
  }

  /** Sets the alarm to what comes next. What is due already waits for work that is going on, and that ends with a look of its own. */
  function arm(now: number): void {
    if (!running) return
    let next = Number.POSITIVE_INFINITY
    const consider = (at: number | undefined) => {
      if (at !== undefined && at > now && at < next) next = at
    }
    consider(refreshAt)
    consider(beatAt)
    consider(notices.nextAt)
    if (breaker.open) consider(breaker.probeAt)
    else {
      consider(launches.nextAt())
      for (const lane of engine.lanes.values()) consider(claims.nextClaimAt(lane))
    }
    if (next < Number.POSITIVE_INFINITY) alarm.set(next)
  }

  function isIdle(): boolean {
    if (idlers.length === 0 || engine.flying.size > 0 || busy.refreshing) return false
    if (refreshedAt === anyTime) return false
    if (breaker.open) return true
    for (const lane of engine.lanes.values())
      if (
        lane.claiming ||
        !lane.exhausted ||
        lane.claimAt <= monotonic(clock) ||
        lane.ready.length + lane.waiting.length > 0
      )
        return false
    return true
  }

  return {
    get sent() {
      return sent
    },
    get ready() {
      let ready = 0
      for (const lane of engine.lanes.values()) ready += lane.ready.length + lane.waiting.length
      return ready
    },
    start() {
      running = true
      pump()
    },
    wake() {
      if (!running) return
      for (const lane of engine.lanes.values()) if (lane.exhausted) lane.claimAt = anyTime
      engine.refreshSoon()
      pump()
    },
    idle() {
      return new Promise((resolve) => {
        idlers.push(resolve)
        pump()
      })
    },
    async stop(graceMs) {
      engine.stopping = true
      for (const lane of [...engine.lanes.values()]) engine.closeLane(lane)
      const landed = (async () => {
        while (engine.flying.size > 0 || background.size > 0) {
          await Promise.all([...background])
          if (engine.flying.size > 0) await nextTurn()
        }
      })()
      const patience = new AbortController()
      await Promise.race([landed, clock.sleep(graceMs, patience.signal)])
      patience.abort()
      engine.cut.abort()
      giveUp.abort()
      await landed
      await settler.drained()
      await Promise.all([...background])
      notices.flushAll()
      running = false
      alarm.stop()
      for (const done of idlers.splice(0)) done()
    },
  }
}

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 1))
