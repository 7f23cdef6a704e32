/** Lets tasks run one after another, in the order they came. */
export interface Turns {
  take<T>(task: () => Promise<T>): Promise<T>
}

/** A task that finds nobody before it starts at once, in the same turn of the event loop. */
export function createTurns(): Turns {
  const waiting: (() => void)[] = []
  let busy = false
  return {
    async take(task) {
      if (busy) await new Promise<void>((resolve) => waiting.push(resolve))
      busy = true
      try {
        return await task()
      } finally {
        // The turn is handed over, not set free: nobody who comes now may pass those who wait.
        const next = waiting.shift()
        if (next === undefined) busy = false
        else next()
      }
    },
  }
}
