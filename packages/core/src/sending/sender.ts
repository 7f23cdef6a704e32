import { momentOf } from '../domain/clock.ts'
import { horizonMs } from './engine/claims.ts'
import { createClockWatch } from './engine/clock-watch.ts'
import { createEngine, type Engine } from './engine/engine.ts'
import type { SenderState } from './engine/engine-state.ts'
import { createOutageReport } from './engine/outage-report.ts'
import { createPlaces } from './engine/places.ts'
import { createServerSlots } from './engine/server-slots.ts'
import { emptyMetrics, type SenderMetrics } from './metrics.ts'
import { createBreaker } from './policy/breaker.ts'
import { createDomainQueues } from './policy/domain-queues.ts'
import { createSlowDomains } from './policy/slow-domains.ts'
import { type SenderDeps, senderSettings } from './sender-deps.ts'
import type { SenderNotice } from './sender-notice.ts'
import { defaultTransport } from './transport/named-transports.ts'

/** Sends the messages of the campaigns on a store. Any number of senders, in any number of processes, may share one. */
export interface Sender {
  /** Begins to work; a second call does nothing. */
  start(): Promise<void>
  /** Says that a campaign was changed: started, paused, given more messages; undefined: any of them may have been. */
  wake(campaignId?: number): void
  /**
   * Sends what is due, of one campaign or all, until that is done or `until` (ms since the epoch, counted off from now
   * on, whatever becomes of the clock); how many a server took.
   */
  sendDue(options?: { campaignId?: number | undefined; until?: number | undefined }): Promise<number>
  /** Gives a domain nothing for so long, because reports of a tenant's messages say that it refuses us. */
  holdDomain(domain: string, owner: string | null, holdMs: number): Promise<void>
  /**
   * Claims nothing more, lets what is on the wire finish for `graceMs` (default 10,000), hands the rest back. May be
   * started again.
   */
  stop(options?: { graceMs?: number | undefined }): Promise<void>
  metrics(): SenderMetrics
}

/** Every sender has prolonged its leases so long after the clock was set, also one whose event loop was busy. */
const renewMs = 5000

/** Takes options that were checked. Does no I/O until it is started. */
export function createSender(given: SenderDeps): Sender {
  let telling = false
  const emit = (notice: SenderNotice) => {
    telling = true
    try {
      given.emit(notice)
    } catch (err) {
      given.logger.error({ err }, 'a listener of the sender threw')
    } finally {
      telling = false
    }
  }
  const deps = { ...given, emit }
  const settings = senderSettings(deps)
  const { transportName = defaultTransport } = deps
  const state: SenderState = {
    deps,
    settings,
    metrics: emptyMetrics(),
    breaker: createBreaker(deps.breaker, deps.random),
    outageReport: createOutageReport({
      store: deps.store.outages,
      logger: deps.logger,
      sender: deps.name,
      transport: transportName,
      server: deps.transport.server ?? null,
    }),
    servers: createServerSlots({
      transport: deps.transport,
      transportName,
      clock: deps.clock,
      throttles: deps.store.throttles,
      horizonMs,
    }),
    slowDomains: createSlowDomains(deps.store.throttles),
    watch: createClockWatch(deps.clock, deps.logger, { horizonMs, renewMs }),
    domainQueues: createDomainQueues(),
    checked: { back: 0, leases: false, dueTimes: false },
    places: createPlaces(settings.concurrency),
  }
  const engines = new Set<Engine>()
  let main: Engine | undefined

  function open(scope: number | undefined): Engine {
    const engine = createEngine(state, scope)
    engines.add(engine)
    engine.start()
    return engine
  }

  return {
    async start() {
      if (main === undefined) main = open(undefined)
    },
    wake(campaignId) {
      // The sender's own notices return over the bus, and are ignored.
      if (!telling) for (const engine of engines) engine.wake(campaignId)
    },
    async sendDue({ campaignId, until } = {}) {
      const engine = open(campaignId)
      const time = new AbortController()
      const end = until === undefined ? [] : [deps.clock.sleep(until - deps.clock.now(), time.signal)]
      await Promise.race([engine.idle(), ...end])
      time.abort()
      await engine.stop(state.settings.leaseMs)
      engines.delete(engine)
      return engine.sent
    },
    holdDomain: (domain, owner, holdMs) => state.slowDomains.hold(domain, momentOf(deps.clock), holdMs, owner),
    async stop({ graceMs = 10_000 } = {}) {
      main = undefined
      await Promise.all(
        [...engines].map(async (engine) => {
          await engine.stop(graceMs)
          engines.delete(engine)
        }),
      )
      await state.outageReport.over()
    },
    metrics() {
      let ready = 0
      for (const engine of engines) ready += engine.ready
      const { metrics, places, breaker } = state
      const { failed, commitBuckets } = metrics
      const copies = { failed: { ...failed }, commitBuckets: [...commitBuckets] }
      return {
        ...metrics,
        ...copies,
        inFlight: places.taken,
        ready,
        outage: breaker.open,
        servers: (deps.transport.servers?.() ?? []).map((server) => ({ ...server, transport: transportName })),
      }
    },
  }
}
