import { shareEventLoop } from './share-event-loop.ts'

/**
 * Work that yields between its steps, each of which takes a few milliseconds at most. Whoever starts it chooses whether
 * other work may come between.
 */
export type Steps<T> = Generator<undefined, T, undefined>

/** Does all of it at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

/** Does it over as many turns of the event loop as it takes, so that other work of the process need not wait for it. */
export async function byTurns<T>(steps: Steps<T>): Promise<T> {
  const pause = shareEventLoop()
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
    await pause()
  }
}
