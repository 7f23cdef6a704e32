/** What is used now and then, and ended in between. */
export interface IdleEnd {
  use<T>(task: () => Promise<T>): Promise<T>
  /** It is not ended any more. */
  stop(): void
}

/**
 * A thread takes a tenth of a second of a processor to start, for which the first request waits: seldom enough every
 * half minute, and soon enough for a process with a store for each customer, of whom few do something at a time.
 */
export const IDLE_MS = 30_000

/** Calls `end` whenever no task has run for half a minute; what is used after that has to start again by itself. */
export function createIdleEnd(end: () => void): IdleEnd {
  let running = 0
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  return {
    async use(task) {
      clearTimeout(timer)
      running += 1
      try {
        return await task()
      } finally {
        running -= 1
        if (running === 0 && !stopped) timer = setTimeout(end, IDLE_MS).unref()
      }
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
