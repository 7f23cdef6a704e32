import { SillageError } from '@sillage/core/store'

export interface Requests {
  /** Runs a request; rejects with `closed` once `close` was called. */
  run<T>(request: () => Promise<T>): Promise<T>
  /** Waits for all requests that run, then for `end`; a second call waits for the same. */
  close(end: () => Promise<void>): Promise<void>
}

/**
 * The requests of a store from the first to the last. `check` throws where nothing may be answered any more; it is
 * asked before a request, and again before its answer is given.
 */
export function createRequests(check: () => void): Requests {
  const running = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  async function checked<T>(request: () => Promise<T>): Promise<T> {
    check()
    const answer = await request()
    check()
    return answer
  }

  return {
    async run(request) {
      if (closing !== undefined) throw new SillageError('closed', 'This store was closed; create a new one.')
      const answer = checked(request)
      running.add(answer)
      try {
        return await answer
      } finally {
        running.delete(answer)
      }
    },
    close(end) {
      closing ??= Promise.allSettled(running).then(end)
      return closing
    },
  }
}
