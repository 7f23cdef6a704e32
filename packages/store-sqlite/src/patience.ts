import { isBusy, isRolledBack, sillageErrorOf } from './sqlite-errors.ts'

/** A request that another process may keep waiting. */
export interface Patient {
  /** When it was first refused, itself or by one that was tried before it, since the lock was last obtained here. */
  refusedAt?: number | undefined
}

/**
 * Repeats `attempt` while another process holds the lock, and once where a thread ended that had stored nothing of it.
 * The first of `patients` is the one that is tried, the others are behind it.
 */
export type Patiently = <T>(attempt: () => Promise<T>, patients?: () => readonly Patient[]) => Promise<T>

export interface Patience {
  patiently: Patiently
  /** True while other processes want the lock too. */
  contended(): boolean
}

export interface PatienceOptions {
  patienceMs: number
  /** Milliseconds that never go back. */
  now?: () => number
  sleep?: (ms: number) => Promise<void>
}

/**
 * Waits between two tries for a lock that another process holds: short and unequal, so that two processes do not fall
 * into step; longer after a second, because then the holder is not a writer of this library. Waits that grew from the
 * start would leave the lock to whoever has it.
 */
const WAIT_MS = 2
const LONG_WAIT_MS = 12
const LONG_AFTER_MS = 1000
const CONTENDED_FOR_MS = 1000

/** Waits in this process and never inside SQLite, which would hold its thread. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * How long requests wait for other processes. What they waited for before they were first refused does not count: a
 * place in the queue, the start of a thread, a busy event loop. A request fails only by a try that began when its time
 * was over, because the answer to an earlier one may have been waiting to be read for longer than the lock was held.
 */
export function createPatience({
  patienceMs,
  now = () => performance.now(),
  sleep: wait = sleep,
}: PatienceOptions): Patience {
  let contendedUntil = Number.NEGATIVE_INFINITY

  async function patiently<T>(attempt: () => Promise<T>, patients: () => readonly Patient[]): Promise<T> {
    let threads = 2
    for (;;) {
      const triedAt = now()
      try {
        const value = await attempt()
        for (const one of patients()) one.refusedAt = undefined
        return value
      } catch (error) {
        if (isRolledBack(error) && --threads > 0) continue
        if (!isBusy(error)) throw sillageErrorOf(error)
        const at = now()
        for (const one of patients()) one.refusedAt ??= at
        contendedUntil = at + CONTENDED_FOR_MS
        const since = patients()[0]?.refusedAt ?? at
        if (triedAt - since >= patienceMs) throw sillageErrorOf(error)
        await wait((at - since < LONG_AFTER_MS ? WAIT_MS : LONG_WAIT_MS) * (0.5 + Math.random()))
      }
    }
  }

  return {
    patiently(attempt, patients) {
      const alone = [{}]
      return patiently(attempt, patients ?? (() => alone))
    },
    contended: () => now() < contendedUntil,
  }
}
