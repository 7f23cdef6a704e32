import type { SenderMetrics } from '../sending/metrics.ts'
import type { RecorderMetrics } from '../tracking/recorder.ts'
import type { WebhookMetrics } from '../webhooks/webhook-metrics.ts'

/**
 * What this process did since `createSillage`, and what it holds now; a snapshot made from numbers in memory, without a
 * query to the store. Other processes have their own: collect them and add them up. `prometheusText` and
 * `metricFamilies` write it for others; docs/metrics.md explains each figure.
 */
export interface Metrics {
  /** Undefined in a process without a transport. */
  sender: SenderMetrics | undefined
  hits: RecorderMetrics
  live: {
    /** Live sockets and event streams now. */
    subscribers: number
    /** Live frames made, each counted once, however many clients got it. */
    frames: number
  }
  /** Images that measure read time, being served now. */
  readTimeStreams: number
  /** Mails that the host sends itself (`messages.track`), and those of them that were given back untracked. */
  tracked: { mails: number; untracked: number }
  webhooks: WebhookMetrics
}
