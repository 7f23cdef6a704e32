import { emptyMetrics, type SenderMetrics } from './metrics.ts'
import type { Sender } from './sender.ts'

/**
 * The senders of one process, one for each of its transports, as one. Each has its own connections, outages and places;
 * limits hold for all of them together, because they are kept in the store.
 */
export function createSenders(senders: readonly Sender[]): Sender {
  const all = (work: (sender: Sender) => Promise<unknown>): Promise<unknown[]> => Promise.all(senders.map(work))
  return {
    async start() {
      await all((sender) => sender.start())
    },
    wake(campaignId) {
      for (const sender of senders) sender.wake(campaignId)
    },
    async sendDue(options) {
      const sent = await Promise.all(senders.map((sender) => sender.sendDue(options)))
      return sent.reduce((sum, one) => sum + one, 0)
    },
    async holdDomain(domain, owner, holdMs) {
      await all((sender) => sender.holdDomain(domain, owner, holdMs))
    },
    async stop(options) {
      await all((sender) => sender.stop(options))
    },
    metrics: () => senders.map((sender) => sender.metrics()).reduce(together, emptyMetrics()),
  }
}

/** Counters are added up; one transport that cannot reach its server is an outage. */
function together(a: SenderMetrics, b: SenderMetrics): SenderMetrics {
  const failed = { ...a.failed }
  for (const [kind, count] of Object.entries(b.failed) as [keyof typeof failed, number][])
    failed[kind] = (failed[kind] ?? 0) + count
  return {
    sent: a.sent + b.sent,
    failed,
    unknown: a.unknown + b.unknown,
    retried: a.retried + b.retried,
    skipped: a.skipped + b.skipped,
    putOff: a.putOff + b.putOff,
    throttledMs: a.throttledMs + b.throttledMs,
    commits: a.commits + b.commits,
    commitMs: a.commitMs + b.commitMs,
    longestCommitMs: Math.max(a.longestCommitMs, b.longestCommitMs),
    commitBuckets: a.commitBuckets.map((count, at) => count + (b.commitBuckets[at] ?? 0)),
    inFlight: a.inFlight + b.inFlight,
    ready: a.ready + b.ready,
    outage: a.outage || b.outage,
    servers: [...a.servers, ...b.servers],
  }
}
