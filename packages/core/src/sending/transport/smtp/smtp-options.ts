import type { SMTPConnectionOptions } from 'nodemailer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import type { Limits } from '../../../domain/campaign.ts'
import {
  anyObject,
  type Checks,
  checkOptions,
  flag,
  refuse,
  secretText,
  shown,
  text,
  whole,
} from '../../../domain/expect/index.ts'
import { withDefaults } from '../../../kit/with-defaults.ts'
import { ownLimits } from '../../policy/throttle.ts'
import type { DkimSigner } from '../dkim.ts'
import { authMaker, authOption, type SmtpAuth, type SmtpCredentials } from './smtp-auth.ts'

type ConnectionKeys =
  | 'host'
  | 'port'
  | 'secure'
  | 'servername'
  | 'ignoreTLS'
  | 'requireTLS'
  | 'opportunisticTLS'
  | 'name'
  | 'localAddress'
  | 'connectionTimeout'
  | 'greetingTimeout'
  | 'socketTimeout'
  | 'dnsTimeout'
  | 'maxResponseSize'
  | 'tls'

/**
 * Options of `smtpTransport`, named as nodemailer names them; those not listed are its (`host` localhost; `port` 587,
 * or 465 with `secure`). Times in milliseconds: to connect, for the greeting and for the DNS 30,000 each, of silence
 * 300,000. STARTTLS is used where the server offers it; `requireTLS` insists. Unknown keys are `invalid_option`.
 */
export interface SmtpTransportOptions extends Pick<SMTPConnectionOptions, ConnectionKeys> {
  auth?: SmtpAuth | undefined
  /** Connections open at once. Default 20; `sending.concurrency` of the installation decides how many are used. */
  maxConnections?: number | undefined
  /** Messages over one connection before it is replaced. Default 100. */
  maxMessages?: number | undefined
  /** How long a connection is kept without work. Default 30,000. */
  idleTimeout?: number | undefined
  /**
   * The longest a whole send takes, from waiting for a connection to the last answer. Default 360,000; a short
   * `sending.leaseMs` of the installation shortens it.
   */
  sendTimeout?: number | undefined
  /** Signs every message; see `dkim`. */
  dkim?: DkimSigner | undefined
  /**
   * What this server may get at most, of all campaigns and from all processes on the store together. Default: no limit
   * of its own. Test mails and what is sent without the sender (`send` of the transport) are not counted.
   */
  limits?: Limits | undefined
}

export interface SmtpSettings {
  connection: SMTPConnectionOptions & { connectionTimeout: number }
  /** Made for each connection: nodemailer writes into it. */
  auth: (() => SmtpCredentials) | undefined
  maxConnections: number
  maxMessages: number
  idleTimeout: number
  sendTimeout: number
  dkim: DkimSigner | undefined
  limits: Limits | undefined
}

const defaults = {
  connectionTimeout: 30_000,
  greetingTimeout: 30_000,
  socketTimeout: 300_000,
  dnsTimeout: 30_000,
  maxConnections: 20,
  maxMessages: 100,
  idleTimeout: 30_000,
  sendTimeout: 360_000,
}

const time = whole(1, undefined, 'milliseconds')
const checks: Checks<SmtpTransportOptions> = {
  host: text(),
  port: (value, path) => {
    const port = typeof value === 'string' && value !== '' ? Number(value) : value
    return Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535
      ? (value as number)
      : refuse(path, 'a whole number from 1 to 65535', shown(value))
  },
  secure: flag,
  servername: text(),
  ignoreTLS: flag,
  requireTLS: flag,
  opportunisticTLS: flag,
  name: text(),
  localAddress: text(),
  connectionTimeout: time,
  greetingTimeout: time,
  socketTimeout: time,
  dnsTimeout: time,
  maxResponseSize: whole(1),
  tls: anyObject,
  auth: authOption,
  maxConnections: whole(1),
  maxMessages: whole(1),
  idleTimeout: time,
  sendTimeout: time,
  limits: ownLimits,
  // nodemailer's own form has no `sign`, and would fail at the first mail.
  dkim: (value, path) =>
    typeof anyObject<Partial<DkimSigner>>(value, path).sign === 'function'
      ? (value as DkimSigner)
      : refuse(path, 'dkim({ domainName, keySelector, privateKey }) of @sillage/core', 'an object without sign'),
}
const smtpUrl = secretText(
  'a URL such as smtps://user:pass@host:465 for smtpTransport',
  (url) => /^smtps?:\/\//i.test(url) && URL.canParse(url),
)

/**
 * Checks options, or a URL such as `smtps://user:pass@host:465`, and fills in the defaults. Throws `invalid_option`.
 */
export function smtpSettings(input: SmtpTransportOptions | string): SmtpSettings {
  const given = typeof input === 'string' ? fromUrl(smtpUrl(input, 'url')) : input
  const options = checkOptions('smtpTransport', given, checks)
  const { auth, dkim, maxConnections, maxMessages, idleTimeout, sendTimeout, limits, ...connection } = {
    ...options,
    ...withDefaults(defaults, options),
  }
  return {
    connection: {
      ...connection,
      // After a connection is cut, what the server still sends is not needed.
      socketCloseTimeout: 1000,
      logger: false,
    },
    auth: auth && authMaker(auth),
    maxConnections,
    maxMessages,
    idleTimeout,
    sendTimeout,
    dkim,
    limits,
  }
}

function fromUrl(url: string): SmtpTransportOptions {
  const { auth, ...rest } = parseConnectionUrl(url)
  const login = auth as { user?: string; pass?: string } | undefined
  return {
    ...rest,
    ...(login?.user === undefined ? {} : { auth: { user: login.user, pass: login.pass ?? '' } }),
  } as SmtpTransportOptions
}
