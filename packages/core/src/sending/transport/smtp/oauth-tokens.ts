import type { NodemailerError, XOAuth2Options } from 'nodemailer'
import nmfetch from 'nodemailer/lib/fetch'
import XOAuth2, { type XOAuth2ProvisionCallback, type XOAuth2TokenCallback } from 'nodemailer/lib/xoauth2'

/** Code of an error that is not about the credentials: no token is available for now. */
export const tokenAway = 'ETOKENAWAY'

/** Token endpoints answer in a few hundred bytes. */
const mostBytes = 1_000_000
/** As long as nodemailer waits for an endpoint. */
const usualTimeoutMs = 60_000

/** Reasons of the endpoint's own (RFC 6749 section 4.1.2.1, RFC 8628 section 3.5). */
const ofTheEndpoint = new Set(['temporarily_unavailable', 'server_error', 'slow_down'])
/** Reasons that lie in the credentials (RFC 6749 section 5.2), whatever status they come with. */
const ofTheCredentials = new Set(['invalid_grant', 'invalid_client', 'unauthorized_client'])

/**
 * Why an answer of the token endpoint is no word about the credentials; undefined where it is: a token, or a refusal of
 * them. Everything else an endpoint may say ends by itself, or is put right there.
 */
function noWordOfCredentials(status: number, body: string): string | undefined {
  if (status >= 500 || status === 429 || status === 408) return `The token endpoint answered ${status}.`
  let answer: { access_token?: unknown; error?: unknown } | null
  try {
    answer = JSON.parse(body)
  } catch {
    return `The token endpoint answered ${status}, and no JSON.`
  }
  const { access_token: token, error } = answer ?? {}
  if (typeof error === 'string' && error !== '') {
    const refused = ofTheCredentials.has(error) || ((status === 400 || status === 401) && !ofTheEndpoint.has(error))
    return refused ? undefined : `The token endpoint answered ${status}: ${error}`
  }
  if (typeof token === 'string' && token !== '' && !error) return undefined
  return `The token endpoint answered ${status}, and no token.`
}

const away = (text: string, cause?: unknown): Error => Object.assign(new Error(text, { cause }), { code: tokenAway })
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/**
 * The one token that all connections log in with: fetched once, and again when it is over or refused. An error of
 * `getToken` whose code is `tokenAway` ends by itself; any other is about the credentials.
 */
export class TokenSource extends XOAuth2 {
  readonly #renewable: boolean
  /** The token before this one was refused. */
  #replaces = false

  constructor({ provisionCallback, ...options }: XOAuth2Options) {
    const provide = provisionCallback && guarded(provisionCallback, options.requestTimeout ?? usualTimeoutMs)
    super(provide === undefined ? options : { ...options, provisionCallback: provide })
    this.#renewable = Boolean(provide ?? options.refreshToken ?? options.serviceClient)
  }

  /** nodemailer's own does not say with which status the endpoint answered. */
  override postRequest(...[url, body, params, callback]: Parameters<XOAuth2['postRequest']>): void {
    const response = nmfetch(url, {
      method: 'post',
      headers: params.customHeaders ?? {},
      body,
      allowErrorResponse: true,
      timeout: params.requestTimeout,
      maxBytes: mostBytes,
      ...(/^https:/i.test(url) ? { tls: { rejectUnauthorized: true, ...params.tls } } : {}),
    })
    const pieces: Buffer[] = []
    let over = false
    const end = (error: Error | null, answer?: Buffer) => {
      if (over) return
      over = true
      callback(error, answer)
    }
    response.on('data', (piece: Buffer) => pieces.push(piece))
    response.once('error', (error) => end(away(`The token endpoint cannot be reached: ${error.message}`, error)))
    response.once('end', () => {
      const answer = Buffer.concat(pieces)
      const reason = noWordOfCredentials(response.statusCode ?? 0, answer.toString())
      if (reason === undefined) end(null, answer)
      else end(away(reason))
    })
  }

  /** The token as it is now; a new one where there is none. */
  current(callback: XOAuth2TokenCallback): void {
    this.getToken(this.#replaces && this.accessToken === false, callback)
  }

  /** A server took it: it may be renewed when it is refused again. */
  accepted(token: string): void {
    if (this.accessToken === token) this.#replaces = false
  }

  /** A server refused it: whether another one is worth a try, which that for a refused one is not. */
  refused(token: string): boolean {
    if (!this.#renewable) return false
    // Another connection learned it first.
    if (this.accessToken !== token) return true
    const first = !this.#replaces
    this.#replaces = first
    this.accessToken = false
    return first
  }
}

/** The login of one connection with the common token. */
export interface TokenLogin {
  /** nodemailer asks with `renew` where a server refused the token with words beside its 334. */
  getToken(renew: boolean, callback: XOAuth2TokenCallback): void
  buildXOAuth2Token(token: string): string
  /** Called with how a login ended; true: once more on the same connection, with another token. */
  again(failed: NodemailerError | null): boolean
}

/** For one connection and its login. */
export function tokenLogin(source: TokenSource): TokenLogin {
  let token = ''
  let tries = 0
  return {
    getToken(renew, callback) {
      if (renew) source.refused(token)
      tries += 1
      source.current((error, given) => {
        token = given
        callback(error, given)
      })
    },
    buildXOAuth2Token: (shown) => source.buildXOAuth2Token(shown),
    again(failed) {
      if (failed === null) source.accepted(token)
      // Many servers refuse a token that is over like a wrong password, where nodemailer fetches no other.
      return failed?.responseCode === 535 && source.refused(token) && tries < 2
    },
  }
}

/**
 * A host's own function may throw, reject, answer twice or never. Its error is about the credentials where its code
 * says so, as nodemailer's does; else no token is available for now.
 */
function guarded(provide: XOAuth2ProvisionCallback, timeoutMs: number): XOAuth2ProvisionCallback {
  return (user, renew, callback) => {
    let over = false
    const end = (error: unknown, token?: string, expires?: number) => {
      if (over) return
      over = true
      clearTimeout(timer)
      if (!error && typeof token === 'string' && token !== '') return callback(null, token, expires)
      if (error instanceof Error && (error as NodemailerError).code === 'EOAUTH2') return callback(error)
      callback(away(error ? `provisionCallback failed: ${textOf(error)}` : 'provisionCallback gave no token.', error))
    }
    const late = () => end(new Error(`no answer within ${timeoutMs} ms`))
    const timer = timeoutMs > 0 ? setTimeout(late, timeoutMs).unref() : undefined
    try {
      const answer: unknown = provide(user, renew, end)
      // A function that is `async` rejects what it throws.
      if (answer instanceof Promise) answer.catch(end)
    } catch (error) {
      end(error)
    }
  }
}
