import { monotonic } from '../../domain/clock.ts'
import type { ErrorCode } from '../../domain/errors.ts'
import type { CampaignRecord } from '../../store/port/records.ts'
import { campaignsTogether, type ReadOf } from '../../store/read-together.ts'
import type { SenderMetrics } from '../metrics.ts'
import type { Breaker } from '../policy/breaker.ts'
import type { DomainQueues } from '../policy/domain-queues.ts'
import type { SlowDomains } from '../policy/slow-domains.ts'
import type { SenderDeps, SenderSettings } from '../sender-deps.ts'
import { type ChangeNotices, createChangeNotices } from './change-notices.ts'
import type { ClockWatch } from './clock-watch.ts'
import { anyTime, type Entry, type Lane, type Rest } from './lane.ts'
import type { OutageReport } from './outage-report.ts'
import type { Places } from './places.ts'
import { createReady, type Ready } from './ready.ts'
import type { ServerSlots } from './server-slots.ts'
import { createTurns, type Turns } from './turns.ts'

/** What all engines of one sender share. */
export interface SenderState {
  deps: SenderDeps
  settings: SenderSettings
  metrics: SenderMetrics
  breaker: Breaker
  outageReport: OutageReport
  servers: ServerSlots
  slowDomains: SlowDomains
  domainQueues: DomainQueues
  watch: ClockWatch
  /** What stored times were held against the clock, since it was last found set back. */
  checked: { back: number; leases: boolean; dueTimes: boolean }
  /** Of the messages in flight in all engines, from before `begin` until their outcome is stored. */
  places: Places
}

/** A round that comes back. Times are those of this process, which no setting of the clock moves. */
interface Round {
  /** When it is to be done next. */
  nextAt: number
  /** When the last one began. */
  lastAt: number
}

/** What one engine knows. All parts read and write this; only the settler calls back. */
export interface EngineState extends SenderState {
  /** Only this campaign; undefined: all. */
  scope: number | undefined
  /** A campaign with its content; undefined when it is gone. */
  campaignOf: ReadOf<CampaignRecord | undefined>
  /** Ids of streams, as far as any had something to send. */
  streams: Set<number>
  /** Campaigns with messages to be claimed. */
  ready: Ready
  /** Campaigns that hold messages, by id. */
  lanes: Map<number, Lane>
  /** Lanes with messages that have a slot. */
  turns: Turns
  /** What is kept of lanes that were closed because they held nothing, by id. */
  resting: Map<number, Rest>
  /** Campaigns that were named when it was last read what there is to do; undefined before that. */
  named: ReadonlySet<number> | undefined
  /** Campaigns that wait for their hours, as they were read at a version, by id; until a time of this process. */
  shut: Map<number, { until: number; version: number }>
  /** The last times of campaigns that were read at a version, by id; wall time. */
  ends: Map<number, { at: number; version: number }>
  /** Campaigns that were changed, by their ids. */
  changed: Set<number>
  /** Messages of this engine in flight, by id. */
  inFlight: Map<number, Entry>
  /** Messages a server took. */
  sent: number
  /** When a message of any campaign left last, as far as the installation's spacing goes by it. */
  lastSentAt: number
  stopping: boolean
  /** Aborted when what is on the wire is to be cut, and outcomes that cannot be stored are to be given up. */
  cut: AbortController
  /** Work that runs without being awaited, kept for `stop` to wait for. */
  background: Set<Promise<unknown>>
  notices: ChangeNotices
  refresh: Round
  /** Reads the campaigns that were changed. */
  renewal: Round
  /** Until then the limits of the installation let no more go: no campaign asks for slots. */
  limitedUntil: number
  /** The servers whose limits these are, where it is theirs (`ServerSlots.sign`). */
  limitedBy: string | undefined
  /** A campaign was found without due messages since due times were read last: they are to be read again. */
  exhausted: boolean
  /** Messages were claimed since then. */
  gained: boolean
  heartbeat: Round & {
    /** The next one prolongs the leases of messages in flight, too. */
    all: boolean
  }
  /** How often the clock was found set when that was last acted upon. */
  clockSeen: { forward: number; back: number }
}

/** Wakes that come faster than this are taken together. */
export const refreshGapMs = 50

export function createEngineState(sender: SenderState, scope: number | undefined): EngineState {
  const { deps, watch } = sender
  const streams = new Set<number>()
  return {
    ...sender,
    scope,
    campaignOf: campaignsTogether(deps.store.campaigns),
    streams,
    ready: createReady((id) => streams.has(id)),
    lanes: new Map(),
    turns: createTurns(),
    resting: new Map(),
    named: undefined,
    shut: new Map(),
    ends: new Map(),
    changed: new Set(),
    inFlight: new Map(),
    sent: 0,
    lastSentAt: anyTime,
    stopping: false,
    cut: new AbortController(),
    background: new Set(),
    notices: createChangeNotices((campaignId, urgent) =>
      deps.emit({ type: urgent ? 'changed' : 'progress', campaignId }),
    ),
    refresh: { nextAt: anyTime, lastAt: anyTime },
    renewal: { nextAt: anyTime, lastAt: anyTime },
    limitedUntil: anyTime,
    limitedBy: undefined,
    exhausted: false,
    gained: false,
    heartbeat: { nextAt: anyTime, lastAt: anyTime, all: false },
    clockSeen: { forward: watch.forward, back: watch.back },
  }
}

/** Asks for the campaigns to be read again. */
export function refreshSoon({ refresh, deps }: EngineState): void {
  refresh.nextAt = Math.min(refresh.nextAt, Math.max(monotonic(deps.clock), refresh.lastAt + refreshGapMs))
}

/** Notes that a campaign's counts changed; published at once when `urgent`: its status did. */
export function noteChange({ notices, deps }: EngineState, campaignId: number, urgent = false): void {
  notices.changed(campaignId, monotonic(deps.clock), urgent)
}

/** Publishes what a person should know about a campaign. */
export function tellFault(
  { deps }: EngineState,
  campaignId: number,
  code: ErrorCode,
  message: string,
  { fatal, messageId }: { fatal: boolean; messageId?: number },
): void {
  const about = messageId === undefined ? {} : { messageId: String(messageId) }
  deps.emit({ type: 'fault', fault: { campaignId: String(campaignId), code, message, fatal, ...about } })
}

/** A message's time in flight is over; what it was. */
export function removeFromInFlight(state: EngineState, messageId: number): Entry | undefined {
  const { inFlight, places, turns } = state
  const entry = inFlight.get(messageId)
  if (entry === undefined) return undefined
  inFlight.delete(messageId)
  places.giveBack(messageId)
  entry.lane.inFlight -= 1
  if (entry.lane.withSlot.length > 0) turns.add(entry.lane)
  return entry
}

/** Starts work without waiting for it; only `stop` waits. The work must not reject. */
export function inBackground({ background }: EngineState, work: Promise<unknown>): void {
  background.add(work)
  void work.finally(() => background.delete(work))
}
