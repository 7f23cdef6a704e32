import type { MessageError } from '../../domain/message.ts'

/**
 * The error of a message whose sender stopped answering while handing it over; every store keeps it by `expireLeases`,
 * also where `onUnknown` sends the message again. A late `sent` of that sender removes it.
 */
export const leaseLostError: MessageError = {
  kind: 'connection',
  message: 'The sender stopped while handing this message over, so nobody can know whether it was accepted.',
}
