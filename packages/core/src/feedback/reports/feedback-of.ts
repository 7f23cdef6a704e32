import type { FeedbackEvent } from '../../domain/feedback.ts'
import type { ParsedBounce } from './parse-bounce.ts'

/**
 * What a report is worth recording (`feedback.record`); undefined for a server that still tries, and for a report that
 * proves no message of ours: anybody may have written it.
 */
export function feedbackOf(report: ParsedBounce | undefined): FeedbackEvent | undefined {
  if (report?.messageId === undefined || report.kind === 'delay') return undefined
  const { kind, messageId, recipient, permanent, error, suppress, feedbackType } = report
  const refs = { messageId }
  if (kind === 'complaint') return { type: kind, refs, complaint: { feedbackType } }
  return { type: kind, refs, recipient, bounce: { permanent, error, suppress } }
}
