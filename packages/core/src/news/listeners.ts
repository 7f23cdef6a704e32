import { EventEmitter } from 'eventemitter3'
import { func, oneOf } from '../domain/expect/index.ts'
import type { Logger } from '../domain/logger.ts'
import { callHost } from '../kit/call-host.ts'

/** The listeners of one kind of events, by their names. */
export interface Listeners<Events> {
  /** Returns the function that ends it. Throws `invalid_option` for another event, and for what is no function. */
  on<E extends keyof Events & string>(event: E, listener: (data: Events[E]) => unknown): () => void
  /** Calls every listener and waits for none; one that throws or rejects is logged and does not stop the others. */
  emit<E extends keyof Events & string>(event: E, data: Events[E]): void
  /** Whether anybody listens to one of these. */
  has(...events: (keyof Events & string)[]): boolean
}

export function createListeners<Events>(names: readonly (keyof Events & string)[], logger: Logger): Listeners<Events> {
  const emitter = new EventEmitter()
  const known = oneOf(...names)
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
    has: (...events) => events.some((event) => emitter.listenerCount(event) > 0),
  }
}
