import { type Checks, checkOptions, functions, whole } from '../../../domain/expect/index.ts'
import { enhancedCodeOf, type Failure, isTokenAway } from '../smtp/smtp-failure.ts'
import type { OutgoingMessage, SendOptions, Transport, TransportResult, TransportStage } from '../transport.ts'
import { knownApiFailure } from './api-failure.ts'
import { failedToConnect } from './connect-failure.ts'
import type { MailTransporter, TransporterError, TransporterInfo } from './mail-transporter.ts'
import { reportsOf } from './reports-of.ts'
import { sendmailFailure } from './sendmail-failure.ts'

/**
 * Options of `transporterTransport`. `createSillage` wraps a Transporter with the default by itself; wrap it yourself
 * to change it. Leases are made longer than this, so that a long one delays what a process that died was sending.
 */
export interface TransporterOptions {
  /** The longest a send takes, in milliseconds; a send without an answer by then is `unknown`. Default 600,000. */
  timeoutMs?: number | undefined
}

const checks: Checks<TransporterOptions> = { timeoutMs: whole(1, undefined, 'milliseconds') }

/**
 * What happened before any message could have been handed over; everything else without an answer may have been
 * accepted.
 */
const beforeSending = new Set(['ECONFIG', 'EAUTH', 'ENOAUTH', 'EOAUTH2', 'ETLS', 'EREQUIRETLS', 'EPROXY', 'EENVELOPE'])
const settings: Readonly<Record<string, 'auth' | 'config'>> = {
  EAUTH: 'auth',
  ENOAUTH: 'auth',
  EOAUTH2: 'auth',
  ETLS: 'config',
  EREQUIRETLS: 'config',
  ECONFIG: 'config',
}
/** What TLS says only of a handshake, before anything could be handed over. Older majors keep its words alone. */
const handshakeOnly =
  /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_TLS_CERT|ERR_SSL_WRONG_VERSION_NUMBER)|wrong version number|handshake failure|unsupported protocol|self-signed certificate|certificate has expired|altnames|issuer certificate|first certificate/

/**
 * Sends over any nodemailer Transporter (SES, sendmail, a plug-in for an HTTP API, your own), of nodemailer 6 to 10. It
 * cannot tell how far a lost send came, so a connection lost after the send began counts as handed over, which makes
 * the message `unknown`; refusals are known as well as with `smtpTransport`, those of an API by their HTTP status. The
 * message is passed as it was composed, with an explicit envelope; the Transporter may read no files and fetch no URLs.
 */
export function transporterTransport(transporter: MailTransporter, options: TransporterOptions = {}): Transport {
  functions<MailTransporter>('sendMail')(transporter, 'transporter')
  const { timeoutMs = 600_000 } = checkOptions('transporterTransport', options, checks)

  return {
    name: 'transporter',
    timeoutMs,
    send(message, options = {}) {
      const { envelope, parts } = message
      const work = transporter
        .sendMail({
          // Transports and plugins may keep what they were given.
          raw: parts === undefined ? Buffer.from(message.raw) : message.raw,
          envelope: { from: envelope.from, to: [envelope.to] },
          ...reportsOf(envelope),
          disableFileAccess: true,
          disableUrlAccess: true,
          ...(options.signal === undefined ? {} : { signal: options.signal }),
        })
        .then(
          (info) => accepted((info ?? {}) as TransporterInfo),
          (error: unknown) => transporterFailure(error, envelope),
        )
      return inTime(work, options, timeoutMs)
    },
    async verify(options = {}) {
      if (typeof transporter.verify !== 'function') return undefined
      const work = transporter.verify().then(
        () => undefined,
        (error: unknown) => transporterFailure(error),
      )
      return inTime(work, options, timeoutMs, false)
    },
    async close() {
      transporter.close?.()
    },
  }
}

