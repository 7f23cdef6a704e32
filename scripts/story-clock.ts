import { type Clock, systemClock } from '../packages/core/src/domain/clock.ts'

export interface StoryClock extends Clock {
  /** From now on time runs so many times faster. */
  run(speed: number): void
  /** It is `ms` later at once. */
  skip(ms: number): void
  /** Milliseconds until the present. */
  readonly behind: number
}

/** A clock that begins `ago` before the present, so that pictures show what took days; it never runs backwards. */
export function createStoryClock(ago: number): StoryClock {
  let since = Date.now()
  let base = since - ago
  let speed = 1
  const now = () => base + (Date.now() - since) * speed
  return {
    now,
    // Waiting runs as fast as the story does, so waiting code must see the same time.
    monotonic: now,
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
    run(next) {
      base = now()
      since = Date.now()
      speed = next
    },
    skip(ms) {
      base += ms
    },
    get behind() {
      return Date.now() - now()
    },
  }
}
