import type { FailureKind } from '../domain/message.ts'
import { type CommitTimes, emptyCommitTimes } from '../kit/commit-times.ts'
import type { ServerMetrics } from './transport/transport.ts'

/**
 * What the sender of this process did since it was made; the commits are those of groups of outcomes. Counters only
 * rise, and an outcome counts when it is stored. Times in milliseconds. Other processes have figures of their own: add
 * them up where you gather them.
 */
export interface SenderMetrics extends CommitTimes {
  /** A server took them. */
  sent: number
  /** Given up for good, by kind; a kind that never came up is not there. */
  failed: Partial<Record<FailureKind, number>>
  /** Handed over, never answered. */
  unknown: number
  /** Put off to be tried again; waits for limits are not counted. */
  retried: number
  /** Left out right before sending: suppressed since they were planned; or too late for their campaign. */
  skipped: number
  /** Put off by a limit of their domain, or by their hours. */
  putOff: number
  /** Time that limits held campaigns back, one campaign at most one second a second; counted when the wait begins. */
  throttledMs: number
  /** Messages being handed over now, and those claimed and waiting. */
  inFlight: number
  ready: number
  /** True while the mail server cannot be reached; of several, none of them. */
  outage: boolean
  /** Each server by itself, where the transport has several. */
  servers: readonly (ServerMetrics & { transport: string })[]
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
    ...emptyCommitTimes(),
    inFlight: 0,
    ready: 0,
    outage: false,
    servers: [],
  }
}