function accepted({ response, messageId, accepted, rejected }: TransporterInfo): TransportResult {
  const text = typeof response === 'string' ? response : undefined
  if (rejected?.[0] !== undefined && (accepted?.length ?? 0) === 0)
    return {
      kind: 'refused',
      stage: 'rcpt',
      code: 550,
      enhancedCode: undefined,
      text: text ?? 'The recipient was refused.',
    }
  const providerId = providerIdOf(text, messageId)
  return { kind: 'accepted', response: text ?? '250 accepted', ...(providerId === undefined ? {} : { providerId }) }
}

/**
 * SES answers with a name of its own for the mail, of which nodemailer makes the Message-ID that SES will give it. Any
 * other Message-ID in there may be one that nodemailer made up, since it does not read a mail that is composed already.
 */
function providerIdOf(response: string | undefined, messageId: unknown): string | undefined {
  if (response === undefined || !/^[\w.-]{8,200}$/.test(response) || typeof messageId !== 'string') return undefined
  return messageId.startsWith(`<${response}@`) ? response : undefined
}

/** `envelope`: of the message that was being sent; absent while it was only asked whether one could be. */
function transporterFailure(thrown: unknown, envelope?: OutgoingMessage['envelope']): Failure {
  const error = (thrown instanceof Error ? thrown : new Error(String(thrown))) as TransporterError
  const text = typeof error.response === 'string' ? error.response : error.message
  const { responseCode, command } = error
  const code = typeof error.code === 'string' ? error.code : ''
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 600)
    return {
      kind: 'refused',
      stage: stageOf(command, code),
      code: responseCode,
      enhancedCode: enhancedCodeOf(text),
      text,
    }
  if (isTokenAway(error)) return { kind: 'lost', stage: 'auth', handedOver: false, text }
  const reason =
    settings[code] ?? (handshakeOnly.test(`${error.originalCode ?? code} ${error.message}`) ? 'config' : undefined)
  if (reason !== undefined) return { kind: 'unusable', reason, stage: reason === 'auth' ? 'auth' : 'tls', text }
  if (code === 'EENVELOPE') return { kind: 'refused', stage: 'mail', code: 553, enhancedCode: '5.1.3', text }
  const known = sendmailFailure(error) ?? knownApiFailure(thrown, envelope)
  if (known !== undefined) return known
  const certain =
    envelope === undefined ||
    beforeSending.has(code) ||
    failedToConnect(error) ||
    error.timeoutType === 'CONNECT_TIMEOUT' ||
    error.timeoutType === 'GREETING_TIMEOUT'
  return { kind: 'lost', stage: certain ? 'connect' : 'final', handedOver: !certain, text }
}

function stageOf(command: string | undefined, code: string): TransportStage {
  if (command?.startsWith('AUTH') === true || code === 'EAUTH') return 'auth'
  if (command === 'MAIL FROM') return 'mail'
  if (command === 'RCPT TO') return 'rcpt'
  if (command === 'DATA') return code === 'EMESSAGE' ? 'final' : 'data'
  if (command === 'STARTTLS') return 'tls'
  return command === 'EHLO' || command === 'HELO' || code === 'EPROTOCOL' ? 'greeting' : 'final'
}

/** Waits no longer than the lease allows; later results are ignored. */
async function inTime<T>(
  work: Promise<T>,
  { timeoutMs, signal }: SendOptions,
  longest: number,
  handedOver = true,
): Promise<T | Failure> {
  const ms = Math.min(timeoutMs ?? longest, longest)
  let end: (() => void) | undefined
  const over = new Promise<Failure>((resolve) => {
    const give = (text: string) => resolve({ kind: 'lost', stage: handedOver ? 'final' : 'connect', handedOver, text })
    const timer = setTimeout(give, ms, `No outcome within ${ms} ms.`)
    const abort = () => give('The send was given up.')
    signal?.addEventListener('abort', abort, { once: true })
    end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
  })
  try {
    return await Promise.race([work, over])
  } finally {
    end?.()
  }
}
