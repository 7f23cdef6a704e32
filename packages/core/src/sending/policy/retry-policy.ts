import { SillageError } from '../../domain/errors.ts'
import { checkKnownKeys } from '../../domain/known-keys.ts'
import type { FailureKind } from '../../domain/message.ts'

const minute = 60_000
const hour = 60 * minute

/**
 * When a message that a server put off (4xx, or a connection lost before the body's last byte) is tried again. Times in milliseconds; each wait is drawn
 * at random up to its step. What is given up fails as `expired`. Outages of our own server and waits for limits cost no attempt. Values that make no
 * sense, and unknown keys, are `invalid_option`.
 */
export interface RetryOptions {
  /** The longest wait after the first, second, … attempt; the last one goes on. Default 5, 10, 20, 45 minutes, 2 and 4 hours. */
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

/**
 * Waits are drawn at random between the shortest one and the step of the schedule (full jitter), so that what failed together does not come back together.
 * RFC 5321 section 4.5.4.1 asks for retries over days; marketing mail ends after two. Throws `invalid_option`.
 */
export function createRetryPolicy(options: RetryOptions = {}, random: () => number = Math.random): RetryPolicy {
  checkKnownKeys('retry', options, ['delaysMs', 'shortestMs', 'deadlineMs'])
  const {
    delaysMs = [5 * minute, 10 * minute, 20 * minute, 45 * minute, 2 * hour, 4 * hour],
    shortestMs = minute,
    deadlineMs = 48 * hour,
  } = options
  if (!Array.isArray(delaysMs) || delaysMs.length === 0 || delaysMs.some((ms) => !(Number.isFinite(ms) && ms > 0)))
    throw wrong('delaysMs', 'a list of waits in milliseconds above 0', delaysMs)
  if (!(Number.isFinite(shortestMs) && shortestMs >= 0)) throw wrong('shortestMs', 'milliseconds from 0', shortestMs)
  if (!(Number.isFinite(deadlineMs) && deadlineMs >= 0)) throw wrong('deadlineMs', 'milliseconds from 0', deadlineMs)

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

const wrong = (name: string, expected: string, got: unknown) =>
  new SillageError('invalid_option', `retry.${name}: expected ${expected}, got ${JSON.stringify(got) ?? String(got)}`, {
    field: `retry.${name}`,
  })
