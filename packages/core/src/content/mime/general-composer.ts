import MailComposer from 'nodemailer/lib/mail-composer'
import { SillageError } from '../../domain/errors.ts'
import type { ComposedMessage, ComposeInput } from '../composer.ts'
import type { LibraryUrlField } from '../template/library-fields.ts'
import { bracketed, checkHeader, checkMailbox } from './header-values.ts'
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
    return { envelope, raw, html: () => content.html, text: () => content.text }
  } catch (cause) {
    throw new SillageError('compose_failed', 'The message could not be composed; see the cause', { cause })
  }
}

/** nodemailer leaves a part out for an empty string, and keeps it for an empty buffer. */
function orEmpty(text: string): string | Buffer {
  return text === '' ? Buffer.alloc(0) : text
}
