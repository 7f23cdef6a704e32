import { type Clock, momentOf, monotonic } from '../../domain/clock.ts'
import type { ThrottleLimit, ThrottleStore } from '../../store/port/throttle-store.ts'
import { limitsOf, slowest } from '../policy/throttle.ts'
import type { Transport } from '../transport/transport.ts'
import { anyTime } from './lane.ts'

/** A server that may give slots; without a number, whichever of those that have no limits. */
interface SlotServer {
  server: number | undefined
  limits: readonly ThrottleLimit[]
}

/** The limits that a transport's servers have for themselves, for all engines of a sender. */
export interface ServerSlots {
  /** The servers that may give slots now, in the order in which they are asked; at least one. */
  choices(): readonly SlotServer[]
  /** Changes with the servers that may be used: what waited for those before need not wait any more. */
  sign(): string
  /** True for a limit of a server: what waits for it is held back whatever its campaign. */
  has(key: string | undefined): boolean
  /** Milliseconds between two messages by all servers that work; 0 without a limit. And how many may go at once. */
  pace(): { intervalMs: number; burst: number }
  /** When a message may go by this server, for those that really left last. */
  earliest(server: number | undefined): number
  /** A message left by it. */
  left(server: number | undefined, at: number): void
  /** Takes a slot of a server that a message was not given one of, and waits for it; false where none is near. */
  mayLeaveBy(server: number, signal: AbortSignal): Promise<boolean>
}

export interface ServerSlotsOptions {
  transport: Pick<Transport, 'limits' | 'ready'>
  transportName: string
  clock: Clock
  throttles: ThrottleStore
  /** No slot further away than this is taken. */
  horizonMs: number
}

const unlimited: SlotServer = { server: undefined, limits: [] }

export function createServerSlots(options: ServerSlotsOptions): ServerSlots {
  const { transport, transportName, clock, throttles, horizonMs } = options
  const servers = (transport.limits ?? []).map((limits = {}, server): SlotServer => {
    const own = limitsOf(`server:${transportName}:${server}`, limits)
    return own.length === 0 ? unlimited : { server, limits: own }
  })
  const keys = new Set(servers.flatMap(({ limits }) => limits.map(({ key }) => key)))
  const spacings = servers.map(({ limits }) => slowest(limits.filter(({ burst }) => burst === 1)))
  const lastAt: number[] = servers.map(() => anyTime)

  /** Those with limits first: what these do not let through goes by the others. */
  function choices(): readonly SlotServer[] {
    if (keys.size === 0) return [unlimited]
    const ready = transport.ready?.() ?? servers.keys()
    const usable = [...new Set([...ready].map((at) => servers[at] ?? unlimited))]
    const limited = usable.filter((one) => one !== unlimited)
    return usable.length > limited.length ? [...limited, unlimited] : limited
  }

  function earliest(server: number | undefined): number {
    return server === undefined ? anyTime : (lastAt[server] ?? anyTime) + (spacings[server] ?? 0)
  }
  function left(server: number | undefined, at: number): void {
    if (server !== undefined) lastAt[server] = at
  }

  return {
    choices,
    sign: () =>
      keys.size === 0
        ? ''
        : choices()
            .map(({ server }) => server)
            .join(),
    has: (key) => key !== undefined && keys.has(key),
    pace() {
      const usable = choices()
      if (usable.includes(unlimited)) return { intervalMs: 0, burst: 1 }
      const perMs = usable.reduce((sum, { limits }) => sum + 1 / slowest(limits), 0)
      const burst = usable.reduce((sum, { limits }) => sum + Math.min(...limits.map((limit) => limit.burst)), 0)
      return { intervalMs: 1 / perMs, burst }
    },
    earliest,
    left,
    async mayLeaveBy(server, signal) {
      const { limits } = servers[server] ?? unlimited
      if (limits.length === 0) return true
      const { wall, mono } = momentOf(clock)
      const { slots } = await throttles.reserve({ limits, count: 1, maxWaitMs: horizonMs, now: wall })
      if (slots[0] === undefined) return false
      const slotAt = slots[0] - wall + mono
      for (;;) {
        const at = Math.max(slotAt, earliest(server))
        const now = monotonic(clock)
        if (signal.aborted) return false
        if (at <= now) {
          left(server, at)
          return true
        }
        await clock.sleep(at - now, signal)
      }
    },
  }
}
