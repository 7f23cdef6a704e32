import { type Checks, checkOptions, func } from '../../domain/expect/index.ts'
import type { ReportedFailure } from '../../domain/feedback.ts'
import type { MessageError } from '../../domain/message.ts'
import { addressKey } from '../../kit/address-key.ts'
import type { TokenContent } from '../../tracking/tokens.ts'
import { reportedFailure, type SaidOfFailure } from '../reported-failure.ts'
import type { FailedAddress } from './failed-address.ts'
import {
  allParts,
  headAndContent,
  type MimePart,
  mailBytes,
  mostHeaders,
  parseHeaders,
  parseMime,
} from './mime-part.ts'
import { ourMessage } from './our-message.ts'
import { type PlainReport, readPlainReport } from './plain-report.ts'
import { readable } from './readable.ts'

type Fields = Map<string, string[]>

/**
 * The content of a mail that came back. Only `messageId` is proven, by a token of ours: `feedbackOf` makes of it what
 * `feedback.record` takes. Without it anybody may have written the report; it must not suppress an address.
 */
export interface ParsedBounce {
  /** `delay`: the server still tries, nothing is to be done. */
  kind: 'bounce' | 'delay' | 'complaint'
  /**
   * The message it is about, proven by a token; undefined: the report proves nothing and must not suppress an address.
   */
  messageId?: string | undefined
  /** The address the report names; not proven. */
  recipient?: string | undefined
  /** The address that failed, where the recipient's mail goes on to another one; not proven. */
  forwardedTo?: string | undefined
  /** True when the server will not try again and says so with a permanent code. */
  permanent: boolean
  /**
   * True when the message is ours and its address is dead, or its recipient complained. A full mailbox, or a refusal of
   * the sender, suppresses nothing.
   */
  suppress: boolean
  /** True when it counts against the address: enough of such messages suppress it. */
  soft: boolean
  /** What else would be refused for the same cause: mail to this domain, or all of the campaign. */
  stop?: 'domain' | 'campaign' | undefined
  /** RFC 3463, such as `5.1.1`. */
  status?: string | undefined
  /** The remote server's text. */
  diagnostic?: string | undefined
  /** What the provider calls a complaint, such as `abuse`. */
  feedbackType?: string | undefined
  /** Its classification. */
  error: MessageError
}

/**
 * Options of `parseBounce`. `open` is the sealer's, made from the installation's `secrets`: give them to
 * `createSillage` as well, because those kept in the store cannot be read from outside.
 */
export interface ParseBounceOptions {
  /** Opens tokens: `createTokenSealer(secrets).open`. Without it no message is found. */
  open?: ((token: string) => TokenContent | undefined) | undefined
}

const checks: Checks<ParseBounceOptions> = { open: func }

/**
 * Reads a delivery report (DSN, RFC 3464), a complaint (ARF, RFC 5965), or what a mail system says in plain words.
 * Undefined for anything else, automatic replies included. Takes the raw mail; reads its first 512 KB; throws for no
 * mail, and `invalid_option` for its options.
 */
export function parseBounce(raw: string | Uint8Array, options: ParseBounceOptions = {}): ParsedBounce | undefined {
  const { open = () => undefined } = checkOptions('parseBounce', options, checks)
  const mail = parseMime(mailBytes(raw))
  const id = ourMessage(mail, open)
  const messageId = id === undefined ? undefined : String(id)
  const parts = [...allParts(mail)]
  const feedback = parts.find((part) => part.type === 'message/feedback-report')
  if (feedback !== undefined) return complaint(parseHeaders(feedback.body), messageId)
  const groups = parts.filter((part) => deliveryStatus.has(part.type)).flatMap((part) => fieldGroups(part.body))
  // Some hold no field about a recipient, and say it in words only.
  if (groups.some((fields) => actionOf(fields) !== undefined)) return deliveryReport(mail, groups, messageId)
  const microsofts = complainedAtMicrosoft(mail, parts)
  if (microsofts !== undefined) return complained('abuse', microsofts, messageId)
  return plainBounce(mail, messageId)
}

const deliveryStatus = new Set(['message/delivery-status', 'message/global-delivery-status'])

/**
 * A person's feedback about a mail (RFC 5965), a request to leave the list included. Other reports have the same form:
 * `auth-failure` is a machine's about DMARC (RFC 6591), and by `not-spam` a recipient takes a mail out of the junk
 * folder.
 */
const ofPersons = new Set(['abuse', 'fraud', 'virus', 'other', 'opt-out', 'opt-out-list'])

function complaint(fields: Fields, messageId: string | undefined): ParsedBounce | undefined {
  const type = fields.get('feedback-type')?.[0]?.toLowerCase() ?? 'abuse'
  if (!ofPersons.has(type)) return undefined
  const recipient = fields.get('original-rcpt-to')?.[0] ?? fields.get('removal-recipient')?.[0]
  return complained(type, addressOf(recipient), messageId)
}

const complained = (type: string, recipient: string | undefined, messageId: string | undefined): ParsedBounce => ({
  kind: 'complaint',
  feedbackType: type,
  messageId,
  recipient,
  permanent: true,
  suppress: messageId !== undefined,
  soft: false,
  error: { kind: 'policy', message: `The recipient complained (${type}).` },
})

/**
 * Microsoft's feedback loop sends the mail itself, with the recipient in a field of its own; undefined where there is
 * none.
 */
function complainedAtMicrosoft(mail: MimePart, parts: readonly MimePart[]): string | undefined {
  const field = 'x-hmxmroriginalrecipient'
  const own = mail.headers.get(field)
  if (own !== undefined) return addressOf(own[0])
  for (const { type, body } of parts)
    if (type === 'message/rfc822') {
      const value = parseHeaders(headAndContent(body).head).get(field)?.[0]
      if (value !== undefined) return addressOf(value)
    }
  return undefined
}

