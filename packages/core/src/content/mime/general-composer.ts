import MailComposer from 'nodemailer/lib/mail-composer'
import { SillageError } from '../../domain/errors.ts'
import type { ComposedMessage, ComposeInput } from '../composer.ts'
import type { LibraryUrlField } from '../template/library-fields.ts'
import type { AttachedParts } from './attached-parts.ts'
import { bracketed, checkHeader, checkMailbox } from './header-values.ts'
import { inParts } from './in-parts.ts'
import { isFixed, type MessageFrame } from './message-frame.ts'

/** What a message says, rendered. */
export interface RenderedContent {
  subject: string
  html: string
  text: string
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
    ...(input.headers ?? []).map(({ name, value }) => ({
      key: name,
      value: /^[\x20-\x7e]*$/.test(value) ? { prepared: true, value } : value,
    })),
  ]
  const composer = new MailComposer({
    from: { ...frame.from },
    to: { ...to },
    replyTo: frame.replyTo.map((mailbox) => ({ ...mailbox })),
    subject: content.subject,
    messageId: bracketed(input.rfcMessageId),
    date: input.date,
    headers,
    text: orEmpty(content.text),
    html: orEmpty(content.html),
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

const textPart = /^Content-Type: multipart\/alternative;(?:[^\r]|\r\n[ \t])*\r\n/im

/** nodemailer's message, whose text becomes one of several parts: its type moves behind what opens them. */
function underneath(raw: Buffer, { opening }: AttachedParts): Buffer {
  const end = raw.indexOf('\r\n\r\n') + 2
  const head = raw.toString('latin1', 0, end)
  const [type] = textPart.exec(head) ?? []
  if (type === undefined) throw new TypeError('nodemailer gave no text in two forms')
  return Buffer.concat([Buffer.from(`${head.replace(type, '')}${opening}${type}`, 'latin1'), raw.subarray(end)])
}
