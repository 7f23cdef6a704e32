import type { Steps } from '../../kit/steps.ts'
import { readText, type TemplateTag } from '../html/read-text.ts'
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
  const tags = tagsOf(parts)
  const { tokens, holds } = yield* readText(
    masked,
    hrefs.map(({ text }) => text?.written),
    tags,
  )
  if (!holds) return undefined
  const addresses = hrefs.map(({ text }) => {
    const pieces = text?.pieces ?? []
    return tracked ? pieces : pieces.flatMap((piece) => (piece.type === 'link' ? piece.untracked : piece))
  })
  return piecesOf(tokens.values(), addresses, tags)
}

/** A tag of the template and the part it is of. */
type PartTag = TemplateTag & { part: Exclude<TemplatePart, { type: 'text' }> }

function tagsOf(parts: readonly TemplatePart[], found: PartTag[] = []): PartTag[] {
  for (const part of parts) {
    if (part.type === 'value') {
      const isNothing = part.field === 'trackingPixel'
      const [type, name] = [isNothing ? ('nothing' as const) : part.type, plainTag(part.field)]
      found.push({ start: part.start, end: part.end, type, name, part })
    }
    const [first, last] = part.type === 'section' ? [part.parts[0], part.parts.at(-1)] : []
    if (part.type !== 'section' || first === undefined || last === undefined) continue
    found.push({ start: part.start, end: first.start, type: 'open', name: '', part })
    tagsOf(part.parts, found)
    found.push({ start: last.end, end: part.end, type: 'close', name: '', part })
  }
  return found
}

/** The pieces up to the end of the section the tokens are in. */
function piecesOf(
  tokens: Iterator<TextToken>,
  addresses: readonly (readonly Piece[])[],
  tags: readonly PartTag[],
): Piece[] {
  const pieces: Piece[] = []
  for (let { value: token, done } = tokens.next(); done !== true; { value: token, done } = tokens.next()) {
    if (typeof token === 'string') pieces.push({ type: 'static', text: token })
    else if ('link' in token) pieces.push(...linkPieces(token, addresses, tags))
    else {
      const tag = tags[token.tag]
      if (tag === undefined || tag.type === 'close') break
      const { part } = tag
      if (part.type === 'value') pieces.push(plainValue(part.field))
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
  addresses: readonly (readonly Piece[])[],
  tags: readonly PartTag[],
): readonly Piece[] {
  const pieces = addresses[link] ?? []
  if (isBehind) return inBrackets(pieces)
  if (words.length === 0) return pieces
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
