import { randomUUID } from 'node:crypto'
import type { ComposedMessage } from '../content/composer.ts'
import type { SealedUrls, TrackingUrls } from '../content/tracking-urls.ts'
import type { TestInput, TestResult, TestResults } from '../domain/content.ts'
import { type ErrorCode, SillageError } from '../domain/errors.ts'
import { testInput } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import type { FailureKind } from '../domain/message.ts'
import { checkAddress, domainOf, envelopeAddress } from '../recipients/address.ts'
import { readMailbox } from '../recipients/read-mailbox.ts'
import type { AlignmentWatch } from '../sending/alignment-watch.ts'
import type { MarkHeaders } from '../sending/mark-headers.ts'
import { missingTransport } from '../sending/missing-transport.ts'
import { classifyAnswer } from '../sending/policy/classify-answer.ts'
import { handOver } from '../sending/transport/hand-over.ts'
import { messageInParts } from '../sending/transport/message-bytes.ts'
import type { OutgoingMessage, Transport, TransportResult } from '../sending/transport/transport.ts'
import type { TokenSealer } from '../tracking/tokens.ts'
import { checkHeaders } from './check-headers.ts'
import { type PreparedContent, prepareContent } from './content.ts'
import type { CampaignContext } from './context.ts'
import { contactData } from './preview.ts'

/** What a test needs besides the content. */
export interface TestSending {
  /** Undefined where the installation does not send. */
  transport: Transport | undefined
  /** Called with the domain in From of each test. */
  watchAlignment: AlignmentWatch | undefined
  /** A tenant's URLs whose pages only say that this was a test. */
  urls(owner: string | null): TrackingUrls
  /** The headers that mark mails as sent to many. */
  marks: MarkHeaders
  /** Resolves when tokens can be made. */
  ready: () => Promise<unknown>
}

/** The URLs of a test mail: unsubscribe, preferences and view lead to pages that only say it was a test. */
export function testUrls(urls: TrackingUrls & { sealed: SealedUrls }, sealer: TokenSealer): TrackingUrls {
  const { sealed, ...single } = urls
  const testUrl = (kind: 'unsubscribe' | 'preferences' | 'view') => () =>
    sealed.prefix(kind) + sealer.seal({ kind: 'test', messageId: 0 })
  return { ...single, unsubscribe: testUrl('unsubscribe'), preferences: testUrl('preferences'), view: testUrl('view') }
}

/**
 * Sends one mail with this content to each address: the author's own links, no pixel, nothing stored, and all headers
 * that a mail of a campaign has. Resolves once the server accepted all; rejects with `smtp_rejected`,
 * `smtp_unreachable`, `smtp_auth` or `smtp_config` for the first it did not accept.
 */
export async function sendTest<To extends string | readonly string[]>(
  context: CampaignContext,
  testing: TestSending,
  input: TestInput<To>,
): Promise<TestResults<To>> {
  const checked = parseInput(testInput, input)
  checkHeaders(context, checked.headers)
  if (testing.transport === undefined) throw missingTransport()
  await testing.ready()
  const addresses = [checked.to].flat().map((address) => checkAddress(address, 'to'))
  const { headers = {} } = checked
  const content = await prepareContent(context, { ...checked, options: { tracking: {}, headers } })
  const data = await contactData(context, checked.contactId)
  const urls = testing.urls(context.owner ?? null)
  const sent: TestResult[] = []
  for (const to of addresses) {
    // As in a preview: whose name it is to be is in the data.
    const values = data ?? { email: to, name: '', company: '', ...checked.data }
    const one = await sendOne(testing, testing.transport, {
      ...content,
      urls,
      headers,
      to,
      data: values,
      now: context.clock.now(),
    })
    if ('failure' in one) throw testFailure(one.failure, sent.length, addresses.length, context)
    sent.push(one)
  }
  return (Array.isArray(checked.to) ? sent : sent[0]) as TestResults<To>
}

interface OneTest extends Pick<PreparedContent, 'compiled' | 'from'> {
  urls: TrackingUrls
  headers: Readonly<Record<string, string>>
  to: string
  data: Readonly<Record<string, unknown>>
  now: number
}

async function sendOne(
  { watchAlignment, marks }: TestSending,
  transport: Transport,
  { compiled, from, urls, headers, to, data, now }: OneTest,
): Promise<TestResult | { failure: Failure }> {
  const fromDomain = domainOf(readMailbox(from, 'from').address)
  const rfcMessageId = `<test.${randomUUID()}@${fromDomain}>`
  const composed = await compiled.bind({ linkIds: compiled.links.map(() => 0), urls }).compose({
    messageId: 0,
    rfcMessageId,
    to: { address: envelopeAddress(to) },
    data,
    date: new Date(now),
    tracking: { opens: false, clicks: false, readTime: false },
    headers: marks.headers(0, new Set(Object.keys(headers).map((name) => name.toLowerCase())), urls),
    envelopeFrom: marks.envelopeFrom(0),
  })
  watchAlignment?.(fromDomain)
  const result = await handOver(transport, copied(composed))
  return result.kind === 'accepted' ? { to, rfcMessageId } : { failure: result }
}

/** The composer's buffer is its own. */
const copied = ({ envelope, raw, parts }: ComposedMessage): OutgoingMessage => {
  const [own, ...shared] = parts ?? []
  return own === undefined
    ? { envelope, raw: Buffer.from(raw) }
    : messageInParts(envelope, [Buffer.from(own), ...shared])
}

type Failure = Exclude<TransportResult, { kind: 'accepted' }>

/** What the server answered about the test is said; what is known of the server itself is for the log. */
function testFailure(failure: Failure, sent: number, all: number, { logger }: CampaignContext): SillageError {
  const { error, inside } = classifyAnswer(failure)
  const code = codeOf(failure, error.kind)
  const before = all === 1 ? '' : `${sent} of ${all} tests were sent; this is about the next one. `
  if (inside === undefined) return new SillageError(code, `${before}The mail server refused the test: ${error.message}`)
  const { message: _, ...codes } = error
  logger.warn({ ...codes, answer: inside }, 'a test could not be sent')
  return new SillageError(code, before + error.message)
}

/** For what a campaign is paused for, the same code. */
const codes: Readonly<Partial<Record<FailureKind, ErrorCode>>> = {
  auth: 'smtp_auth',
  config: 'smtp_config',
}
const codeOf = (failure: Failure, kind: FailureKind): ErrorCode =>
  codes[kind] ?? (failure.kind === 'lost' ? 'smtp_unreachable' : 'smtp_rejected')
