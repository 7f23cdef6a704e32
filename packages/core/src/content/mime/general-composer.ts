import MailComposer from 'nodemailer/lib/mail-composer'
import { SillageError } from '../../domain/errors.ts'
import type { ComposedMessage, ComposeInput } from '../composer.ts'
import type { LibraryUrlField } from '../template/library-fields.ts'
import { checkMailbox } from './header-values.ts'
import { inParts } from './in-parts.ts'
import type { MergedLines } from './merged-headers.ts'
import { fixedLines, type MessageFrame, urlLines } from './message-frame.ts'
import { ownLines } from './own-lines.ts'

/** What a message says, rendered. */
export interface RenderedContent {
  subject: string
  html: string
  text: string
  /** Of the header; throws where the data makes no address of a mailbox. */
  lines: () => MergedLines
}

/** Composes any content, at the pace of nodemailer, which encodes it; the header is written as a splice has it. */
export async function composeGenerally(
  frame: MessageFrame,
  input: ComposeInput,
  content: RenderedContent,
  url: (field: LibraryUrlField) => string,
): Promise<ComposedMessage> {
  const { rfcMessageId, date, headers } = input
  const { subject } = content
  const lines = content.lines()
  const to = checkMailbox(input.to, 'to')
  const envelope = { from: input.envelopeFrom ?? frame.from.address, to: to.address }
  const own = ownLines(frame, { to, subject, rfcMessageId, date, headers, lines })
  const head = own + fixedLines(frame) + urlLines(frame, url)
  const composer = new MailComposer({
    text: body(content.text),
    ...(frame.textOnly ? {} : { html: body(content.html) }),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const built: unknown = await composer.compile().build()
    if (!Buffer.isBuffer(built)) throw new TypeError('nodemailer gave no message')
    const raw = underneath(head, built, frame)
    const composed = { envelope, raw, html: () => content.html, text: () => content.text }
    return frame.attached === undefined ? composed : inParts(composed, await frame.attached.pieces())
  } catch (cause) {
    throw new SillageError('compose_failed', 'The message could not be composed; see the cause', { cause })
  }
}

/**
 * A part for nodemailer, which leaves one out for an empty string, and keeps it for an empty buffer. A line that ends
 * in CR alone is ended as all others: what sends it would, behind the back of its signature.
 */
function body(text: string): string | Buffer {
  return text === '' ? Buffer.alloc(0) : text.replace(/\r(?!\n)/g, '\n')
}

/** The fields of the content, as nodemailer writes them above it. */
const contentFields = /^Content-(?:Type|Transfer-Encoding):(?:[^\r]|\r\n[ \t])*\r\n/gim

/** nodemailer's message under another head; where there are files, it becomes one of several parts. */
function underneath(head: string, built: Buffer, { attached }: MessageFrame): Buffer {
  const end = built.indexOf('\r\n\r\n') + 2
  const fields = built.toString('latin1', 0, end).match(contentFields)?.join('') ?? ''
  const above = Buffer.from(`${head}MIME-Version: 1.0\r\n${attached?.opening ?? ''}${fields}`)
  const content = built.subarray(end)
  // The next boundary begins a line.
  const isEnded = attached === undefined || content.toString('latin1', content.length - 2) === '\r\n'
  return Buffer.concat([above, content, Buffer.from(isEnded ? '' : '\r\n')])
}
