/**
 * One limit on when messages may leave: successive sends are `intervalMs` apart, up to `burst` may go at once after a
 * pause. N per T with burst b has the interval T / (N − b + 1), so that no window of length T ever holds more than N
 * (GCRA with a burst shortened to fit: the textbook's lets 2N − 1 through). Every store refuses what `checkLimits`
 * refuses: `invalid_option`.
 */
export interface ThrottleLimit {
  /** Shared by everything the limit applies to, such as `campaign:12:delay` or `domain:example.org`. */
  key: string
  /** Milliseconds from 0; a fraction is kept to 1/1024. */
  intervalMs: number
  /** A whole number from 1. */
  burst: number
}

/**
 * The slots that were obtained, and how long to wait for more. A slot that is not used is lost: it is charged to every
 * limit all the same, so a sender reserves no more than it is about to send.
 */
export interface Reservation {
  /** When each reserved message may leave, in ms of the clock used, ascending; as many as could be reserved. */
  slots: number[]
  /** How long to wait before asking again, when fewer slots than asked for lay within `maxWaitMs`; else 0. */
  waitMs: number
  /** The key of the limit that has to be waited for; undefined when there is none. */
  waitsFor: string | undefined
}

/**
 * The state of limits, persisted and shared by every process on the store, so that N means N across machines. A key
 * needs no set-up: a key that was never used, or was pruned, has its whole burst. The rule is `reserveSlots`
 * (`throttle-slots.ts`); a store gives it rows under a lock.
 */
export interface ThrottleStore {
  /**
   * Reserves up to `count` slots that respect all limits at once. One atomic step: either every limit is charged for a
   * slot or none. `jitterMs[i]` is added to the distance after slot i under the first limit, at most `mostJitterMs`. No
   * slot later than now + maxWaitMs is reserved; all that share a key ask with the same `maxWaitMs`, because a state
   * further ahead than such reservations can have put it was written by a clock that was ahead, and is moved back
   * (`reserveSlots`), which is stored even where no slot is given. `now` is the time of the call. Postgres uses the
   * database's clock and returns times of the caller's clock `now`. Throws `invalid_option` by `checkLimits`.
   */
  reserve(request: {
    limits: readonly ThrottleLimit[]
    count: number
    maxWaitMs: number
    now: number
    jitterMs?: readonly number[]
    mostJitterMs?: number
  }): Promise<Reservation>
  /**
   * Holds a key back until `until`; later reservations wait for it. An earlier hold is not shortened (`holdThrottle`).
   */
  hold(key: string, times: { now: number; until: number }): Promise<void>
  /** Deletes keys that have been idle since `before`, which changes no later reservation; returns how many. */
  prune(before: number): Promise<number>
}
