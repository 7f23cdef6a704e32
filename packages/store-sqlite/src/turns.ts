/** Lets tasks run one after another, in the order they came. */
export interface Turns {
  /** Resolves when `task` has; the next task begins when `rest` has ended too. */
  take<T>(task: () => Promise<T>, rest?: () => Promise<void> | undefined): Promise<T>
}

/** A task with none before it starts at once, in the same turn of the event loop. */
export function createTurns(): Turns {
  const waiting: (() => void)[] = []
  let busy = false

  // Ownership passes directly to the next waiter, so that no newcomer can overtake it.
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
