import type { Span } from '../content/html/span.ts'
import { firstAt } from './read-elements.ts'

/** What begins a tag of a template, whichever engine it is for. */
const tag = /\{\{|\{%|<%|<\?/g
/** A field alone, which a document can hold. */
const field = /\{\{\s{0,9}[A-Za-z_][\w.]{0,199}\s{0,9}\}\}(?!\})/y

/** Says where a source has tags of a template other than fields. */
export function createTagFinder(source: string): { hasTag(span: Span): boolean } {
  const found: { at: number }[] = []
  for (const { index: at } of source.matchAll(tag)) {
    field.lastIndex = at
    if (!field.test(source) || source.charAt(at - 1) === '{') found.push({ at })
  }
  return { hasTag: ({ start, end }) => (found[firstAt(found, start)]?.at ?? source.length) < end }
}
