import type { Store } from '../../store/port/store.ts'

/** A store whose calls are counted, so that a test can wait until all of them were answered. */
export interface CountedStore {
  store: Store
  /** Calls so far. */
  readonly calls: number
  /** Calls that are not answered yet. */
  readonly pending: number
}

/** The same store; only its calls are counted. */
export function countedStore(given: Store): CountedStore {
  let calls = 0
  let pending = 0

  function note(answer: unknown): void {
    calls += 1
    if (!(answer instanceof Promise)) return
    pending += 1
    const done = () => {
      pending -= 1
    }
    answer.then(done, done)
  }

  function counted<T extends object>(part: T): T {
    return new Proxy(part, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key)
        if (typeof value === 'object' && value !== null) return counted(value)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          // On the part itself: a class with private fields knows no proxy.
          const answer: unknown = Reflect.apply(value, target, args)
          note(answer)
          return answer
        }
      },
    })
  }

  return {
    store: counted(given),
    get calls() {
      return calls
    },
    get pending() {
      return pending
    },
  }
}