/** More recipients than any of our mails has, with their lists and forwards. */
const mostGroups = 100

/** Groups of fields, between empty lines: the first one is about the report, each further one about a recipient. */
function fieldGroups(body: string): Fields[] {
  const groups: Fields[] = []
  let lines: string[] = []
  const end = () => {
    if (lines.length > 0) groups.push(parseHeaders(lines.join('\n')))
    lines = []
  }
  for (const line of body.slice(0, mostHeaders).split('\n')) {
    if (line.trim() !== '') lines.push(line)
    else end()
    if (groups.length === mostGroups) return groups
  }
  end()
  return groups
}

/**
 * Our mails have one recipient, but a list or a forward behind it may have more: a final failure counts before a delay.
 */
function deliveryReport(
  mail: MimePart,
  groups: readonly Fields[],
  messageId: string | undefined,
): ParsedBounce | undefined {
  const failed = groups.find((fields) => actionOf(fields) === 'failed')
  const fields = failed ?? groups.find((one) => actionOf(one) === 'delayed')
  if (fields === undefined) return undefined
  const status = statusOf(fields)
  const said = diagnosticOf(fields)
  const original = addressOf(fields.get('original-recipient')?.[0])
  const final = addressOf(fields.get('final-recipient')?.[0])
  const forwarded = original !== undefined && final !== undefined && addressKey(original) !== addressKey(final)
  const words = readable(said)
  const failure = knownFailure({ status, text: words }, mail)
  const address = { recipient: original ?? final, forwardedTo: forwarded ? final : undefined }
  const found = { messageId, address, failure, isQuoted: words !== '' }
  return bounce(failed === undefined ? 'delay' : 'bounce', found)
}

/** The server's answer; without it what stands beside the status, as some servers write it. */
const diagnosticOf = (fields: Fields): string => {
  const cut = (name: string) => fields.get(name)?.[0]?.slice(0, 2000) ?? ''
  return cut('diagnostic-code').replace(/^[^;]{1,40};\s*/, '') || cut('status').replace(/^[\s\d.()]*|\)\s*$/g, '')
}

const statusOf = (fields: Fields): string | undefined =>
  /[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status')?.[0]?.slice(0, 200) ?? '')?.[0]

/** As servers write them, not only as RFC 3464 does. Some write none: the class of the status says the same. */
const actions: readonly [RegExp, string][] = [
  [/^(?:fail|error|undeliver|bounce)/i, 'failed'],
  [/^(?:delay|warn)/i, 'delayed'],
  [/^(?:deliver|relay|expand|success)/i, 'delivered'],
]

function actionOf(fields: Fields): string | undefined {
  const said = fields.get('action')?.[0]?.slice(0, 200) ?? ''
  const action = actions.find(([words]) => words.test(said))?.[1]
  if (action !== undefined) return action
  const status = /^\s*([245])(?:\d\d|\.\d)/.exec(fields.get('status')?.[0]?.slice(0, 200) ?? '')?.[1]
  return status === undefined ? undefined : { 2: 'delivered', 4: 'delayed', 5: 'failed' }[Number(status)]
}

/** What the fields say; where that is nothing, what the report says to people. */
function knownFailure(fields: SaidOfFailure, mail: MimePart): ReportedFailure {
  const failure = reportedFailure(fields)
  if (failure.error.kind !== 'other') return failure
  const plain = readPlainReport(mail, isKnown)
  const said = plain === undefined ? failure : plainFailure(plain)
  return said.error.kind === 'other' ? failure : said
}

const isKnown = (text: string): boolean => reportedFailure({ text }).error.kind !== 'other'
const plainFailure = ({ status, code, words }: PlainReport): ReportedFailure =>
  reportedFailure({ status, code, text: words })

/** Not a report by RFC 3464, but from a mail system: its text is read instead. */
function plainBounce(mail: MimePart, messageId: string | undefined): ParsedBounce | undefined {
  const report = readPlainReport(mail, isKnown)
  if (report === undefined) return undefined
  return bounce(report.kind, { messageId, address: report, failure: plainFailure(report), isQuoted: true })
}

interface Found {
  messageId: string | undefined
  address: FailedAddress
  failure: ReportedFailure
  /** The report quotes an answer. */
  isQuoted: boolean
}

function bounce(kind: 'bounce' | 'delay', { messageId, address, failure, isQuoted }: Found): ParsedBounce {
  const { recipient, forwardedTo } = address
  const forwarded = forwardedTo !== undefined
  const { permanent, error, suppress, stop } = failure
  const isOurs = kind === 'bounce' && messageId !== undefined
  return {
    kind,
    messageId,
    recipient,
    forwardedTo,
    permanent: kind === 'bounce' && permanent,
    suppress: isOurs && suppress === 'now' && !forwarded,
    soft: isOurs && (suppress === 'soft' || (suppress === 'now' && forwarded)),
    status: error.enhancedCode,
    diagnostic: isQuoted ? error.message : undefined,
    stop: forwarded ? undefined : stop,
    error,
  }
}

/** The address of a field such as `rfc822; <ada@example.org>`. */
function addressOf(value: string | undefined): string | undefined {
  const address = value
    ?.slice(0, 1000)
    .replace(/^[^;]{1,40};\s*/, '')
    .replace(/^<(.*)>$/, '$1')
    .trim()
  return address?.includes('@') === true && !/[\s<>]/.test(address) ? address : undefined
}
