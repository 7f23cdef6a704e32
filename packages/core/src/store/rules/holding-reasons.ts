import { type SuppressionReason, suppressionReasons } from '../../domain/recipient.ts'

/**
 * Reasons that hold a message back. One about what the recipient does, such as a receipt or a new password, is wanted
 * by whoever left the mailings, or was erased and came back; an address that bounced or complained is not.
 */
export const holdingReasons = ({ transactional }: { transactional: boolean }): readonly SuppressionReason[] =>
  transactional
    ? suppressionReasons.filter((reason) => reason !== 'unsubscribe' && reason !== 'erasure')
    : suppressionReasons
