/** Watches how long the event loop is kept from turning. */
export interface Stalls {
  /** Stops watching; the longest stall in milliseconds. */
  stop(): number
}

const TICK_MS = 1

export function watchStalls(): Stalls {
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last - TICK_MS)
    last = now
  }, TICK_MS)
  return {
    stop() {
      clearInterval(timer)
      return longest
    },
  }
}
