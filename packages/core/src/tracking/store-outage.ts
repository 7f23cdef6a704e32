import type { Clock } from '../domain/clock.ts'
import type { Logger } from '../domain/logger.ts'

/** A time in which nothing can be stored: each of its errors is logged once, and the waits between tries grow. */
export interface StoreOutage {
  /** Logs the failure, unless an error of the same code was logged in this outage. */
  say(error: unknown, details: Readonly<Record<string, number>>): void
  /** Waits, longer each time until it is over. */
  wait(): Promise<void>
  /** Logs the end, if a failure was logged. */
  over(): void
  /** True when the waits have reached their longest. */
  readonly long: boolean
}

const FIRST_WAIT_MS = 50
const LONGEST_WAIT_MS = 5_000

export function createStoreOutage(clock: Clock, logger: Logger): StoreOutage {
  let waitMs = FIRST_WAIT_MS
  const said = new Set<string>()
  return {
    say(error, details) {
      const code = codeOf(error)
      if (said.has(code)) return
      said.add(code)
      logger.warn({ err: error, code, ...details }, 'hits could not be stored and are kept; trying again')
    },
    async wait() {
      const ms = waitMs
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
      await clock.sleep(ms)
    },
    over() {
      waitMs = FIRST_WAIT_MS
      if (said.size > 0) logger.info({ codes: [...said] }, 'hits are stored again')
      said.clear()
    },
    get long() {
      return waitMs === LONGEST_WAIT_MS
    },
  }
}

/** The code of the deepest cause, which is the database's own where there is one. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.cause instanceof Error) return codeOf(error.cause)
  return 'code' in error ? String(error.code) : error.name
}
