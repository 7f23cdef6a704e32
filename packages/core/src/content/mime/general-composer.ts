import MailComposer from 'nodemailer/lib/mail-composer'
import { SillageError } from '../../domain/errors.ts'
import type { ComposedMessage, ComposeInput } from '../composer.ts'
import type { LibraryUrlField } from '../template/library-fields.ts'
import type { AttachedParts } from './attached-parts.ts'
import { bracketed, checkHeader, checkMailbox } from './header-values.ts'
import { inParts } from './in-parts.ts'
import type { MergedLines } from './merged-headers.ts'
import { isFixed, type MessageFrame } from './message-frame.ts'

/** What a message says, rendered. */
export interface RenderedContent {
  subject: string
  html: string
  text: string
  /** Of the header. */
  lines: MergedLines
}

/** Composes with nodemailer: any content, at its pace. */
export async function composeGenerally(
  frame: MessageFrame,
  input: ComposeInput,
  content: RenderedContent,
  url: (field: LibraryUrlField) => string,
): Promise<ComposedMessage> {
  const to = checkMailbox(input.to, 'to')
  const envelope = { from: input.envelopeFrom ?? frame.from.address, to: to.address }
  for (const { name, value } of input.headers ?? []) checkHeader(name, value)
  const headers = [
    ...frame.headers.map((header) => {
      const value = header.value.map((piece) => (typeof piece === 'string' ? piece : url(piece.field))).join('')
      return { key: header.name, value: isFixed(header) ? value : { prepared: true, value } }
    }),
    ...[...content.lines.headers, ...(input.headers ?? [])].map(({ name, value }) => ({
      key: name,
      value: /^[\x20-\x7e]*$/.test(value) ? { prepared: true, value } : value,
    })),
  ]
  const composer = new MailComposer({
    from: { ...frame.from, ...(content.lines.fromName === undefined ? {} : { name: content.lines.fromName }) },
    to: { ...to },
    replyTo: (content.lines.replyTo ?? frame.replyTo).map((mailbox) => ({ ...mailbox })),
    subject: content.subject,
    messageId: bracketed(input.rfcMessageId),
    date: input.date,
    headers,
    text: orEmpty(content.text),
    ...(frame.textOnly ? {} : { html: orEmpty(content.html) }),
    envelope,
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const raw: unknown = await composer.compile().build()
    if (!Buffer.isBuffer(raw)) throw new TypeError('nodemailer gave no message')
    const composed = { envelope, raw, html: () => content.html, text: () => content.text }
    return frame.attached === undefined
      ? composed
      : inParts({ ...composed, raw: underneath(raw, frame.attached) }, await frame.attached.pieces())
  } catch (cause) {
    throw new SillageError('compose_failed', 'The message could not be composed; see the cause', { cause })
  }
}

/** nodemailer leaves a part out for an empty string, and keeps it for an empty buffer. */
function orEmpty(text: string): string | Buffer {
  return text === '' ? Buffer.alloc(0) : text
}

/** The fields of the text's own part, as nodemailer writes them above a message without files. */
const textFields = /^Content-(?:Type|Transfer-Encoding):(?:[^\r]|\r\n[ \t])*\r\n/gim

/** nodemailer's message, whose text becomes one of several parts: its fields move behind what opens them. */
function underneath(raw: Buffer, { opening }: AttachedParts): Buffer {
  const end = raw.indexOf('\r\n\r\n') + 2
  const head = raw.toString('latin1', 0, end)
  const fields = head.match(textFields)?.join('') ?? ''
  const above = Buffer.from(`${head.replace(textFields, '')}${opening}${fields}`, 'latin1')
  const body = raw.subarray(end)
  // The next boundary begins a line.
  return Buffer.concat([above, body, Buffer.from(body.toString('latin1', body.length - 2) === '\r\n' ? '' : '\r\n')])
}
