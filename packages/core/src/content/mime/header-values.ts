import MimeNode from 'nodemailer/lib/mime-node'
import { SillageError } from '../../domain/errors.ts'
import { asciiDomain } from '../../kit/ascii-domain.ts'
import type { ParsedMailbox } from '../composer.ts'
import { headerSafe } from '../html/escape.ts'
import { asText, encodedMailboxes, isAsWritten } from './encoded-words.ts'

/** A name of a mailbox is cut at this many characters. */
const longestName = 200
/** The longest line RFC 5322 allows. */
const longestLine = 998

const root = new MimeNode(false)
/**
 * A node for each name: making one costs more than encoding a value. Below a root, so that it adds no fields of its
 * own.
 */
const nodes = new Map<string, MimeNode>()

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const unsafeValue = /[\u0000-\u0008\u000a-\u001f\u007f]/
const fieldName = /^[!-9;-~]{1,76}$/
const addrSpec = /^[^\s<>()[\]\\,;:"@\p{C}]{1,64}@[^\s<>()[\]\\,;:"@\p{C}]{1,253}$/u

/** Fields the composer writes itself. */
const reserved = new Set(['from', 'to', 'cc', 'bcc', 'subject', 'date', 'message-id', 'mime-version', 'reply-to'])

/**
 * A complete line of the header, encoded and folded by nodemailer, as the general path has it, with its CRLF; none for
 * no value.
 */
export function headerLine(name: string, value: string | ParsedMailbox | readonly ParsedMailbox[]): string {
  const mailboxes = typeof value === 'string' ? [] : [value].flat()
  const written = encodedMailboxes(name, mailboxes)
  if (written !== undefined) return written
  const node = nodes.get(name) ?? new MimeNode(false, { rootNode: root, parentNode: root })
  if (nodes.size < mostNodes) nodes.set(name, node)
  node.setHeader(name, typeof value === 'string' ? asText(value) : mailboxes.map((mailbox) => ({ ...mailbox })))
  const line = node.buildHeaders()
  return line === '' ? '' : `${line}\r\n`
}

/** Names of headers are the hosts' to choose, and must not fill the memory. */
const mostNodes = 100

/** How many characters fit on the line of this field. */
export const longestValue = (name: string): number => longestLine - name.length - 2

/**
 * Throws `invalid_header` for a field the composer writes itself, a malformed name, or a value with control characters.
 */
export function checkHeader(name: string, value: string): void {
  const lower = name.toLowerCase()
  if (!fieldName.test(name) || reserved.has(lower) || lower.startsWith('content-'))
    throw new SillageError('invalid_header', `Header ${JSON.stringify(name)} cannot be set; use another name`, {
      field: 'headers',
    })
  if (typeof value !== 'string' || unsafeValue.test(value) || value.length > longestValue(name))
    throw new SillageError(
      'invalid_header',
      `The value of header ${name} must be one line of at most ${longestLine} characters`,
      { field: 'headers' },
    )
}

/**
 * One mailbox, ready for a header and for the envelope: the name on one line, the domain in ASCII.
 * Throws `invalid_address` for anything that is not exactly one plain address.
 */
export function checkMailbox({ name, address }: ParsedMailbox, field: string): { name: string; address: string } {
  const at = address.lastIndexOf('@')
  const sent = address.slice(0, at + 1) + asciiDomain(address.slice(at + 1))
  if (!addrSpec.test(sent))
    throw new SillageError('invalid_address', `${field}: expected one address such as name@example.com`, { field })
  return { name: name === undefined ? '' : headerSafe(name, longestName), address: sent }
}

const plain = /^[\x20-\x7e]*$/
const bareName = /^[\w ]{0,60}$/

/** The To line. Most names need neither quotes nor encoding; asking nodemailer for those takes ten times as long. */
export function toLine({ name, address }: { name: string; address: string }): string {
  if (name === '' && plain.test(address)) return `To: ${address}\r\n`
  if (bareName.test(name) && address.length <= 64 && plain.test(address)) return `To: ${name} <${address}>\r\n`
  return headerLine('To', name === '' ? { address } : { name, address })
}

export function subjectLine(subject: string): string {
  if (subject === '') return ''
  return subject.length <= 60 && isAsWritten(subject) ? `Subject: ${subject}\r\n` : headerLine('Subject', subject)
}

/** A header given for one message: ASCII is written as it is (some relays break the signature of a folded line). */
export function extraLine(name: string, value: string): string {
  checkHeader(name, value)
  return value.trim() === '' ? '' : unfoldedLine(name, value)
}

/** A line that is not folded where its value can stand as it is. */
export function unfoldedLine(name: string, value: string): string {
  return isAsWritten(value) ? `${name}: ${value}\r\n` : headerLine(name, value)
}

export function bracketed(messageId: string): string {
  const id = messageId.startsWith('<') && messageId.endsWith('>') ? messageId.slice(1, -1) : messageId
  if (id.length > longestLine / 2 || !/^[^\s<>\p{C}]+$/u.test(id))
    throw new SillageError('invalid_header', 'rfcMessageId: expected an id such as 12.abc@example.com', {
      field: 'rfcMessageId',
    })
  return `<${id}>`
}

let second = Number.NaN
let dateText = ''

/** The date as RFC 5322 writes it, in UTC. Made once for each second. */
export function dateValue(date: Date): string {
  const now = Math.floor(date.getTime() / 1000)
  if (now !== second) {
    if (Number.isNaN(now)) throw new SillageError('invalid_header', 'date: expected a valid Date', { field: 'date' })
    dateText = date.toUTCString().replace('GMT', '+0000')
    second = now
  }
  return dateText
}
