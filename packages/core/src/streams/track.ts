import { hash } from 'node:crypto'
import { compileInSteps } from '../content/compile-campaign.ts'
import type { CompiledCampaign } from '../content/composer.ts'
import { plainTextOf } from '../content/html/plain-text.ts'
import { libraryFields } from '../content/template/library-fields.ts'
import { literalEngine } from '../content/template/literal-engine.ts'
import { SillageError } from '../domain/errors.ts'
import { key as keyInput } from '../domain/input/fields.ts'
import { parseInput } from '../domain/input/parse.ts'
import { trackInput } from '../domain/input/streams.ts'
import type { StreamInput } from '../domain/stream.ts'
import type { TrackedMail, TrackInput } from '../domain/tracked-mail.ts'
import { within } from '../domain/within.ts'
import { byTurns } from '../kit/by-turns.ts'
import { streamOf as keyOf, refOf } from '../news/recorded-news.ts'
import { checkAddress } from '../recipients/address.ts'
import { findStream } from '../store/find-stream.ts'
import type { CampaignRecord } from '../store/port/records.ts'
import { holdingReasons } from '../store/rules/holding-reasons.ts'
import type { StreamContext } from './context.ts'
import { createStream } from './create-stream.ts'

type Put = (key: string, input: StreamInput) => Promise<unknown>
type Checked = ReturnType<typeof checkInput>

const DEADLINE_MS = 500
const literally = literalEngine()
/** What stands for the library's URLs in a mail without a message. */
const nowhere = Object.fromEntries(libraryFields.map((field) => [field, '#']))
/** Nothing of it is in a mail that the host composes. */
const from = { address: 'nobody@invalid.example' }

/**
 * Makes a mail that the host sends itself a message of a stream. Only what is wrong with the input is thrown: of all
 * else the mail leaves untracked.
 */
export async function trackMail<D>(context: StreamContext, put: Put, input: TrackInput<D>): Promise<TrackedMail> {
  const checked = checkInput(input)
  const { clock, logger, tracked } = context
  const stop = new AbortController()
  try {
    const late = () => new SillageError('busy', 'A mail was not tracked in time.')
    const { deadlineMs = DEADLINE_MS } = checked
    const mail = await within(deadlineMs, track(context, put, checked, stop.signal), clock, late)
    tracked.mails++
    return mail
  } catch (err) {
    stop.abort()
    tracked.untracked++
    logger.warn({ err, stream: checked.key }, 'a mail of the host leaves untracked')
    return await untracked(checked)
  }
}

function checkInput<D>(input: TrackInput<D>) {
  // A program without types may give anything.
  const { stream, ...given } = input ?? ({} as TrackInput<D>)
  const defined = typeof stream === 'object' && stream !== null ? stream : undefined
  const key = parseInput(keyInput, defined?.key ?? stream, 'stream')
  const { to, key: once, ...mail } = parseInput(trackInput, given)
  const recipient = typeof to === 'string' ? { email: to } : to
  const email = checkAddress(recipient.email, typeof to === 'string' ? 'to' : 'to.email')
  return { ...mail, to: { ...recipient, email }, once, key, defined }
}

async function track(context: StreamContext, put: Put, mail: Checked, signal: AbortSignal): Promise<TrackedMail> {
  const { store, clock, compile, composers, marks } = context
  const { to, subject = '', html, text, keep = false, once } = mail
  const stream = await streamFor(context, put, mail)
  const { tracking } = stream.options
  const content = { subject: '', html, text, from, tracking }
  const baseUrl = context.baseOf(stream.owner)
  const compiled = await byTurns(compileInSteps(content, { ...compile, engine: literally, baseUrl }))
  const emailHash = (await context.addressHash())(to.email)
  const [decided, held] = await Promise.all([
    store.privacy.consentOf(stream.owner, to.email),
    store.suppressions.of(stream.owner, to.email, emailHash),
  ])
  const consent = decided ?? to.consent ?? null
  const measured = context.trackingFor({ ...stream, html }, consent)
  // The host sends it without: it is no message then.
  signal.throwIfAborted()
  const own = { subject, preheader: null, html, text: text ?? null, attachments: [], from: '', replyTo: [] }
  const stored = await context.gatherer.add({
    streamId: stream.id,
    email: to.email,
    emailHash,
    ref: to.ref ?? null,
    name: to.name ?? null,
    company: to.company ?? null,
    data: {},
    consent: to.consent ?? null,
    once: once === undefined ? null : hash('sha256', once, 'base64url'),
    dueAt: 0,
    content: { own: { ...own, headers: {}, engine: null, literal: true }, links: compiled.links, kept: keep },
    sent: measured,
  })
  if (stored === undefined) throw new SillageError('not_found', 'The stream was deleted meanwhile.')
  const { id, contentId, created } = stored
  const composer = await composers.bind(stream, compiled, contentId)
  const parts = await partsOf(composer, id, { ...measured, aggregate: tracking.aggregate ?? false })
  if (created && context.news.wanted('message.sent')) {
    // The time that is stored: the fact has one id, whoever gets it.
    const at = (await store.messages.get(id))?.sentAt ?? clock.now()
    const data = refOf({ messageId: id, campaignId: stream.id, ref: to.ref ?? null, stream: keyOf(stream) })
    context.news.publish({ type: 'message.sent', at, owner: stream.owner, data })
  }
  const unwanted = new Set(stream.transactional ? ['list-unsubscribe'] : [])
  const headers = marks.headers(id, unwanted, composer.urls)
  const topic = stream.options.topic ?? null
  const holding: readonly string[] = holdingReasons(stream)
  return {
    id: String(id),
    ...parts,
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    suppressed: held.some((one) => (one.topic ?? topic) === topic && holding.includes(one.reason)),
  }
}

/** HTML and text of one message, with its URLs. */
async function partsOf(
  composer: ReturnType<CompiledCampaign['bind']>,
  messageId: number,
  tracking: Parameters<typeof composer.compose>[0]['tracking'],
): Promise<Pick<TrackedMail, 'html' | 'text'>> {
  const rfcMessageId = `${messageId}@invalid.example`
  const composed = await composer.compose({ messageId, rfcMessageId, to: from, data: {}, date: new Date(0), tracking })
  return { html: composed.html(), text: composed.text() }
}

/** The stream of this key; the first mail makes it, and changes nothing of one that is there. */
async function streamFor(context: StreamContext, put: Put, { key, topic, defined }: Checked): Promise<CampaignRecord> {
  if (defined !== undefined) await context.defined.ensure(defined, context.owner ?? null, (input) => put(key, input))
  return (await findStream(context, key)) ?? (await createStream(context, key, { topic })).stream
}

/** As it was given; text is made of the HTML where none was, and the library's fields lead nowhere. */
async function untracked({ html, text }: Checked): Promise<TrackedMail> {
  const render = (source: string) => literally.compile(source, 'html').render(nowhere)
  const shown = await render(html)
  const made = text === undefined ? await byTurns(plainTextOf(shown)) : await render(text)
  return { id: null, html: shown, text: made, headers: {}, suppressed: false }
}
