import { type Checks, checkOptions } from '../../domain/expect/index.ts'
import type { FeedbackSource } from '../../domain/feedback-source.ts'
import { type BasicAuth, basicAuthCheck } from '../proof/basic-auth.ts'
import { doubtCredentials } from './credentials.ts'
import { mailsOf, refused } from './readings.ts'

/** Options of `rawMail`. */
export interface RawMailOptions {
  /** The name and password that the request must have. Default: none is asked for. */
  basicAuth?: BasicAuth | undefined
}

const checks: Checks<RawMailOptions> = { basicAuth: basicAuthCheck }

const types = /^\s{0,5}(?:message\/rfc822|application\/octet-stream|text\/plain)\s{0,5}(?:;|$)/i

/**
 * Whole mails, one in the body of each request: from a pipe of the mail server, a Sieve script, or a worker. The body
 * is taken as it is, as `message/rfc822`, `application/octet-stream`, `text/plain` or without a type; curl sends
 * another one unless it is given. Throws `invalid_option`.
 */
export function rawMail(options: RawMailOptions = {}): FeedbackSource {
  const credentials = checkOptions('rawMail', options, checks)
  return {
    name: 'raw-mail',
    takesMails: true,
    async read(request) {
      const doubt = doubtCredentials(request, credentials)
      if (doubt !== undefined) return refused(doubt)
      const type = request.headers['content-type'] ?? ''
      if (request.body.length === 0 || (type !== '' && !types.test(type))) return refused('wrong_shape')
      return mailsOf(request.body)
    },
  }
}
