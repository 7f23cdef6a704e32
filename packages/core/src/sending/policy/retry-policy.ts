import { amount, type Check, type Checks, list, object, refuse, shown } from '../../domain/expect/index.ts'
import type { FailureKind } from '../../domain/message.ts'

const minute = 60_000
const hour = 60 * minute

/**
 * When a message that a server put off (4xx, or a connection lost before the body's last byte) is tried again. Times in
 * milliseconds; each wait is drawn at random up to its step. What is given up fails as `expired`. Outages of our own
 * server and waits for limits cost no attempt. Values that make no sense, and unknown keys, are `invalid_option`.
 */
export interface RetryOptions {
  /**
   * The longest wait after the first, second, … attempt; the last one goes on. Default 5, 10, 20, 45 minutes, 2 and 4
   * hours.
   */
  delaysMs?: readonly number[] | undefined
  /** The shortest wait; greylisting servers are given five times as long. Default one minute. */
  shortestMs?: number | undefined
  /** The sum of the longest waits after which a message is given up. Default 48 hours. */
  deadlineMs?: number | undefined
}

export interface RetryPolicy {
  /** How long to wait after this many attempts; undefined: give up. */
  delayAfter(attempts: number, kind: FailureKind): number | undefined
  /** How many attempts a message gets. */
  readonly attempts: number
  /** The longest wait after the first, second, … attempt; the last one goes on. */
  readonly longestMs: readonly number[]
}

const delay: Check<number> = (value, path) =>
  typeof value === 'number' && Number.isFinite(value) && value > 0
    ? value
    : refuse(path, 'a number of milliseconds above 0', shown(value))

const delays: Check<readonly number[]> = (value, path) =>
  list(delay)(value, path).length > 0 ? (value as number[]) : refuse(path, 'at least one wait', 'none')

const checks: Checks<RetryOptions> = {
  delaysMs: delays,
  shortestMs: amount('milliseconds'),
  deadlineMs: amount('milliseconds'),
}

/** Checks the options of a retry policy. */
export const retryOptions: Check<RetryOptions> = object(checks)

/**
 * Waits are drawn at random between the shortest one and the step of the schedule (full jitter), so that what failed
 * together does not come back together. RFC 5321 section 4.5.4.1 asks for retries over days; marketing mail ends after
 * two.
 */
export function createRetryPolicy(options: RetryOptions = {}, random: () => number = Math.random): RetryPolicy {
  const {
    delaysMs = [5 * minute, 10 * minute, 20 * minute, 45 * minute, 2 * hour, 4 * hour],
    shortestMs = minute,
    deadlineMs = 48 * hour,
  } = options

  const stepAfter = (attempts: number) => delaysMs[Math.min(attempts, delaysMs.length) - 1] ?? 0
  let retries = 0
  for (let sum = stepAfter(1); sum <= deadlineMs; sum += stepAfter(retries + 1)) retries += 1

  return {
    attempts: retries + 1,
    longestMs: delaysMs,
    delayAfter(attempts, kind) {
      if (attempts > retries) return undefined
      const step = stepAfter(Math.max(attempts, 1))
      const floor = Math.min(kind === 'greylist' ? shortestMs * 5 : shortestMs, step)
      return Math.round(floor + random() * (step - floor))
    },
  }
}
