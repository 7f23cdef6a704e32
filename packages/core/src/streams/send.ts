import { hash } from 'node:crypto'
import { checkHeaders } from '../campaigns/check-headers.ts'
import { dueTimes } from '../campaigns/plan.ts'
import { parseInput } from '../domain/input/parse.ts'
import { messageInput } from '../domain/input/streams.ts'
import type { MessageInput, SentMessage } from '../domain/message.ts'
import type { DefinedStream, StreamInput } from '../domain/stream.ts'
import { msOf } from '../domain/when.ts'
import { checkAddress } from '../recipients/address.ts'
import { findStream, unknownStream } from '../store/find-stream.ts'
import type { CampaignRecord } from '../store/port/records.ts'
import { messageStatus } from '../store/rules/status.ts'
import type { StreamContext } from './context.ts'
import { renderData } from './defined.ts'
import { ownContent } from './own-content.ts'

/** How a defined stream is put. */
type Put = (key: string, input: StreamInput) => Promise<unknown>

/**
 * Gives a stream one message: everything is checked, then it is stored with others that come at the same time. Durable
 * when it resolves.
 */
export async function sendMessage<D>(context: StreamContext, put: Put, input: MessageInput<D>): Promise<SentMessage> {
  // A program without types may give anything.
  const { stream: named, ...given } = input ?? ({} as MessageInput<D>)
  const defined = typeof named === 'string' || named === undefined ? undefined : named
  const { data, rendered } =
    defined === undefined ? { data: given.data, rendered: undefined } : await renderData(defined, given.data)
  // What a program rendered needs no data any more.
  const merged = rendered === undefined && data !== undefined ? { data } : {}
  const checked = parseInput(messageInput, { ...given, data: undefined, ...merged })
  checkHeaders(context, checked.headers)
  const stream = await streamOf(context, put, named)
  const content = await ownContent(context, stream, checked, rendered)
  const to = typeof checked.to === 'string' ? { email: checked.to } : checked.to
  const email = checkAddress(to.email, typeof checked.to === 'string' ? 'to' : 'to.email')
  const hashOf = await context.addressHash()
  const now = context.clock.now()
  const dueAt = checked.scheduledAt === undefined ? 0 : msOf(checked.scheduledAt)
  const values = checked.data ?? {}
  const stored = await context.gatherer.add({
    streamId: stream.id,
    email,
    emailHash: hashOf(email),
    ref: to.ref ?? null,
    name: to.name ?? null,
    company: to.company ?? null,
    data: values,
    consent: to.consent ?? null,
    once: checked.key === undefined ? null : hash('sha256', checked.key, 'base64url'),
    dueAt: dueTimes(stream.options.hours ?? null)?.(values, Math.max(dueAt, now)) ?? dueAt,
    content,
  })
  if (stored === undefined) return unknownStream()
  return { id: String(stored.id), status: messageStatus(stored), created: stored.created }
}

async function streamOf<D>(
  context: StreamContext,
  put: Put,
  named: string | DefinedStream<D> | undefined,
): Promise<CampaignRecord> {
  if (typeof named === 'object' && named !== null)
    await context.defined.ensure(named, context.owner ?? null, (input) => put(named.key, input))
  const key = typeof named === 'string' ? named : (named?.key ?? '')
  return (await findStream(context, key)) ?? unknownStream()
}
