import type { Store } from '@sillage/core/store'
import { createRequests } from './requests.ts'

type Method = (...given: unknown[]) => Promise<unknown>

/**
 * A store whose `close()` waits for calls, not only for what they ask of the database at that moment: some take one
 * batch after another, and what they have changed is known by their answer alone.
 */
export function wholeCalls(store: Store): Store {
  const calls = createRequests(() => {})

  /** The methods of an object, and of the roles in it. */
  function whole(of: object): object {
    const entries = Object.entries(of).map(([name, value]) => {
      if (typeof value === 'function')
        return [name, (...given: unknown[]) => calls.run(() => (value as Method)(...given))]
      return [name, typeof value === 'object' && value !== null ? whole(value) : value]
    })
    return Object.fromEntries(entries)
  }

  return { ...(whole(store) as Store), close: () => calls.close(() => store.close()) }
}
