const LONGEST_MS = 10

/**
 * Divides long work into turns of the event loop, so that it blocks nothing else: `const pause = shareEventLoop()`
 * where it begins, `await pause()` after each of its steps. Resolves at once, and after 10 ms of work in the next turn.
 */
export function shareEventLoop(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < LONGEST_MS) return undefined
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now()
        resolve()
      })
    })
  }
}

/** The next turn of the event loop, after what waits for input and output. */
export const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
