import type { RetryInput } from '../../domain/campaign-input.ts'
import { SillageError } from '../../domain/errors.ts'
import * as tables from '../../domain/input/campaigns.ts'
import { key } from '../../domain/input/fields.ts'
import { parseInput } from '../../domain/input/parse.ts'
import * as inputs from '../../domain/input/streams.ts'
import type { MessageInput } from '../../domain/message.ts'
import type { TrackInput } from '../../domain/tracked-mail.ts'
import { readInput, readJson } from '../body.ts'
import { ifMatchHeader, readEdit } from '../read-edit.ts'
import { csv, json, made, noContent } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import * as figures from '../schemas/figures.ts'
import * as answered from '../schemas/streams.ts'
import type { HandlerInput } from '../types.ts'
import { answers, answersNothing, manage } from './route.ts'

const params = { key }
const keyOf = ({ request }: Pick<HandlerInput, 'request'>): string => request.params.key ?? ''

const onceHeader = { 'Idempotency-Key': 'The same as key in the body: a stream has one message with a key' }

/** The body of a message, with what stands beside it. */
async function readMessage<T>(request: HandlerInput['request']): Promise<T> {
  const body = await readJson(request)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new SillageError('invalid_json', 'Expected a JSON object that describes the message.')
  if ('stream' in body)
    throw new SillageError('unknown_field', 'stream is not a field here; the path names it.', { field: 'stream' })
  const once = request.headers['idempotency-key']
  const input = once === undefined || 'key' in body ? body : { ...body, key: once }
  return { ...input, stream: keyOf({ request }) } as T
}

export const streamRoutes = [
  manage('GET', 'listStreams', {
    summary: 'Streams, newest first',
    query: tables.pageQuery,
    answer: answers(schemas.pageOf(answered.streamItem)),
    handle: async ({ api, query }) => json(await api.streams.list(query)),
  }),
  manage('PUT', 'putStream', {
    summary: 'Makes the stream of this key, or makes it so',
    params,
    headers: ifMatchHeader,
    body: { schema: inputs.streamBody, holds: 'mail' },
    answer: answers(answered.createdStream, 201),
    also: { status: 200, description: 'It was there, and is now so' },
    handle: async ({ api, request }) => made(await api.streams.put(keyOf({ request }), await readEdit(request))),
  }),
  manage('GET', 'getStream', {
    summary: 'One stream with its content and settings',
    params,
    answer: answers(answered.stream),
    handle: async ({ api, request }) => json(await api.streams.get(keyOf({ request }))),
  }),
  manage('PATCH', 'updateStream', {
    summary: 'Changes a stream; what was sent stays as it was',
    params,
    headers: ifMatchHeader,
    body: { schema: inputs.streamPatchBody, holds: 'mail' },
    answer: answers(answered.stream),
    handle: async ({ api, request }) => json(await api.streams.update(keyOf({ request }), await readEdit(request))),
  }),
  manage('DELETE', 'deleteStream', {
    summary: 'Deletes a stream with its messages; none that waits leaves',
    params,
    answer: answersNothing,
    async handle({ api, request }) {
      await api.streams.delete(keyOf({ request }))
      return noContent
    },
  }),
  manage('POST', 'sendMessage', {
    summary: 'Sends one message of a stream',
    params,
    headers: onceHeader,
    body: { schema: inputs.messageBody, holds: 'mail' },
    answer: answers(answered.sentMessage, 201),
    also: { status: 200, description: 'The message that this key had made before' },
    handle: async ({ api, request }) => made(await api.messages.send(await readMessage<MessageInput>(request))),
  }),
  manage('POST', 'trackMessage', {
    summary: 'Makes a mail that the host sends itself a message of a stream, which the first one makes',
    params,
    headers: onceHeader,
    body: { schema: inputs.trackBody, holds: 'mail' },
    answer: answers(answered.trackedMail),
    handle: async ({ api, request }) => json(await api.messages.track(await readMessage<TrackInput>(request))),
  }),
  manage('POST', 'controlStream', {
    summary: 'Pauses, resumes or retries a stream; only retry has a body',
    params: { key, action: inputs.streamAction },
    body: { schema: tables.retryInput.optional(), holds: 'content' },
    answer: answers(answered.stream),
    async handle({ api, request }) {
      const input = await readInput<RetryInput | undefined>(request)
      const action = inputs.streamAction.safeParse(request.params.action)
      if (!action.success)
        throw new SillageError('not_found', 'Expected pause, resume or retry after the key of the stream.')
      if (action.data === 'retry') return json(await api.streams.retry(keyOf({ request }), input ?? { include: [] }))
      parseInput(inputs.noInput, input)
      return json(await api.streams[action.data](keyOf({ request })))
    },
  }),
  manage('GET', 'getMessage', {
    summary: 'One message',
    answer: answers(answered.message),
    handle: async ({ api, id }) => json(await api.messages.get(id)),
  }),
  manage('DELETE', 'cancelMessage', {
    summary: 'Cancels a message of a stream that has not left; it is kept',
    answer: answers(answered.message),
    handle: async ({ api, id }) => json(await api.messages.cancel(id)),
  }),
  manage('GET', 'getStreamStats', {
    summary: 'The figures of a stream, or of the messages that were sent in a period',
    params,
    query: tables.periodQuery,
    answer: answers(answered.streamStats),
    handle: async ({ api, request, query }) => json(await api.streams.stats(keyOf({ request }), query)),
  }),
  manage('GET', 'listStreamMessages', {
    summary: 'The messages of a stream',
    params,
    query: tables.messageTableQuery,
    answer: answers(schemas.pageOf(schemas.messageItem)),
    handle: async ({ api, request, query }) => json(await api.messages.list({ ...query, stream: keyOf({ request }) })),
  }),
  manage('GET', 'exportStreamMessages', {
    summary: 'The same as CSV, all of them',
    params,
    query: tables.exportTableQuery,
    answer: { status: 200, type: 'text/csv' },
    async handle({ api, request, query }) {
      const stream = keyOf({ request })
      return csv(`stream-${stream}.csv`, await api.messages.exportCsv({ ...query, stream }))
    },
  }),
  manage('GET', 'getStreamTimeline', {
    summary: 'Sends, opens and clicks of a stream over time',
    params,
    query: tables.streamTimelineQuery,
    answer: answers(figures.timeline),
    handle: async ({ api, request, query }) => json(await api.streams.timeline(keyOf({ request }), query)),
  }),
]
