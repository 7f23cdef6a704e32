import type { SentMessageInfo, Transporter } from 'nodemailer'
import { SillageError } from '../../domain/errors.ts'
import type { Transport } from './transport.ts'
import { transporterTransport } from './transporter-transport.ts'

/** Takes a transport as it is and wraps a nodemailer Transporter; throws `invalid_option` for anything else. */
export function toTransport(given: Transport | Transporter<SentMessageInfo>): Transport {
  if (typeof given === 'object' && given !== null) {
    if ('sendMail' in given && typeof given.sendMail === 'function') return transporterTransport(given)
    if ('send' in given && typeof given.send === 'function' && 'timeoutMs' in given) return given
  }
  throw new SillageError(
    'invalid_option',
    'transport: expected smtpTransport(…) or a nodemailer Transporter, got something else',
    { field: 'transport' },
  )
}
