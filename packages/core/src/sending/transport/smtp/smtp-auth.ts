import type { NodemailerError, XOAuth2Options } from 'nodemailer'
import type { SMTPConnectionAuth } from 'nodemailer/lib/smtp-connection'
import type XOAuth2 from 'nodemailer/lib/xoauth2'
import {
  amount,
  anyObject,
  type Check,
  type Checks,
  func,
  object,
  required,
  secretText,
  text,
} from '../../../domain/expect/index.ts'
import { TokenSource, tokenLogin } from './oauth-tokens.ts'

/**
 * Credentials: user and password, or OAuth 2 as nodemailer takes it, of which one token serves all connections and is
 * renewed when it is refused. A server that offers no login is used without one; credentials that it or the token
 * endpoint refuses pause the campaign with `smtp_auth`. While the endpoint is away, or `provisionCallback` fails,
 * nothing is sent, and it goes on by itself; an error of `provisionCallback` with the code `EOAUTH2` says that they are
 * refused.
 */
export type SmtpAuth = PasswordAuth | OAuth2Auth

type PasswordAuth = { type?: 'login' | 'LOGIN' | undefined; user: string; pass: string; method?: string | undefined }
type OAuth2Auth = { type: 'OAuth2' | 'oauth2' | 'OAUTH2' } & XOAuth2Options

const type = text('login or OAuth2', (name) => /^(?:login|oauth2)$/i.test(name))
const passwordChecks: Checks<PasswordAuth> = {
  type: type as Check<'login'>,
  user: required(secretText()),
  pass: required(secretText()),
  method: text(),
}
const oauth2Checks: Checks<OAuth2Auth & { user: string }> = {
  type: required(type as Check<'OAuth2'>),
  user: required(secretText('the mailbox that OAuth 2 logs in to', (user) => user !== '')),
  clientId: text(),
  clientSecret: secretText(),
  refreshToken: secretText(),
  accessUrl: secretText('an http or https URL', (url) => /^https?:\/\//i.test(url) && URL.canParse(url)),
  accessToken: secretText(),
  // Text, bytes or a key object, with or without its passphrase: nodemailer's to read.
  privateKey: (value) => value as NonNullable<XOAuth2Options['privateKey']>,
  expires: amount('milliseconds'),
  timeout: amount('milliseconds'),
  provisionCallback: func,
  tls: anyObject,
  serviceClient: text(),
  serviceRequestTimeout: amount('seconds'),
  scope: text(),
  component: text(),
  customHeaders: anyObject,
  requestTimeout: amount('milliseconds'),
  customParams: anyObject,
}

const isOAuth2 = (auth: object): auth is OAuth2Auth & { user: string } =>
  'type' in auth && typeof auth.type === 'string' && auth.type.toLowerCase() === 'oauth2'

/** Checks the option `auth`. */
export const authOption: Check<SmtpAuth> = (value, path) =>
  isOAuth2(anyObject(value, path))
    ? object<OAuth2Auth & { user: string }>(oauth2Checks)(value, path)
    : object<PasswordAuth>(passwordChecks)(value, path)

/** The credentials of one connection, as nodemailer takes them. */
export interface SmtpCredentials extends SMTPConnectionAuth {
  /** Called with how a login ended; true: it is worth another try. */
  again?(failed: NodemailerError | null): boolean
}

/** Gives each connection credentials of its own, because nodemailer writes into them. */
export function authMaker(auth: SmtpAuth): () => SmtpCredentials {
  if (isOAuth2(auth)) {
    const source = new TokenSource(auth)
    return () => {
      const { again, ...login } = tokenLogin(source)
      // The two functions are all that nodemailer calls of it.
      const oauth2 = login as Pick<XOAuth2, 'getToken' | 'buildXOAuth2Token'> as XOAuth2
      return { type: 'OAUTH2', user: auth.user, oauth2, method: 'XOAUTH2', again }
    }
  }
  const { user, pass, method } = auth as PasswordAuth
  return () => ({ user, pass, credentials: { user, pass }, ...(method === undefined ? {} : { method }) })
}
