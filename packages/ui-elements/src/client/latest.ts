/**
 * Runs one request at a time: a new one aborts the one before, and an answer that still arrives is dropped
 * (`undefined`). Errors of dropped requests are dropped with them.
 */
export interface Latest {
  run<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>
  cancel(): void
}

export function createLatest(): Latest {
  let current: AbortController | undefined
  return {
    async run(ask) {
      current?.abort()
      const mine = new AbortController()
      current = mine
      try {
        const answer = await ask(mine.signal)
        return current === mine ? answer : undefined
      } catch (error) {
        if (current !== mine) return undefined
        throw error
      }
    },
    cancel() {
      current?.abort()
      current = undefined
    },
  }
}
