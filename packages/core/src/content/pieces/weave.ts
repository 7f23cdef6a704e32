import { inOrder } from '../edits.ts'
import type { TemplatePart } from '../template/template-engine.ts'
import type { Piece } from './pieces.ts'

/** Pieces that take the place of source[start, end); an insertion where both are the same. */
export interface Replacement {
  start: number
  end: number
  pieces: readonly Piece[]
}

/**
 * Puts a template's parts and the replacements together into pieces. Both are walked once, side by side; a part inside
 * a replaced span is dropped, a text part is cut around it. A replacement never holds half a section (the caller has
 * seen to it).
 */
export function weave(
  source: string,
  parts: readonly TemplatePart[],
  replacements: readonly Replacement[],
  valuePiece: (part: Extract<TemplatePart, { type: 'value' }>) => Piece,
): Piece[] {
  const queue = inOrder(replacements)
  let next = 0
  let done = 0

  const place = (out: Piece[]) => {
    for (let item = queue[next]; item !== undefined && item.start <= done; item = queue[++next]) {
      out.push(...item.pieces)
      done = Math.max(done, item.end)
    }
  }
  const walk = (list: readonly TemplatePart[]): Piece[] => {
    const out: Piece[] = []
    for (const part of list) {
      done = Math.max(done, part.start)
      place(out)
      if (part.type === 'text') text(out, part.start, part.end)
      else if (done <= part.start) {
        if (part.type === 'value') out.push(valuePiece(part))
        else out.push({ type: 'section', field: part.field, inverted: part.inverted, pieces: walk(part.parts) })
        done = Math.max(done, part.end)
      }
    }
    return joined(out)
  }
  const text = (out: Piece[], start: number, end: number) => {
    for (let at = Math.max(start, done); at < end; at = done) {
      const stop = Math.min(queue[next]?.start ?? end, end)
      out.push({ type: 'static', text: source.slice(at, stop) })
      done = Math.max(done, stop)
      place(out)
    }
  }
  const pieces = walk(parts)
  done = source.length
  place(pieces)
  return joined(pieces)
}

/** One static piece where several follow each other. */
export function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = []
  for (const piece of pieces) {
    const last = out.at(-1)
    if (piece.type === 'static' && last?.type === 'static')
      out[out.length - 1] = { type: 'static', text: last.text + piece.text }
    else if (piece.type !== 'static' || piece.text !== '') out.push(piece)
  }
  return out
}
