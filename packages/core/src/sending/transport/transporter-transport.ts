import type { NodemailerError, SentMessageInfo, Transporter } from 'nodemailer'
import { type Checks, checkOptions, functions, whole } from '../../domain/expect/index.ts'
import { reportsOf } from './reports-of.ts'
import { enhancedCodeOf, type Failure, isTokenAway } from './smtp/smtp-failure.ts'
import type { SendOptions, Transport, TransportResult, TransportStage } from './transport.ts'

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
const beforeSending = new Set([
  'EDNS',
  'ECONFIG',
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'ETLS',
  'EREQUIRETLS',
  'EPROXY',
  'EENVELOPE',
])
const settings: Readonly<Record<string, 'auth' | 'config'>> = {
  EAUTH: 'auth',
  ENOAUTH: 'auth',
  EOAUTH2: 'auth',
  ETLS: 'config',
  EREQUIRETLS: 'config',
  ECONFIG: 'config',
}
/** What TLS says only of a handshake, before anything could be handed over. */
const handshakeOnly =
  /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_TLS_CERT|ERR_SSL_WRONG_VERSION_NUMBER)|wrong version number|handshake failure|unsupported protocol/
const notConnected = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/

/**
 * Sends over any nodemailer Transporter (SES, sendmail, stream, own). It cannot tell how far a lost send came, so a
 * connection lost after the send began counts as handed over, which makes the message `unknown`; refusals are known as
 * well as with `smtpTransport`. The message is passed as it was composed, with an explicit envelope; the Transporter
 * may read no files and fetch no URLs.
 */
export function transporterTransport(
  transporter: Transporter<SentMessageInfo>,
  options: TransporterOptions = {},
): Transport {
  functions<Transporter<SentMessageInfo>>('sendMail')(transporter, 'transporter')
  const { timeoutMs = 600_000 } = checkOptions('transporterTransport', options, checks)

  return {
    name: 'transporter',
    timeoutMs,
    send({ envelope, raw }, options = {}) {
      const work = transporter
        .sendMail({
          // Transports and plugins may keep what they were given.
          raw: Buffer.from(raw),
          envelope: { from: envelope.from, to: [envelope.to] },
          ...reportsOf(envelope),
          disableFileAccess: true,
          disableUrlAccess: true,
          ...(options.signal === undefined ? {} : { signal: options.signal }),
        })
        .then(accepted, (error: NodemailerError) => transporterFailure(error, true))
      return inTime(work, options, timeoutMs)
    },
    async verify(options = {}) {
      if (typeof transporter.verify !== 'function') return undefined
      const work = transporter.verify().then(
        () => undefined,
        (error: NodemailerError) => transporterFailure(error, false),
      )
      return inTime(work, options, timeoutMs, false)
    },
    async close() {
      transporter.close?.()
    },
  }
}

function accepted(info: SentMessageInfo): TransportResult {
  const refused = info.rejected?.[0]
  if (refused !== undefined && (info.accepted?.length ?? 0) === 0)
    return {
      kind: 'refused',
      stage: 'rcpt',
      code: 550,
      enhancedCode: undefined,
      text: info.response ?? 'The recipient was refused.',
    }
  return { kind: 'accepted', response: String(info.response ?? '250 accepted') }
}

function transporterFailure(error: NodemailerError, sending: boolean): Failure {
  const text = error.response ?? error.message
  const { responseCode, code = '', command } = error
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
  const certain =
    !sending ||
    beforeSending.has(code) ||
    notConnected.test(error.originalCode ?? code) ||
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
