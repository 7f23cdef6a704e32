import type { SMTPConnectionOptions, XOAuth2Options } from 'nodemailer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import type { SMTPConnectionAuth } from 'nodemailer/lib/smtp-connection'
import XOAuth2 from 'nodemailer/lib/xoauth2'
import { SillageError } from '../../../domain/errors.ts'
import type { DkimSigner } from '../dkim.ts'

/**
 * Credentials: user and password, or OAuth 2 as nodemailer takes it, of which one token serves all connections and is renewed when it is refused. A server
 * that offers no login is used without one; credentials it refuses pause the campaign with `smtp_auth`.
 */
export type SmtpAuth =
  | { type?: 'login' | 'LOGIN' | undefined; user: string; pass: string; method?: string | undefined }
  | ({ type: 'OAuth2' | 'oauth2' | 'OAUTH2' } & XOAuth2Options)

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
 * Options of `smtpTransport`, named as nodemailer names them; those not listed are its (`host` localhost; `port` 587, or 465 with `secure`). Times in
 * milliseconds: to connect, for the greeting and for the DNS 30,000 each, of silence 300,000. STARTTLS is used where the server offers it;
 * `requireTLS` insists. Unknown keys are `invalid_option`.
 */
export interface SmtpTransportOptions extends Pick<SMTPConnectionOptions, ConnectionKeys> {
  auth?: SmtpAuth | undefined
  /** Connections open at once. Default 20; the sender's `concurrency` decides how many are used. */
  maxConnections?: number | undefined
  /** Messages over one connection before it is replaced. Default 100. */
  maxMessages?: number | undefined
  /** How long a connection is kept without work. Default 30,000. */
  idleTimeout?: number | undefined
  /** The longest a whole send takes, from waiting for a connection to the last answer. Default 360,000; a short `leaseMs` shortens it. */
  sendTimeout?: number | undefined
  /** Signs every message; see `dkim`. */
  dkim?: DkimSigner | undefined
}

export interface SmtpSettings {
  connection: SMTPConnectionOptions & { connectionTimeout: number }
  /** Made for each connection: nodemailer writes into it. */
  auth: (() => SMTPConnectionAuth) | undefined
  maxConnections: number
  maxMessages: number
  idleTimeout: number
  sendTimeout: number
  dkim: DkimSigner | undefined
}

const numbers = {
  connectionTimeout: 30_000,
  greetingTimeout: 30_000,
  socketTimeout: 300_000,
  dnsTimeout: 30_000,
  maxConnections: 20,
  maxMessages: 100,
  idleTimeout: 30_000,
  sendTimeout: 360_000,
}
const others = [
  'host',
  'port',
  'secure',
  'servername',
  'ignoreTLS',
  'requireTLS',
  'opportunisticTLS',
  'name',
  'localAddress',
  'maxResponseSize',
  'tls',
  'auth',
  'dkim',
]

/** Checks options, or a URL such as `smtps://user:pass@host:465`, and fills in the defaults. Throws `invalid_option`. */
export function smtpSettings(input: SmtpTransportOptions | string): SmtpSettings {
  if (typeof input !== 'string' && (typeof input !== 'object' || input === null))
    throw new SillageError('invalid_option', `smtpTransport: expected options or a URL, got ${String(input)}`, {
      field: 'transport',
    })
  const options = typeof input === 'string' ? fromUrl(input) : input
  for (const key of Object.keys(options))
    if (!(key in numbers) && !others.includes(key))
      throw new SillageError(
        'invalid_option',
        `${key}: unknown option of smtpTransport; known are ${[...others, ...Object.keys(numbers)].join(', ')}`,
        { field: key },
      )
  const number = (key: keyof typeof numbers): number => {
    const value = options[key] ?? numbers[key]
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1)
      throw new SillageError('invalid_option', `${key}: expected a whole number of at least 1, got ${String(value)}`, {
        field: key,
      })
    return value
  }
  const { auth, dkim, maxConnections, maxMessages, idleTimeout, sendTimeout, ...connection } = options
  if (options.port !== undefined && !(Number(options.port) >= 1 && Number(options.port) <= 65_535))
    throw new SillageError('invalid_option', `port: expected 1 to 65535, got ${String(options.port)}`, {
      field: 'port',
    })
  // nodemailer's own form has no `sign`, and would fail at the first mail.
  if (dkim !== undefined && typeof dkim.sign !== 'function')
    throw new SillageError(
      'invalid_option',
      'dkim: expected dkim({ domainName, keySelector, privateKey }) of @sillage/core, got something else',
      { field: 'dkim' },
    )
  return {
    connection: {
      ...connection,
      connectionTimeout: number('connectionTimeout'),
      greetingTimeout: number('greetingTimeout'),
      socketTimeout: number('socketTimeout'),
      dnsTimeout: number('dnsTimeout'),
      // What is left to say after a cut connection concerns nobody.
      socketCloseTimeout: 1000,
      logger: false,
    },
    auth: auth === undefined ? undefined : authMaker(auth),
    maxConnections: number('maxConnections'),
    maxMessages: number('maxMessages'),
    idleTimeout: number('idleTimeout'),
    sendTimeout: number('sendTimeout'),
    dkim,
  }
}

function fromUrl(url: string): SmtpTransportOptions {
  if (!/^smtps?:\/\//i.test(url) || !URL.canParse(url))
    throw new SillageError('invalid_option', 'smtpTransport: expected a URL such as smtps://user:pass@host:465', {
      field: 'transport',
    })
  const { auth, ...rest } = parseConnectionUrl(url)
  const login = auth as { user?: string; pass?: string } | undefined
  return {
    ...rest,
    ...(login?.user === undefined ? {} : { auth: { user: login.user, pass: login.pass ?? '' } }),
  } as SmtpTransportOptions
}

function authMaker(auth: SmtpAuth): () => SMTPConnectionAuth {
  if (auth.type?.toLowerCase() === 'oauth2') {
    if (typeof auth.user !== 'string' || auth.user === '')
      throw new SillageError('invalid_option', 'auth.user: expected the mailbox that OAuth 2 logs in to', {
        field: 'auth.user',
      })
    // One token for all connections: it is fetched once and renewed when it is refused.
    const oauth2 = new XOAuth2(auth as XOAuth2Options)
    return () => ({ type: 'OAUTH2', user: auth.user, oauth2, method: 'XOAUTH2' })
  }
  const { user, pass, method } = auth as Extract<SmtpAuth, { pass: string }>
  if (typeof user !== 'string' || typeof pass !== 'string')
    throw new SillageError('invalid_option', 'auth: expected { user, pass }', { field: 'auth' })
  return () => ({ user, pass, credentials: { user, pass }, ...(method === undefined ? {} : { method }) })
}
