import type { Span } from '../content/html/span.ts'
import { firstAt } from './read-elements.ts'

/** What begins a tag of a template, whichever engine it is for. */
const tag = /\{\{|\{%|<%|<\?/g
/** A field, which a document can hold, also one with words for those who lack it. */
const field = /\{\{\s{0,9}([A-Za-z_][\w.]{0,199})\s{0,9}\}\}(?!\})(?:\{\{\^\1\}\}[^{}<]{0,998}\{\{\/\1\}\})?/y

/** Says where a source has tags of a template other than fields. */
export function createTagFinder(source: string): { hasTag(span: Span): boolean } {
  const found: { at: number }[] = []
  let behind = 0
  for (const { index: at } of source.matchAll(tag)) {
    if (at < behind) continue
    field.lastIndex = at
    if (!field.test(source) || source.charAt(at - 1) === '{') found.push({ at })
    else behind = field.lastIndex
  }
  return { hasTag: ({ start, end }) => (found[firstAt(found, start)]?.at ?? source.length) < end }
}
