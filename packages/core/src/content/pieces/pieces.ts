import type { Quote } from '../html/attribute.ts'
import { encodeAttribute } from '../html/attribute.ts'
import { escapeHtml, escapeJson, escapeUnquoted, headerSafe } from '../html/escape.ts'
import { preheaderMarkup } from '../html/preheader.ts'
import type { CompiledDestination } from '../links/destination.ts'
import { isLibraryUrl, type LibraryUrlField } from '../template/library-fields.ts'
import { textOfField } from '../template/lookup.ts'
import { eachScope, longestHeaderLine } from '../template/mustache-engine.ts'
import { isRepeated, type Scopes, takeBytes } from '../template/scopes.ts'

/** How a value is written for its place. */
type Place = 'html' | 'unquoted' | 'plain' | 'json'

/** Where a URL stands: inside quotes of an attribute, without them, in text, or there behind words. */
export type UrlPlace = Quote | 'plain' | 'bracketed' | 'html'

/** Compiled content: the author's own characters, and between them what differs from message to message. */
export type Piece =
  | { readonly type: 'static'; readonly text: string }
  | { readonly type: 'value'; readonly field: string; readonly fallback?: string | undefined; readonly place: Place }
  | { readonly type: 'section'; readonly field: string; readonly inverted: boolean; readonly pieces: readonly Piece[] }
  /** A URL the library gives. */
  | { readonly type: 'url'; readonly field: LibraryUrlField; readonly place: UrlPlace }
  /** A tracked link, by its index in the campaign; `untracked` has UTM parameters, where `authored` is without. */
  | {
      readonly type: 'link'
      readonly link: number
      readonly personalised: boolean
      readonly place: UrlPlace
      readonly untracked: readonly Piece[]
      readonly authored?: readonly Piece[]
    }
  /** An href with fields in it, as it stands in an untracked link. */
  | { readonly type: 'destination'; readonly destination: CompiledDestination; readonly place: UrlPlace }
  /** The line that lists of mails show, hidden; in plain pieces. */
  | { readonly type: 'preheader'; readonly pieces: readonly Piece[] }
  | { readonly type: 'pixel' }
  | { readonly type: 'read' }

/** A piece whose text the data in scope makes. */
export type ValuePiece = Extract<Piece, { type: 'value' | 'destination' | 'preheader' }>

/** What the varying pieces of one message are. A link that is left alone is undefined. */
export interface PieceValues {
  url(field: LibraryUrlField): string
  link(link: number, personalised: boolean): string | undefined
  /** Links that are left alone are as the author wrote them. */
  isAuthored?: boolean
  /** Markup, or nothing. */
  pixel: string
  read: string
}

export const isValuePiece = (piece: Piece): piece is ValuePiece =>
  piece.type === 'value' || piece.type === 'destination' || piece.type === 'preheader'

/** A value in text, or one of the library's URLs; the pixel has no place there. */
export function plainValue({ field, fallback }: { field: string; fallback?: string | undefined }): Piece {
  if (field === 'trackingPixel') return { type: 'static', text: '' }
  return isLibraryUrl(field)
    ? { type: 'url', field, place: 'plain' }
    : { type: 'value', field, fallback, place: 'plain' }
}

export function encodeUrl(url: string, place: UrlPlace): string {
  if (place === 'plain') return url
  // Words whose link has no destination for this recipient stand alone.
  if (place === 'bracketed') return url === '' ? '' : ` [${url}]`
  return place === 'html' ? escapeHtml(url) : encodeAttribute(url, place)
}

function encodeValue(value: string, place: Place): string {
  if (place === 'plain') return value
  if (place === 'json') return escapeJson(value)
  return place === 'html' ? escapeHtml(value) : escapeUnquoted(value)
}

/** A line of its own, such as a subject, holds none of the library's URLs: they belong into the content. */
const noUrls: PieceValues = { url: () => '', link: () => undefined, pixel: '', read: '' }

/** Pieces as one line. */
export function renderLine(pieces: readonly Piece[], scopes: Scopes): string {
  return headerSafe(renderPieces(pieces, scopes, noUrls), longestHeaderLine)
}

/** The text of a piece for the data in scope; the other pieces do not depend on data. */
export function textOfPiece(piece: ValuePiece, scopes: Scopes): string {
  // What the data made of it is counted by its own pieces.
  if (piece.type === 'preheader') return preheaderMarkup(renderLine(piece.pieces, scopes))
  const text =
    piece.type === 'value'
      ? encodeValue(textOfField(piece, scopes), piece.place)
      : encodeUrl(piece.destination.render(scopes) ?? '', piece.place)
  takeBytes(scopes, Buffer.byteLength(text))
  return text
}

/**
 * Joins the pieces into content for one message. Throws `invalid_template` beyond what a message may cost; see
 * `Scopes`.
 */
export function renderPieces(pieces: readonly Piece[], scopes: Scopes, values: PieceValues): string {
  const repeated = isRepeated(scopes)
  let out = ''
  const add = (text: string) => {
    if (repeated) takeBytes(scopes, Buffer.byteLength(text))
    out += text
  }
  for (const piece of pieces) {
    if (piece.type === 'static') add(piece.text)
    else if (isValuePiece(piece)) out += textOfPiece(piece, scopes)
    else if (piece.type === 'section') out += eachScope(piece, scopes, () => renderPieces(piece.pieces, scopes, values))
    else if (piece.type === 'url') add(encodeUrl(values.url(piece.field), piece.place))
    else if (piece.type === 'pixel') add(values.pixel)
    else if (piece.type === 'read') add(values.read)
    else {
      const url = values.link(piece.link, piece.personalised)
      if (url === undefined) {
        const { untracked, authored = untracked } = piece
        out += renderPieces(values.isAuthored ? authored : untracked, scopes, values)
      } else add(encodeUrl(url, piece.place))
    }
  }
  return out
}
