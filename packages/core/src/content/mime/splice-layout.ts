import type { ComposerBinding, MessageTracking } from '../composer.ts'
import { encodeUrl, isValuePiece, type Piece } from '../pieces/pieces.ts'
import { pixelMarkup } from '../pixel.ts'
import type { ContentPlan } from './content-plan.ts'
import { createLayoutBuilder, type Layout, type LayoutBuilder } from './layout.ts'
import { fixedLines, isFixed, isSpliced, urlLine } from './message-frame.ts'
import { type MessageUrls, messageUrls } from './message-urls.ts'

/** Lays out the messages that are tracked alike: everything behind the lines of the header that differ. */
export function layOut(plan: ContentPlan, binding: ComposerBinding, tracking: MessageTracking): Layout {
  const urls = messageUrls(binding, tracking)
  const builder = createLayoutBuilder()
  const { boundary, headers, attached } = plan.frame
  builder.raw(fixedLines(plan.frame))
  for (const header of headers.filter((header) => !isFixed(header))) {
    if (!isSpliced(header)) {
      const make = (messageId: number) => urlLine(header, (field) => urls.field(field).make(messageId))
      builder.rawUrl({ make, sealed: undefined })
      continue
    }
    const { name, value } = header
    builder.raw(`${name}: `)
    for (const piece of value) {
      if (typeof piece === 'string') builder.raw(piece)
      else builder.rawUrl(urls.field(piece.field))
    }
    builder.raw('\r\n')
  }
  builder.raw(`MIME-Version: 1.0\r\n${attached?.opening ?? ''}`)
  if (plan.frame.textOnly) {
    builder.raw(partHeader('plain'))
    lay(builder, plan.text, urls)
    builder.endBody()
    builder.raw('\r\n')
    return builder.build()
  }
  builder.raw(`Content-Type: multipart/alternative; boundary="${boundary}"\r\n`)
  builder.raw(`\r\n--${boundary}\r\n${partHeader('plain')}`)
  lay(builder, plan.text, urls)
  builder.endBody()
  builder.raw(`\r\n--${boundary}\r\n${partHeader('html')}`)
  lay(builder, plan.html, urls)
  builder.endBody()
  builder.raw(`\r\n--${boundary}--\r\n`)
  return builder.build()
}

function partHeader(subtype: string): string {
  return `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`
}

function lay(builder: LayoutBuilder, pieces: readonly Piece[], urls: MessageUrls): void {
  for (const piece of pieces) {
    if (piece.type === 'static') builder.text(piece.text)
    else if (isValuePiece(piece)) builder.value(piece)
    else if (piece.type === 'section') builder.section(piece, () => lay(builder, piece.pieces, urls))
    else if (piece.type === 'url') builder.url(urls.field(piece.field), (url) => encodeUrl(url, piece.place))
    else if (piece.type === 'link') {
      const url = urls.link(piece.link, piece.personalised)
      if (url === undefined) lay(builder, piece.untracked, urls)
      else builder.url(url, (text) => encodeUrl(text, piece.place))
    } else {
      const url = piece.type === 'pixel' ? urls.pixel() : urls.read()
      if (url !== undefined) builder.url(url, pixelMarkup)
    }
  }
}
