import { type Check, kindOf, refuse, whole } from '../../domain/expect/index.ts'
import type { Transport } from './transport.ts'
import type { MailTransporter } from './transporter/mail-transporter.ts'
import { transporterTransport } from './transporter/transporter-transport.ts'

type Given = Transport | MailTransporter

/** Checks the option `transport`. A host's own says how long a send may take, because leases are made longer. */
export const transportOption: Check<Given> = (value, path) => {
  if (typeof value === 'object' && value !== null) {
    if (isTransporter(value as Given)) return value as Given
    if ('send' in value && typeof value.send === 'function' && 'timeoutMs' in value) {
      longestSend(value.timeoutMs, `${path}.timeoutMs`)
      return value as Given
    }
  }
  return refuse(path, 'smtpTransport(…) or a nodemailer Transporter, or { default: …, bulk: … } of them', kindOf(value))
}
const longestSend = whole(0, undefined, 'milliseconds')

/** One transport, not several by name. */
export const isTransport = (given: object): given is Given =>
  ['send', 'sendMail'].some((name) => typeof Reflect.get(given, name) === 'function')

const isTransporter = (given: Given): given is MailTransporter =>
  'sendMail' in given && typeof given.sendMail === 'function'

/** Takes a transport as it is and wraps a nodemailer Transporter. */
export const toTransport = (given: Given): Transport => (isTransporter(given) ? transporterTransport(given) : given)
