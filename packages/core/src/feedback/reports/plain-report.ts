import { allParts, headAndContent, type MimePart, parseHeaders } from './mime-part.ts'

/** What a report outside RFC 3464 says, in its own text. */
export interface PlainReport {
  kind: 'bounce' | 'delay'
  /** The address it names in a field of its own. */
  recipient: string | undefined
  code: number | undefined
  status: string | undefined
  /** The server's answer where one is quoted, else the whole text. */
  words: string
}

const mostText = 20_000
const mostWords = 2000

/** The line above the copy of the mail that a report returns within its text. */
const copyBegins = /copy of (?:the|your) (?:original )?message|^[ \t>-]{0,80}(?:original|returned) message/i
/** Lines of a report that repeat our mail: their text is ours, not the server's. */
const ownLines = /^[ \t]*(?:to|subject|sent|date|from|message-id):[^\n]*$/gim

const delayed =
  /(?:has|have) (?:been delayed|not yet been delivered)|attempts? (?:to deliver )?will continue|will (?:keep|continue) (?:on )?(?:re)?try|warning message only|(?:do not|no) need to resend/i

/** A reply code on its own, with its enhanced code, if it has one; not a part of a number, a date or an address. */
const reply =
  /(?<![\w.+/-])(?<!\d:)([45](?:[0345]\d|1[0-3]|2[1-3]|71))[ \t:,-]{1,3}(?:\(?#?([45]\.\d{1,3}\.\d{1,3})(?![.\d]))?(?![ \t]{0,3}\d)/
/**
 * An enhanced code without a reply code: only where it is marked as such. Dates and IP addresses have the same form.
 */
const bareStatus = /(?:^|[#([:]) ?([45]\.\d{1,3}\.\d{1,3})(?![.\d])/m

/** True for mails of a mail system, judged by their sender. */
export const fromMailSystem = (mail: MimePart): boolean =>
  mail.headers.has('x-failed-recipients') ||
  /mailer-?daemon|postmaster|mail ?delivery|mail system|(?:mail|system) administrator/i.test(
    mail.headers.get('from')?.[0]?.slice(0, 1000) ?? '',
  )

/**
 * Reads a report by its text. Undefined where it holds neither an answer nor `known` phrases. The text of persons is
 * never read: they are away until 5.1.27 and can be called at 550 123.
 */
export function readPlainReport(mail: MimePart, known: (words: string) => boolean): PlainReport | undefined {
  if (!fromMailSystem(mail)) return undefined
  const text = textOf(mail).said.replace(ownLines, '')
  const subject = mail.headers.get('subject')?.[0]?.slice(0, 1000) ?? ''
  const kind = delayed.test(text) || /^warning: |delay(?:ed|s in deliver)/i.test(subject) ? 'delay' : 'bounce'
  const recipient = mail.headers.get('x-failed-recipients')?.[0]?.split(',', 1)[0]?.trim()
  const found = reply.exec(text)
  const status = found?.[2] ?? bareStatus.exec(text)?.[1]
  if (found !== null) return { kind, recipient, code: Number(found[1]), status, words: paragraphAt(text, found.index) }
  const words = text.replace(/\s+/g, ' ').trim().slice(0, mostWords)
  return status !== undefined || known(words) ? { kind, recipient, code: undefined, status, words } : undefined
}

/** The headers of the mail that a report returns within its text. */
export function returnedHeaders(mail: MimePart): Map<string, string[]> {
  const { returned } = textOf(mail)
  return parseHeaders(headAndContent(returned).head)
}

function textOf(mail: MimePart): { said: string; returned: string } {
  let text = ''
  for (const part of allParts(mail))
    if (part.type.startsWith('text/') && !part.type.startsWith('text/rfc822')) {
      text = part.body.slice(0, mostText)
      break
    }
  const lines = text.split('\n')
  const copy = lines.findIndex((line) => copyBegins.test(line.slice(0, 200)))
  if (copy < 0) return { said: text, returned: '' }
  return {
    said: lines.slice(0, copy).join('\n'),
    returned: lines
      .slice(copy + 1)
      .join('\n')
      .trimStart(),
  }
}

/** An answer continues in the next lines, until an empty one. */
const paragraphAt = (text: string, at: number): string =>
  (text.slice(at, at + 400).split(/\n[ \t]*\n/, 1)[0] ?? '').replace(/\s+/g, ' ').trim()
