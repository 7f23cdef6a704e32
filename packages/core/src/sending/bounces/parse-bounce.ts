import type { MessageError } from '../../domain/message.ts'
import type { TokenContent } from '../../tracking/tokens.ts'
import { classifyAnswer, withoutAddresses } from '../classify-answer.ts'
import { allParts, type MimePart, mostBytes, parseHeaders, parseMime } from './mime-part.ts'
import { ourMessage } from './our-message.ts'

/**
 * What a mail that came back says. Only `messageId` is proven, by a token of ours: pass it with `permanent` and `error` to `recordBounce`, or to
 * `recordComplaint`. Without it anybody may have written the report; it must not suppress an address.
 */
export interface ParsedBounce {
  /** `delay`: the server still tries, nothing is to be done. */
  kind: 'bounce' | 'delay' | 'complaint'
  /** The message it is about, proven by a token; undefined: the report proves nothing and must not suppress anybody. */
  messageId?: string | undefined
  /** The address the report names; not proven. */
  recipient?: string | undefined
  /** True when the server will not try again and says so with a permanent code. */
  permanent: boolean
  /** RFC 3463, such as `5.1.1`. */
  status?: string | undefined
  /** The remote server's words. */
  diagnostic?: string | undefined
  /** What it is taken for; goes into `recordBounce`. */
  error: MessageError
}

/**
 * Options of `parseBounce`. `open` is the sealer's, made of the installation's `secrets`: give them to `createSillage` as well, because those kept in the
 * store are not handed out.
 */
export interface ParseBounceOptions {
  /** Opens tokens: `createTokenSealer(secrets).open`. Without it no message is found. */
  open?: ((token: string) => TokenContent | undefined) | undefined
}

/**
 * Reads a delivery report (DSN, RFC 3464), a complaint (ARF, RFC 5965), or a plain bounce to our own VERP address.
 * Undefined for anything else, automatic replies included. Takes the raw mail; reads its first 512 KB; never throws.
 */
export function parseBounce(raw: string | Uint8Array, options: ParseBounceOptions = {}): ParsedBounce | undefined {
  const text =
    typeof raw === 'string' ? raw.slice(0, mostBytes) : Buffer.from(raw.subarray(0, mostBytes)).toString('latin1')
  const mail = parseMime(text)
  const id = ourMessage(mail, options.open ?? (() => undefined))
  const messageId = id === undefined ? undefined : String(id)
  const parts = [...allParts(mail)]
  const feedback = parts.find((part) => part.type === 'message/feedback-report')
  if (feedback !== undefined) return complaint(feedback, messageId)
  const report = parts.find(
    (part) => part.type === 'message/delivery-status' || part.type === 'message/global-delivery-status',
  )
  if (report !== undefined) return deliveryReport(report, messageId)
  return messageId === undefined ? undefined : plainBounce(mail, parts, messageId)
}

function complaint(part: MimePart, messageId: string | undefined): ParsedBounce | undefined {
  const fields = parseHeaders(part.body)
  const type = fields.get('feedback-type')?.[0]?.toLowerCase() ?? 'abuse'
  // A recipient who takes a mail out of the junk folder reports `not-spam`.
  if (type === 'not-spam') return undefined
  const recipient = addressOf(fields.get('original-rcpt-to')?.[0])
  return {
    kind: 'complaint',
    messageId,
    recipient,
    permanent: true,
    error: { kind: 'policy', message: `The recipient complained (${type.slice(0, 40)}).` },
  }
}

function deliveryReport(part: MimePart, messageId: string | undefined): ParsedBounce | undefined {
  // The first group is about the report, each further one about a recipient; ours have one.
  for (const group of part.body.split(/(?:\r?\n[ \t]*){2,}/)) {
    const fields = parseHeaders(group)
    const action = fields.get('action')?.[0]?.toLowerCase()
    if (action !== 'failed' && action !== 'delayed') continue
    const status = /[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status')?.[0] ?? '')?.[0]
    const diagnostic = fields.get('diagnostic-code')?.[0]?.replace(/^[^;]{1,40};\s*/, '')
    const recipient = addressOf(fields.get('original-recipient')?.[0]) ?? addressOf(fields.get('final-recipient')?.[0])
    return bounce(action === 'delayed' ? 'delay' : 'bounce', { messageId, recipient, status, diagnostic })
  }
  return undefined
}

/** No report, but to an address only our mails carry, and from a mail system: its text tells what it can. */
function plainBounce(mail: MimePart, parts: MimePart[], messageId: string): ParsedBounce | undefined {
  if (/auto-(?:replied|generated)/i.test(mail.headers.get('auto-submitted')?.[0] ?? '') && !fromMailSystem(mail))
    return undefined
  if (!fromMailSystem(mail)) return undefined
  const text = parts.find((part) => part.type.startsWith('text/'))?.body.slice(0, 20_000) ?? ''
  const reply = /\b([45]\d\d)[ -]+(?:#?([245]\.\d{1,3}\.\d{1,3}))?[^\r\n]{0,300}/.exec(text)
  const status = reply?.[2] ?? /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(text)?.[0]
  if (reply === null && status === undefined) return undefined
  return bounce('bounce', { messageId, recipient: undefined, status, diagnostic: reply?.[0] })
}

const fromMailSystem = (mail: MimePart): boolean =>
  /mailer-daemon|postmaster|mail delivery (?:system|subsystem)/i.test(mail.headers.get('from')?.[0] ?? '') ||
  mail.headers.get('return-path')?.[0] === '<>'

function bounce(
  kind: 'bounce' | 'delay',
  found: Pick<ParsedBounce, 'messageId' | 'recipient' | 'status' | 'diagnostic'>,
): ParsedBounce {
  const { status, diagnostic = '' } = found
  const inText = /^([45]\d\d)(?:[ -]+#?([245]\.\d{1,3}\.\d{1,3}))?/.exec(diagnostic)
  const enhancedCode = inText?.[2] ?? status
  const code = Number(inText?.[1] ?? (enhancedCode?.startsWith('4') === true ? 450 : 550))
  const { error } = classifyAnswer({
    kind: 'refused',
    stage: 'rcpt',
    code,
    enhancedCode,
    text: diagnostic || (status ?? ''),
  })
  return {
    ...found,
    kind,
    status: enhancedCode,
    diagnostic: diagnostic === '' ? undefined : withoutAddresses(diagnostic),
    permanent: kind === 'bounce' && code >= 500,
    error,
  }
}

/** The address of a field such as `rfc822; <ada@example.org>`. */
function addressOf(value: string | undefined): string | undefined {
  const address = value
    ?.replace(/^[^;]{1,40};\s*/, '')
    .replace(/^<(.*)>$/, '$1')
    .trim()
  return address?.includes('@') === true && !/[\s<>]/.test(address) ? address : undefined
}
