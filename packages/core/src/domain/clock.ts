/**
 * The library's source of time: the port behind `clock` of the options. Tests have one of their own
 * (`fakeClock`), so that nothing waits for real time. What is stored and shown (due times, leases, scheduled starts) is
 * wall time; waits inside a process use monotonic time, so that setting a clock stops
 * nothing. Leases and the throttle on PostgreSQL use the database's clock, not this one.
 */
export interface Clock {
  /**
   * Wall time: milliseconds since the epoch. It may jump, in both directions, when the machine's clock is set.
   */
  now(): number
  /**
   * Milliseconds from any beginning, as even as the machine can, never back. Default: Node's `performance.now()`. A
   * clock whose `sleep` takes another time than the machine's (one that goes faster, or is held by a test) must have
   * this too, going at the same pace: each sleep is until a time of it, and ends too early or too late by any other.
   */
  monotonic?(): number
  /** Resolves after `ms`, however wall time jumps meanwhile, or at once when `signal` is aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The longest delay Node's timers take; longer ones fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * The time of this machine, and Node's timers; the default. A sleep of more than 2^31 − 1 ms (24.8 days) ends after
 * that long, one of less than 0 ms at once; the caller reads the time again after it.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep(ms, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve()
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS))
      signal?.addEventListener('abort', done, { once: true })
    })
  },
}

/** The time of this process, for all waits in it; comparable with itself only. */
export const monotonic = (clock: Clock): number => clock.monotonic?.() ?? performance.now()

/** One moment on both clocks, so that a time of one can be converted to the other. */
export interface Moment {
  /** Milliseconds since the epoch, as they are stored. */
  readonly wall: number
  /** Milliseconds of this process. */
  readonly mono: number
}

export const momentOf = (clock: Clock): Moment => ({ wall: clock.now(), mono: monotonic(clock) })

/** A stored time as the API shows it: ISO 8601 UTC, null where there is none. */
export function isoTime(ms: number | undefined | null): string | null {
  return ms === undefined || ms === null ? null : new Date(ms).toISOString()
}

/** As the clock's `sleep`, but on this machine's clock it does not keep the process from ending. */
export function sleepLightly(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (clock !== systemClock) return clock.sleep(ms, signal)
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS)).unref()
    signal.addEventListener('abort', done, { once: true })
  })
}
