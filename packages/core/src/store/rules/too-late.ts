import type { MessageError } from '../../domain/message.ts'

/** The error of a message that was skipped because its campaign's `notAfter` came first; every store keeps it. */
export const tooLateError: MessageError = {
  kind: 'expired',
  message: 'Not sent before the last time that its campaign allows (notAfter).',
}
