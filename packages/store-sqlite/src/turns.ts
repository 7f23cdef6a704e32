/** Lets tasks run one after another, in the order they came. */
export interface Turns {
  /** Answers when `task` has; the next turn begins when `rest` has ended too. */
  take<T>(task: () => Promise<T>, rest?: () => Promise<void> | undefined): Promise<T>
}

/** A task that finds nobody before it starts at once, in the same turn of the event loop. */
export function createTurns(): Turns {
  const waiting: (() => void)[] = []
  let busy = false

  // The turn is handed over, not set free: nobody who comes now may pass those who wait.
  function handOver(): void {
    const next = waiting.shift()
    if (next === undefined) busy = false
    else next()
  }

  return {
    async take(task, rest) {
      if (busy) await new Promise<void>((resolve) => waiting.push(resolve))
      busy = true
      try {
        return await task()
      } finally {
        const resting = rest?.()
        if (resting === undefined) handOver()
        else void resting.then(handOver)
      }
    },
  }
}
