import { shareEventLoop } from './share-event-loop.ts'
import type { Steps } from './steps.ts'

/** Does long work over as many turns of the event loop as it takes, so that other work need not wait for it. */
export async function byTurns<T>(steps: Steps<T>): Promise<T> {
  const pause = shareEventLoop()
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
    await pause()
  }
}
