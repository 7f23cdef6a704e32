import { addressesIn, type FailedAddress, failedAddress, partiesOf } from './failed-address.ts'
import { fromMailSystem, saysDelayed, saysUndelivered } from './mail-system.ts'
import { allParts, headAndContent, type MimePart, parseHeaders } from './mime-part.ts'
import { readable } from './readable.ts'

/** What a report outside RFC 3464 says, in its own text. */
export interface PlainReport extends FailedAddress {
  kind: 'bounce' | 'delay'
  code: number | undefined
  status: string | undefined
  /** The server's answer where one is quoted, else the whole text. */
  words: string
}

const mostText = 20_000
const mostWords = 2000

/** The line above the copy of the mail that a report returns within its text. */
const copyBegins = [
  /(?:(?:is|follows) an? |^[ \t>*=-]{1,80})copy of/i,
  /^[ \t>*=-]{0,80}(?:start of |the )?(?:original|returned|old|unsent) (?:message|mail)(?: (?:follows|below|attached|as received|removed)|[ \t:.*=-]{0,80}$)/i,
  /^[ \t>*=-]{0,80}(?:message )?headers? (?:of the |follow)|^[ \t>*=-]{0,80}your message reads/i,
]
/** Fields that only a mail has; what a report repeats for people begins with To or Subject. */
const copiedField = /^[ \t>|]{0,8}(?:received|return-path|delivered-to|mime-version|dkim-signature|x-[\w-]{1,40}):/i
/** Lines of a report that repeat our mail: their text is ours, not the server's. */
const ownLines = /^[ \t]*(?:to|subject|sent|date|from|message-id)[ \t]{0,8}:[^\n]*$/gim

/** A reply code on its own, with its enhanced code, if it has one; not a part of a number, a date or an address. */
const reply =
  /(?<![\w.+/-])(?<!\d:)([45](?:[0345]\d|1[0-3]|2[1-3]|71))[ \t:,-]{1,3}(?:\(?#?([45]\.\d{1,3}\.\d{1,3})(?![.\d]))?(?![ \t]{0,3}\d)/
/**
 * An enhanced code without a reply code: only where it is marked as such. Dates and IP addresses have the same form.
 */
const bareStatus = /(?:^|[#([:]) ?([45]\.\d{1,3}\.\d{1,3})(?![.\d])/m

/**
 * Reads a report by its text: one that holds an answer, `known` phrases, or says that a mail was not delivered. The
 * text of persons is never read: they are away until 5.1.27 and can be called at 550 123.
 */
export function readPlainReport(mail: MimePart, known: (words: string) => boolean): PlainReport | undefined {
  if (!fromMailSystem(mail)) return undefined
  const whole = textOf(mail)
  const text = whole.said.replace(ownLines, '')
  const subject = readable(mail.headers.get('subject')?.[0]?.slice(0, 1000) ?? '')
  const isDelay = saysDelayed(subject, text)
  const found = reply.exec(text)
  const status = found?.[2] ?? bareStatus.exec(text)?.[1]
  const all = text.replace(/\s+/g, ' ').trim().slice(0, mostWords)
  const isReport =
    found !== null || status !== undefined || isDelay || known(all) || saysUndelivered(`${subject} ${all}`)
  if (!isReport) return undefined
  return {
    kind: isDelay ? 'delay' : 'bounce',
    ...addressOf(mail, whole, subject),
    code: found === null ? undefined : Number(found[1]),
    status,
    words: found === null ? all : paragraphAt(text, found.index),
  }
}

/** The headers of the mail that a report returns within its text. */
export const returnedHeaders = (mail: MimePart): MimePart['headers'] => headersIn(textOf(mail).returned)

const headersIn = (text: string) => parseHeaders(headAndContent(text).head)

/** By a field of its own, by the text, by the subject; last the address to which the returned mail was written. */
function addressOf(mail: MimePart, { said, returned }: ReportText, subject: string): FailedAddress {
  const own = addressesIn(mail.headers.get('x-failed-recipients')?.[0] ?? '')[0]
  if (own !== undefined) return { recipient: own, forwardedTo: undefined }
  const part = [...allParts(mail)].find(({ type }) => type === 'message/rfc822' || type.startsWith('text/rfc822'))
  const headers = headersIn(part?.body ?? returned)
  const parties = partiesOf(mail, headers)
  const found = failedAddress(said, parties)
  if (found.recipient !== undefined) return found
  const to = addressesIn(headers.get('to')?.[0] ?? '')
  return { ...found, recipient: failedAddress(subject, parties).recipient ?? (to.length === 1 ? to[0] : undefined) }
}

interface ReportText {
  said: string
  returned: string
}

function textOf(mail: MimePart): ReportText {
  const lines = firstText(mail).split('\n')
  const announced = lines.findIndex((line) => copyBegins.some((words) => words.test(line.slice(0, 200))))
  const copied = lines.findIndex((line) => copiedField.test(line.slice(0, 200)))
  if (announced < 0 && copied < 0) return { said: lines.join('\n'), returned: '' }
  const isAnnounced = announced >= 0 && (copied < 0 || announced <= copied)
  const from = isAnnounced ? announced + 1 : copied
  return {
    said: lines.slice(0, isAnnounced ? announced : copied).join('\n'),
    returned: lines
      .slice(from)
      .map((line) => line.replace(/^> ?/, ''))
      .join('\n')
      .trimStart(),
  }
}

/** Of a report in HTML its words, in their lines. */
function firstText(mail: MimePart): string {
  for (const { type, body } of allParts(mail)) {
    if (!type.startsWith('text/') || type.startsWith('text/rfc822')) continue
    const text = readable(body.slice(0, mostText))
    return type === 'text/html' ? wordsOf(text) : text
  }
  return ''
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ', '#39': "'", '#64': '@' }

const wordsOf = (html: string): string =>
  html
    .replace(/<(?:br|\/?p|\/?div|\/?t[dr]|\/?li|\/h\d)\b[^<>]{0,500}>/gi, '\n')
    .replace(/<[^<>]{0,500}>/g, '')
    .replace(/&(lt|gt|amp|quot|nbsp|#39|#64);/g, (_, name: string) => entities[name] ?? '')

/** An answer continues in the next lines, until an empty one. */
const paragraphAt = (text: string, at: number): string =>
  (text.slice(at, at + 400).split(/\n[ \t]*\n/, 1)[0] ?? '').replace(/\s+/g, ' ').trim()
