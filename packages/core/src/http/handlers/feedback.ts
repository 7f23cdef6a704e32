import type { FeedbackSource } from '../../domain/feedback-source.ts'
import { readBytes } from '../body.ts'
import type { HttpResult } from '../exchange.ts'
import type { Handler, HandlerInput } from '../types.ts'

const MB = 1024 * 1024
/** Of a webhook; a provider sends at most a thousand events at once. */
const mostBytes = 2 * MB
/** Of a mail that came back: the beginning says what it is, and what follows is the mail that was returned. */
const mostOfMail = MB

/** Takes what a provider says. Every answer but 2xx makes it say it again. */
export const feedback: Handler = async (input) => {
  const { services, request } = input
  const { source: name = '', key = '' } = request.params
  const source = services.receiver.find(name, key)
  if (source === undefined) return unknownSource(input)
  const body = await bodyOf(input, name, source)
  if (body === undefined) return empty(500)
  const { headers, query } = request
  const answer = await services.receiver.receive(name, { method: 'POST', headers, query, body })
  return {
    kind: 'bytes',
    status: answer.status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...answer.headers },
    body: answer.body,
  }
}

/** Providers ask whether somebody is there. Nothing is read: a URL may be opened by whoever finds it in a log. */
export const checkFeedback: Handler = async (input) => {
  const { source = '', key = '' } = input.request.params
  return input.services.receiver.find(source, key) === undefined ? unknownSource(input) : empty(200)
}

async function bodyOf(
  { services, request }: HandlerInput,
  name: string,
  source: FeedbackSource,
): Promise<Uint8Array | undefined> {
  const body = await readBytes(request, source.takesMails === true ? { first: mostOfMail } : { most: mostBytes })
  if (!body.exact && source.signsBytes === true) {
    services.logger.error(
      { source: name },
      'feedback cannot be checked, because a body parser of the host was there first: mount the routes before it',
    )
    return undefined
  }
  return body.bytes
}

/** As for any address that is not there: whoever guesses learns nothing. */
function unknownSource({ services, request }: HandlerInput): HttpResult {
  return empty(services.badTokens.note(services.visit(request).source) ? 429 : 404)
}

const empty = (status: number): HttpResult => ({ kind: 'empty', status, headers: { 'cache-control': 'no-store' } })
