import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'

/** Tests that a tenant may send in a minute, from each process: the URL is of its choosing. */
const MOST = 10
const MINUTE_MS = 60_000

/** Counts a test of a tenant; throws `rate_limited` where there were too many in this minute. */
export type TestLimit = (owner: string | null) => void

export function createTestLimit(clock: Clock): TestLimit {
  let minute = 0
  let counts = new Map<string | null, number>()
  return (owner) => {
    const now = clock.now()
    if (Math.floor(now / MINUTE_MS) !== minute) {
      minute = Math.floor(now / MINUTE_MS)
      counts = new Map()
    }
    const before = counts.get(owner) ?? 0
    counts.set(owner, before + 1)
    if (before < MOST) return
    const retryAfterSeconds = Math.ceil(((minute + 1) * MINUTE_MS - now) / 1_000)
    throw new SillageError('rate_limited', `At most ${MOST} in a minute; try again in ${retryAfterSeconds} seconds.`, {
      details: { retryAfterSeconds },
    })
  }
}
