import type { FeedbackEvent } from '../../domain/feedback.ts'
import type { ParsedBounce } from './parse-bounce.ts'

/** By these a provider says that its user wants no more mails, not that one was spam (RFC 5965). */
const optOuts: readonly (string | undefined)[] = ['opt-out', 'opt-out-list']

/**
 * What a report is worth recording (`feedback.record`); undefined for a server that still tries, and for a report that
 * proves no message of ours: anybody may have written it.
 */
export function feedbackOf(report: ParsedBounce | undefined): FeedbackEvent | undefined {
  if (report?.messageId === undefined || report.kind === 'delay') return undefined
  const { kind, messageId, permanent, error, feedbackType, stop } = report
  // What failed: the policy compares it with the message's own.
  const recipient = report.forwardedTo ?? report.recipient
  const refs = { messageId }
  if (kind === 'complaint')
    return optOuts.includes(feedbackType)
      ? { type: 'unsubscribe', refs }
      : { type: kind, refs, complaint: { feedbackType } }
  const suppress = report.suppress ? 'now' : report.soft ? 'soft' : 'no'
  return { type: kind, refs, recipient, bounce: { permanent, error, suppress, stop } }
}
