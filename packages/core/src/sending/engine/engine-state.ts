import type { ErrorCode } from '../../domain/errors.ts'
import type { SenderMetrics } from '../metrics.ts'
import type { Breaker } from '../policy/breaker.ts'
import type { SlowDomains } from '../policy/slow-domains.ts'
import type { SenderDeps, SenderSettings } from '../sender-deps.ts'
import type { ClockWatch } from './clock-watch.ts'
import { type Entry, emptyLane, type Lane } from './lane.ts'

/** What all engines of one sender share. */
export interface SenderCore {
  deps: SenderDeps
  settings: SenderSettings
  metrics: SenderMetrics
  breaker: Breaker
  slowDomains: SlowDomains
  watch: ClockWatch
  /** What stored times were held against the clock, since it was last found set back. */
  checked: { back: number; leases: boolean; campaigns: Set<number> }
  /** Messages in flight in all engines, from `begin` until their outcome is stored; `concurrency` is the most there may be. */
  inFlight: { count: number }
}

/** What the parts of one engine share. */
export interface EngineState extends SenderCore {
  /** Only this campaign; undefined: all. */
  scope: number | undefined
  lanes: Map<number, Lane>
  /** Messages of this engine in flight, by id. */
  flying: Map<number, Entry>
  stopping: boolean
  /** Aborted when what is on the wire is to be cut. */
  cut: AbortController
  /** Looks what can be done now; cheap, may be called at any time. */
  pump(): void
  /** Asks for a fresh look at the campaigns. */
  refreshSoon(): void
  /** Notes that a campaign's counts changed. */
  changed(campaignId: number, urgent?: boolean): void
  fault(campaignId: number, code: ErrorCode, message: string, options: { fatal: boolean; messageId?: number }): void
  /** Hands claimed messages back. */
  release(entries: readonly Entry[]): void
  /** Ends a lane and hands back what it holds. */
  closeLane(lane: Lane): void
  /** Pauses a campaign for a reason. */
  pause(campaignId: number, reason: ErrorCode, message: string): Promise<void>
  /** A message's time in flight is over; what it was. */
  land(messageId: number): Entry | undefined
  /** Keeps an eye on work nobody awaits, so that `stop` can. */
  track(work: Promise<unknown>): void
}

/** What the engine itself brings: its loop, and the work that goes on beside it. */
interface EngineLoop extends Pick<EngineState, 'pump' | 'refreshSoon' | 'changed'> {
  background: Set<Promise<unknown>>
}

export function createEngineState(core: SenderCore, scope: number | undefined, loop: EngineLoop): EngineState {
  const { deps, inFlight } = core
  const { store, clock, logger, name } = deps
  const { background, pump, refreshSoon, changed } = loop
  const engine: EngineState = {
    ...core,
    scope,
    pump,
    refreshSoon,
    changed,
    lanes: new Map(),
    flying: new Map(),
    stopping: false,
    cut: new AbortController(),
    fault(campaignId, code, message, { fatal, messageId }) {
      const about = messageId === undefined ? {} : { messageId: String(messageId) }
      deps.emit({ type: 'fault', fault: { campaignId: String(campaignId), code, message, fatal, ...about } })
    },
    release(entries) {
      if (entries.length === 0) return
      const ids = entries.map((entry) => entry.message.id)
      engine.track(
        store.messages.release(name, ids).catch((err: unknown) => {
          logger.warn({ err, messages: ids.length }, 'claims could not be handed back; they end with their lease')
        }),
      )
    },
    closeLane(lane) {
      lane.closed = true
      if (engine.lanes.get(lane.id) === lane) engine.lanes.delete(lane.id)
      engine.release(emptyLane(lane))
    },
    async pause(campaignId, reason, message) {
      const lane = engine.lanes.get(campaignId)
      if (lane !== undefined) engine.closeLane(lane)
      const change = { from: ['sending'], to: 'paused', at: clock.now(), pauseReason: reason } as const
      const paused = await store.campaigns.changeStatus(campaignId, change)
      if (paused === undefined) return
      logger.error({ campaignId, reason, answer: message }, 'campaign paused')
      engine.fault(campaignId, reason, message, { fatal: true })
      engine.changed(campaignId, true)
    },
    land(messageId) {
      const entry = engine.flying.get(messageId)
      if (entry === undefined) return undefined
      engine.flying.delete(messageId)
      inFlight.count -= 1
      entry.lane.inFlight -= 1
      return entry
    },
    track(work) {
      background.add(work)
      void work.finally(() => background.delete(work))
    },
  }
  return engine
}
