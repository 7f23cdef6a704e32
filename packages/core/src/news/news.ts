import { randomUUID } from 'node:crypto'
import { type Checks, checkOptions, flag, func } from '../domain/expect/index.ts'
import { type EventData, type EventType, eventTypes, type SillageEvent } from '../domain/fact.ts'
import type { Logger } from '../domain/logger.ts'
import { createListeners } from './listeners.ts'

/**
 * Calls `listener` at each fact of this type that this process stored, after it was stored and in the order it
 * happened, at most once; a process that ends takes what was not passed on yet with it. Hits of machines (scanners,
 * prefetchers), which count in no headline figure, are left out unless `machines` is true. A listener is not waited
 * for, and one that throws or rejects is logged and affects nothing else. Returns the function that ends it. Throws
 * `invalid_option` for another type.
 */
export type On = <T extends EventType>(
  type: T,
  listener: (event: SillageEvent<T>) => unknown,
  options?: { machines?: boolean | undefined },
) => () => void

/** The facts of this process, and who listens to them. */
export interface News {
  on: On
  /** Whether anybody listens to one of these; where nobody does, nothing need be made of them. */
  wanted(...types: EventType[]): boolean
  /**
   * Passes a fact that was stored to its listeners. `machine`: a hit that counts in no headline figure; only listeners
   * that asked for machines get it.
   */
  publish<T extends EventType>(fact: Fact<T>): void
}

/** What happened, at a time in ms since the epoch. */
export interface Fact<T extends EventType = EventType> {
  type: T
  at: number
  owner: string | null
  data: EventData[T]
  machine?: boolean
}

type OnOptions = NonNullable<Parameters<On>[2]>
const checks: Checks<OnOptions> = { machines: flag }

/** What the listeners of a type are given: the fact, and whether a machine caused it. */
interface Happened {
  event: SillageEvent
  machine: boolean
}

export function createNews(logger: Logger): News {
  const listeners = createListeners<Record<EventType, Happened>>(eventTypes, logger)
  return {
    on(type, listener, options = {}) {
      func(listener, 'listener')
      const { machines = false } = checkOptions('on', options, checks)
      type Heard = Parameters<typeof listener>[0]
      return listeners.on(type, ({ event, machine }) => (machine && !machines ? undefined : listener(event as Heard)))
    },
    wanted: listeners.has,
    publish({ type, at, owner, data, machine = false }) {
      if (!listeners.has(type)) return
      const event = { id: randomUUID(), type, timestamp: new Date(at).toISOString(), owner, data }
      listeners.emit(type, { event: event as SillageEvent, machine })
    },
  }
}
