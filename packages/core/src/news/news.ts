import { type Checks, checkOptions, flag, func } from '../domain/expect/index.ts'
import { type EventData, type EventType, eventTypes, type SillageEvent } from '../domain/fact.ts'
import type { Logger } from '../domain/logger.ts'
import type { FactIds } from './fact-ids.ts'
import { createListeners } from './listeners.ts'
import type { Made } from './recorded-news.ts'

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
  /** Resolves when everything given so far was passed on. */
  published(): Promise<void>
}

/** What happened. */
export interface Fact<T extends EventType = EventType> {
  type: T
  /** As it is stored, in ms since the epoch: of all but an event, the id is made of it. */
  at: number
  /** Of an event its id. */
  event?: number
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

export function createNews(factIds: () => Promise<FactIds>, logger: Logger): News {
  let ids: FactIds | undefined
  let published = Promise.resolve()
  const listeners = createListeners<Record<EventType, Happened>>(eventTypes, logger)
  return {
    on(type, listener, options = {}) {
      func(listener, 'listener')
      const { machines = false } = checkOptions('on', options, checks)
      type Heard = Parameters<typeof listener>[0]
      return listeners.on(type, ({ event, machine }) => (machine && !machines ? undefined : listener(event as Heard)))
    },
    wanted: listeners.has,
    publish(fact) {
      if (!listeners.has(fact.type)) return
      if (ids !== undefined) return emit(fact as Fact, ids)
      // The first ones wait for the key.
      published = published.then(async () => {
        try {
          ids ??= await factIds()
          emit(fact as Fact, ids)
        } catch (error) {
          logger.error({ err: error, type: fact.type }, 'a fact was stored, and its listeners were not called')
        }
      })
    },
    published: () => published,
  }

  function emit({ event: row, at, owner, machine = false, ...made }: Fact, ids: FactIds): void {
    const id = row === undefined ? ids.of(made as Made, at) : ids.ofEvent(row)
    const event = { id, timestamp: new Date(at).toISOString(), owner, ...made } as SillageEvent
    listeners.emit(made.type, { event, machine })
  }
}
