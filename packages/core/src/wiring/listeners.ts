import { EventEmitter } from 'eventemitter3'
import { func, oneOf } from '../domain/expect/index.ts'
import type { Logger } from '../domain/logger.ts'
import { callHost } from '../kit/call-host.ts'
import type { Sillage, SillageEvents } from '../sillage.ts'

/** The listeners of an installation. */
export interface Listeners {
  on: Sillage['on']
  /** Calls every listener and waits for none; one that throws or rejects is logged and does not stop the others. */
  emit<E extends keyof SillageEvents>(event: E, data: SillageEvents[E]): void
}

const events: Record<keyof SillageEvents, true> = {
  campaign_progress: true,
  campaign_complete: true,
  campaign_error: true,
  campaign_stats: true,
  message_sent: true,
  message_failed: true,
  hit: true,
}
const known = oneOf(...Object.keys(events))

export function createListeners(logger: Logger): Listeners {
  const emitter = new EventEmitter()
  return {
    on(event, listener) {
      known(event, 'event')
      func(listener, 'listener')
      emitter.on(event, listener)
      return () => void emitter.off(event, listener)
    },
    emit(event, data) {
      for (const listener of emitter.listeners(event))
        callHost(
          () => listener(data),
          (error) => logger.error({ err: error, event }, 'a listener failed'),
        )
    },
  }
}
