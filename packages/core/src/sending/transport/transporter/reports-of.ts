import type { OutgoingMessage } from '../transport.ts'

/**
 * What nodemailer asks of a server that offers reports (RFC 3461): of failures only, with the headers of the message
 * and not its content, under the message's id.
 */
export const reportsOf = ({ id }: OutgoingMessage['envelope']) =>
  id === undefined ? {} : { dsn: { id, return: 'headers' as const, notify: ['failure' as const] } }
