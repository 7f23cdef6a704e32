import type { Clock } from '../domain/clock.ts'
import { type Checks, checkOptions, flag, func, list, oneOf, refuse, shown, text } from '../domain/expect/index.ts'
import { type EventType, eventTypes, type SillageEvent } from '../domain/fact.ts'
import { keyPattern } from '../domain/ids.ts'
import type { Logger } from '../domain/logger.ts'
import type { Reader } from './reader/reader.ts'
import { triedAgain } from './reader/waits.ts'

/**
 * Calls `handler` with each fact of these types, of every tenant, at least once and one at a time, in the order in
 * which they were stored, in one of the processes that subscribe by this name; also with what happens while none of
 * them runs, from the first time on that the name was subscribed. The name is a key, such as `crm`; one that no process
 * has served for a week is forgotten. A handler that rejects is given the same fact again, after 1 second and ever
 * later, at most 5 minutes; so is one whose process ended in the middle. It must bear to be given a fact twice: the
 * `id` is the same. Hits of machines are left out unless `machines` is true. Begins with `start()`. Returns the
 * function that ends it in this process, after the fact that is being handled, so that a handler must not wait for it;
 * its place is kept. `close()` waits for that fact, too. Throws `invalid_option`, also for a name that this process
 * subscribes already.
 */
export type Subscribe = <T extends EventType>(
  name: string,
  types: readonly T[],
  handler: (event: SillageEvent<T>) => Promise<void> | void,
  options?: { machines?: boolean | undefined },
) => () => Promise<void>

type SubscribeOptions = NonNullable<Parameters<Subscribe>[3]>
const checks: Checks<SubscribeOptions> = { machines: flag }
const nameCheck = text('small letters, digits and hyphens, a letter first, at most 64 characters', (name) =>
  keyPattern.test(name),
)
const typesCheck = list(oneOf(...eventTypes))

const waits = { firstMs: 1_000, longestMs: 300_000 }

export function createSubscribe(reader: Reader, { clock, logger }: { clock: Clock; logger: Logger }): Subscribe {
  const names = new Set<string>()
  return (name, types, handler, options = {}) => {
    nameCheck(name, 'name')
    typesCheck(types, 'types')
    if (types.length === 0) refuse('types', 'the name of an event', shown(types))
    func(handler, 'handler')
    const { machines = false } = checkOptions('subscribe', options, checks)
    if (names.has(name)) refuse('name', 'a name that this process does not subscribe yet', shown(name))
    names.add(name)
    type Heard = Parameters<typeof handler>[0]
    const end = reader.subscribe(name, { types: [...types], machines }, async ({ event }, tries) => {
      try {
        await handler(event as Heard)
        return { kind: 'next' }
      } catch (error) {
        const next = triedAgain(tries, clock.now(), waits)
        const details = { err: error, subscription: name, type: event.type, tries: next.count }
        logger.error(details, 'a subscription failed, and is given the same fact again')
        return { kind: 'again', tries: next }
      }
    })
    return async () => {
      await end()
      names.delete(name)
    }
  }
}
