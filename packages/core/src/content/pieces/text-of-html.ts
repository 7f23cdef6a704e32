import type { Steps } from '../../kit/steps.ts'
import { readText } from '../html/read-text.ts'
import type { TemplateTag } from '../html/template-tags.ts'
import type { TextLink, TextToken } from '../html/text-writer.ts'
import type { TemplatePart } from '../template/template-engine.ts'
import { plainTag } from './href-plan.ts'
import type { HtmlPlan } from './html-plan.ts'
import { type Piece, plainValue } from './pieces.ts'
import { joined } from './weave.ts'

/**
 * The text made from an HTML template: its words, values and sections, and the links of the HTML, which are tracked as
 * they are there, or not at all. Undefined where text cannot hold the template: a section that begins in text and ends
 * in a tag, or around half an element; then the text is made from each message's own HTML.
 */
export function* planTextOfHtml(
  parts: readonly TemplatePart[],
  { masked, hrefs }: HtmlPlan,
  tracked: boolean,
): Steps<Piece[] | undefined> {
  if (hrefs.some(({ isCut }) => isCut)) return undefined
  const tags = tagsOf(parts, 0, masked.length)
  const { tokens, holds } = yield* readText(
    masked,
    hrefs.map(({ text }) => text?.written),
    tags,
  )
  if (!holds) return undefined
  const addresses = hrefs.map(({ text: { pieces = [], isExtended = false } = {} }) => ({
    pieces: tracked ? pieces : pieces.flatMap((piece) => (piece.type === 'link' ? piece.untracked : piece)),
    isExtended,
  }))
  return piecesOf(tokens.values(), addresses, tags)
}

/** What stands for a link; `isExtended`: never its words. */
interface Address {
  pieces: readonly Piece[]
  isExtended: boolean
}

/** A tag of the template and the part it is of: none for a comment, and what else is no part. */
type PartTag = TemplateTag & { part?: Exclude<TemplatePart, { type: 'text' }> }

/** The tags between two places of the source: all that is no text. */
function tagsOf(parts: readonly TemplatePart[], from: number, to: number, found: PartTag[] = []): PartTag[] {
  const add = (tag: Omit<PartTag, 'name'>, name = '') => {
    if (tag.start < tag.end) found.push({ ...tag, name })
  }
  let at = from
  for (const part of parts) {
    const { start, end } = part
    add({ start: at, end: start, type: 'nothing' })
    if (part.type === 'value')
      add({ start, end, type: part.field === 'trackingPixel' ? 'nothing' : 'value', part }, plainTag(part))
    else if (part.type === 'section') {
      const [first, last] = [part.parts[0], part.parts.at(-1)]
      if (first === undefined || last === undefined) add({ start, end, type: 'nothing' })
      else {
        add({ start, end: first.start, type: 'open', part })
        tagsOf(part.parts, first.start, last.end, found)
        add({ start: last.end, end, type: 'close', part })
      }
    }
    at = end
  }
  add({ start: at, end: to, type: 'nothing' })
  return found
}

/** The pieces up to the end of the section the tokens are in. */
function piecesOf(tokens: Iterator<TextToken>, addresses: readonly Address[], tags: readonly PartTag[]): Piece[] {
  const pieces: Piece[] = []
  for (let { value: token, done } = tokens.next(); done !== true; { value: token, done } = tokens.next()) {
    if (typeof token === 'string') pieces.push({ type: 'static', text: token })
    else if ('link' in token) pieces.push(...linkPieces(token, addresses, tags))
    else {
      const tag = tags[token.tag]
      const part = tag?.part
      if (part === undefined || tag?.type === 'close') break
      if (part.type === 'value') pieces.push(plainValue(part))
      else {
        const { field, inverted } = part
        pieces.push({ type: 'section', field, inverted, pieces: piecesOf(tokens, addresses, tags) })
      }
    }
  }
  return joined(pieces)
}

function linkPieces(
  { link, isBehind, words }: TextLink,
  addresses: readonly Address[],
  tags: readonly PartTag[],
): readonly Piece[] {
  const { pieces = [], isExtended } = addresses[link] ?? {}
  if (isBehind) return inBrackets(pieces)
  if (words.length === 0 || isExtended) return pieces
  const own = piecesOf(words.values(), addresses, tags)
  return pieces.some(({ type }) => type === 'link')
    ? pieces.map((piece) => (piece.type === 'link' ? { ...piece, untracked: own } : piece))
    : own
}

function inBrackets(pieces: readonly Piece[]): readonly Piece[] {
  const [piece] = pieces
  if (piece?.type === 'destination') return [{ ...piece, place: 'bracketed' }]
  if (piece?.type === 'link') return [{ ...piece, place: 'bracketed', untracked: inBrackets(piece.untracked) }]
  return [{ type: 'static', text: ' [' }, ...pieces, { type: 'static', text: ']' }]
}
