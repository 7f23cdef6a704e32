import { type Clock, type Moment, momentOf } from '../../domain/clock.ts'
import type { Logger } from '../../domain/logger.ts'

/** Notices that the machine's clock was set, and says what has to wait because of it. */
export interface ClockWatch {
  /** Reads both clocks. To be called before anything that goes by stored times. */
  read(): Moment
  /** How often the clock was found set forward, and set back. */
  readonly forward: number
  readonly back: number
  /** No slots are asked for before this time of the process. */
  readonly slotsFrom: number
  /** Leases of others are not ended before this time of the process. */
  readonly leasesFrom: number
}

export interface ClockWatchOptions {
  /** How far ahead slots are taken. */
  horizonMs: number
  /** How long all processes need to prolong their leases. */
  renewMs: number
}

/** A smaller step is taken for slewing, and changes nothing that matters. */
const stepMs = 100
/** A step that is logged; the next one the same way only after a minute. */
const toldMs = 1000
const toldAgainMs = 60_000

/**
 * Compares wall time with the process's own: their distance changes only when somebody sets the clock, or the machine
 * sleeps. Set forward, the stored throttles look rested while their last slots are still to be used, and the leases of
 * living processes look ended: both are left alone for a moment. A clock that goes at another pace altogether, as in a
 * test, is set forward all the time; so there is at least as much time between two such moments.
 */
export function createClockWatch(clock: Clock, logger: Logger, options: ClockWatchOptions): ClockWatch {
  const first = momentOf(clock)
  let distance = first.wall - first.mono
  let forward = 0
  let back = 0
  let slotsFrom = Number.NEGATIVE_INFINITY
  let leasesFrom = Number.NEGATIVE_INFINITY
  const toldAt = { forward: Number.NEGATIVE_INFINITY, back: Number.NEGATIVE_INFINITY }

  const after = (before: number, mono: number, ms: number) => (mono >= before + ms ? mono + ms : before)

  function moved(ms: number, mono: number): void {
    if (ms > 0) {
      forward += 1
      slotsFrom = after(slotsFrom, mono, options.horizonMs)
      leasesFrom = after(leasesFrom, mono, options.renewMs)
    } else back += 1
    const way = ms > 0 ? 'forward' : 'back'
    if (Math.abs(ms) < toldMs || mono < toldAt[way] + toldAgainMs) return
    toldAt[way] = mono
    logger.warn(
      { clockMovedMs: Math.round(ms) },
      way === 'forward'
        ? 'the system clock was set forward, or the machine slept: sending goes on; what waits for a time of day comes sooner'
        : 'the system clock was set back: sending goes on; scheduled campaigns start at their time of day, so later',
    )
  }

  return {
    read() {
      const moment = momentOf(clock)
      const step = moment.wall - moment.mono - distance
      distance += step
      if (Math.abs(step) >= stepMs) moved(step, moment.mono)
      return moment
    },
    get forward() {
      return forward
    },
    get back() {
      return back
    },
    get slotsFrom() {
      return slotsFrom
    },
    get leasesFrom() {
      return leasesFrom
    },
  }
}
