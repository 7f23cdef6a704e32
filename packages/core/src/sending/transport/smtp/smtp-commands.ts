import { sizeOf } from '../message-bytes.ts'
import type { OutgoingMessage } from '../transport.ts'
import type { Failure } from './smtp-failure.ts'

/** What a server offered in EHLO that changes how a message is handed over. */
export interface SmtpOffers {
  /** Commands may follow each other without waiting (RFC 2920). */
  pipelining: boolean
  /** Reports (DSN, RFC 3461). */
  dsn: boolean
  /** SIZE (RFC 1870). */
  size: boolean
  /** The largest message it takes, in bytes; 0: it does not say. */
  mostBytes: number
  /** SMTPUTF8 (RFC 6531). */
  utf8: boolean
}

/** MAIL and RCPT of one message. */
export interface EnvelopeCommands {
  mail: string
  rcpt: string
}

/** Characters that would end a command, or its address, and begin another. */
const breaksCommand = /[\r\n<>]/

/**
 * The commands of one envelope, or why this server cannot be given it. A report is asked for of failures only, with
 * the headers of the message and not its content, under the message's id.
 */
export function envelopeCommands(message: OutgoingMessage, offers: SmtpOffers): EnvelopeCommands | Failure {
  const { from, to, id } = message.envelope
  const size = sizeOf(message)
  if (breaksCommand.test(from)) return refused(553, '5.1.3', `Invalid sender ${JSON.stringify(from)}`)
  if (to === '' || breaksCommand.test(to)) return refused(553, '5.1.3', `Invalid recipient ${JSON.stringify(to)}`)
  if (offers.mostBytes > 0 && size > offers.mostBytes)
    return refused(552, '5.3.4', `Message size larger than allowed ${offers.mostBytes}`)
  const isReported = offers.dsn && id !== undefined
  const options = [
    ...(offers.utf8 && /[\x80-\uffff]/.test(from + to) ? ['SMTPUTF8'] : []),
    ...(offers.size ? [`SIZE=${size}`] : []),
    ...(isReported ? [`RET=HDRS ENVID=${xtext(id)}`] : []),
  ]
  return {
    mail: `MAIL FROM:<${from}>${options.map((option) => ` ${option}`).join('')}\r\n`,
    rcpt: `RCPT TO:<${to}>${isReported ? ' NOTIFY=FAILURE' : ''}\r\n`,
  }
}

const refused = (code: number, enhancedCode: string, text: string): Failure => ({
  kind: 'refused',
  stage: 'mail',
  code,
  enhancedCode,
  text,
})

/** RFC 3461 section 4. */
const xtext = (text: string): string =>
  text.replace(/[^!-~]|[+=]/g, (character) => `+${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
