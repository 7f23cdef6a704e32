/**
 * How long a queued message can wait, by the number of its attempts, in milliseconds: `longestMs` are the waits after
 * each attempt. One that was never tried waits for limits only, and asks them anew: no time at all where the clock was
 * ahead, else as long as any, because moving it costs a write.
 */
export const longestWaits = (longestMs: readonly number[], wasAhead: boolean): number[] => [
  wasAhead ? 0 : Math.max(...longestMs),
  ...longestMs,
]
