import type { MessageError } from '../domain/message.ts'

/** The error of a message whose sender went silent while handing it over; stored by `expireLeases`. */
export const leaseLostError: MessageError = {
  kind: 'connection',
  message: 'The sender stopped while handing this message over, so nobody can know whether it was accepted.',
}
