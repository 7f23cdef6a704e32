import type { ErrorCode } from '../domain/errors.ts'
import type { Breaker } from './breaker.ts'
import type { Entry, Lane } from './lane.ts'
import type { SenderMetrics } from './metrics.ts'
import type { SenderDeps, SenderSettings } from './sender-deps.ts'
import type { SlowDomains } from './slow-domains.ts'

/** What all engines of one sender share. */
export interface SenderCore {
  deps: SenderDeps
  settings: SenderSettings
  metrics: SenderMetrics
  breaker: Breaker
  slowDomains: SlowDomains
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
