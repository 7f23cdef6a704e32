import type { Outcome } from '../../store/message-store.ts'
import type { SenderMetrics } from '../metrics.ts'
import type { SenderDeps } from '../sender-deps.ts'
import type { Entry } from './lane.ts'

/** Counts a stored outcome, and tells it. */
export function countOutcome(
  outcome: Outcome,
  { lane }: Entry,
  metrics: SenderMetrics,
  emit: SenderDeps['emit'],
): void {
  const { messageId } = outcome
  if (outcome.kind === 'sent') {
    metrics.sent += 1
    emit({ type: 'sent', campaignId: lane.id, messageId })
  } else if (outcome.kind === 'unknown') metrics.unknown += 1
  else if (outcome.kind === 'retry') {
    if (outcome.attempted) metrics.retried += 1
  } else {
    const { kind } = outcome.error
    metrics.failed[kind] = (metrics.failed[kind] ?? 0) + 1
    emit({ type: 'failed', campaignId: lane.id, messageId, error: outcome.error })
  }
}
