import type { Clock } from '../domain/clock.ts'
import { refuse, shown } from '../domain/expect/index.ts'

/**
 * A clock a test holds: time passes only when the test moves it. Give it as `clock` to `createSillage` and to
 * `recordingTransport`; waits of hours then take no time, and two runs are the same. It has wall time and monotonic
 * time; `jump` moves the first alone, like setting a machine's clock. What uses the machine's own time
 * (sockets, databases with a clock of their own) does not follow it.
 */
export interface FakeClock extends Clock {
  monotonic(): number
  /** Moves wall time by `ms`, forward or back. Sleepers wait by monotonic time and are not affected. */
  jump(ms: number): void
  /**
   * Advances both times, waking sleepers in the order of their time and letting their work settle before the next.
   */
  advance(ms: number): Promise<void>
  /**
   * Advances both times at once, as for a process that was suspended: each sleeper whose time has come by then wakes
   * once, late, in the order of their times. For waits of days, which `advance` would fill with polls.
   */
  leap(ms: number): Promise<void>
  /** Moves to the next sleeper's time, if that is no further than `withinMs`; false when there was none. */
  advanceToNext(withinMs?: number): Promise<boolean>
  /**
   * Lets promises and `setImmediate` settle: ten turns of the event loop. I/O that takes longer is awaited by itself.
   */
  settle(): Promise<void>
  /** How many are asleep. */
  readonly sleeping: number
}

/** Far less than a timer takes, and more than is lost in sums. */
const leastMs = 0.001

/**
 * Makes a clock that stands still until it is moved; begins at `start`, in ms since the epoch, by default
 * 2026-01-01T00:00:00Z. Sleepers wake in the order of their time, and their work settles before the next wakes:
 * promises and `setImmediate`, not I/O.
 */
export function fakeClock(start: number = Date.UTC(2026, 0, 1)): FakeClock {
  if (!Number.isFinite(start)) refuse('start', 'a time in milliseconds since the epoch', shown(start))
  /** Unlike wall time in size, so that confusing the two is noticed at once. */
  let mono = 1_000
  let ahead = start - mono
  let order = 0
  const sleepers = new Set<{ at: number; order: number; wake: () => void }>()

  const next = () => {
    let first: { at: number; order: number; wake: () => void } | undefined
    for (const sleeper of sleepers)
      if (first === undefined || sleeper.at < first.at || (sleeper.at === first.at && sleeper.order < first.order))
        first = sleeper
    return first
  }
  // Several turns of the event loop: chains of promises between two sleeps may be long, and some go by setImmediate.
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }

  async function advanceTo(until: number): Promise<void> {
    await settle()
    for (let sleeper = next(); sleeper !== undefined && sleeper.at <= until; sleeper = next()) {
      mono = Math.max(mono, sleeper.at)
      sleeper.wake()
      await settle()
    }
    mono = until
    await settle()
  }

  const clock: FakeClock = {
    now: () => mono + ahead,
    monotonic: () => mono,
    jump(ms) {
      ahead += ms
    },
    sleep(ms, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted === true) return resolve()
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        // What is left of a fraction would be lost in the sum, and whoever waits for it would wait for ever.
        const sleeper = { at: ms > 0 ? mono + Math.max(ms, leastMs) : mono, order: order++, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake, { once: true })
      })
    },
    advance: (ms) => advanceTo(mono + ms),
    async leap(ms) {
      await settle()
      mono += ms
      await clock.advance(0)
    },
    async advanceToNext(withinMs = Number.POSITIVE_INFINITY) {
      await settle()
      const sleeper = next()
      if (sleeper === undefined || sleeper.at > mono + withinMs) return false
      // Not by the time that is left: of a fraction the sum may be a little less.
      await advanceTo(Math.max(sleeper.at, mono))
      return true
    },
    settle,
    get sleeping() {
      return sleepers.size
    },
  }
  return clock
}
