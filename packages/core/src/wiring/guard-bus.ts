import type { Logger } from '../domain/logger.ts'
import { callHost } from '../kit/call-host.ts'
import type { Bus } from '../live/bus.ts'

/**
 * A bus whose `publish` never throws, as the port promises: it is called in the middle of other work, and a group of
 * hits that was stored would count as one that was not, and be stored again.
 */
export function guardBus(bus: Bus, logger: Logger): Bus {
  const failed = (error: unknown) => logger.error({ err: error }, 'the bus failed; others learn late of what changed')
  return {
    publish: (notice) => callHost(() => bus.publish(notice), failed),
    subscribe(listener) {
      const end = bus.subscribe(listener)
      return () => callHost(end, failed)
    },
    start: async () => bus.start?.(),
    close: async () => bus.close?.(),
  }
}
