import { vi } from 'vitest'

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The time of the store: its timers, and the clock by which patience is counted. */
export function holdTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
}

/** Resolves once `done` is true; threads and files need turns of the event loop, in which no time passes. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await turn()
}

/** Lets time pass from timer to timer, and only while nothing else runs, until the call is settled. */
export async function passing<T>(call: Promise<T>): Promise<PromiseSettledResult<T>> {
  let settled: PromiseSettledResult<T> | undefined
  void Promise.allSettled([call]).then(([result]) => {
    settled = result
  })
  for (;;) {
    await turn()
    if (settled !== undefined) return settled
    if (vi.getTimerCount() > 0) vi.advanceTimersToNextTimer()
  }
}
