import type { FailureKind } from '../domain/message.ts'

/** What this process's sender did since it was made. Times in milliseconds. */
export interface SenderMetrics {
  sent: number
  /** Given up for good, by kind. */
  failed: Partial<Record<FailureKind, number>>
  /** Handed over, never answered. */
  unknown: number
  /** Put off to be tried again; waits for limits are not counted. */
  retried: number
  /** Left out right before sending: suppressed since they were planned. */
  skipped: number
  /** Put off by a limit of their domain. */
  putOff: number
  /** Time that messages waited for their slot. */
  throttledMs: number
  /** Groups of outcomes stored, and how long that took in all. */
  commits: number
  commitMs: number
  /** Messages being handed over now, and those claimed and waiting. */
  inFlight: number
  ready: number
  /** True while the mail server cannot be reached. */
  outage: boolean
}

export function emptyMetrics(): SenderMetrics {
  return {
    sent: 0,
    failed: {},
    unknown: 0,
    retried: 0,
    skipped: 0,
    putOff: 0,
    throttledMs: 0,
    commits: 0,
    commitMs: 0,
    inFlight: 0,
    ready: 0,
    outage: false,
  }
}
