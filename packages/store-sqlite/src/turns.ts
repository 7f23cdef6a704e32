/** Lets tasks run one after another in the order they came, or so many at once. */
export interface Turns {
  /** Resolves when `task` has; the next task begins when `rest` has ended too. */
  take<T>(task: () => Promise<T>, rest?: () => Promise<void> | undefined): Promise<T>
}

/** A task with none before it starts at once, in the same turn of the event loop. */
export function createTurns(atOnce = 1): Turns {
  const waiting: (() => void)[] = []
  let free = atOnce

  // Ownership passes directly to the next waiter, so that no newcomer can overtake it.
  function handOver(): void {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }

  return {
    async take(task, rest) {
      if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
      else free -= 1
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
