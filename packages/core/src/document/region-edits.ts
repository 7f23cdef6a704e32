import type { Edit } from '../content/edits.ts'
import type { SourceAttribute, SourceElement } from './read-elements.ts'

/** Gives an element this attribute; the value is escaped for quotes of both kinds. */
export function written({ attributes, nameEnd }: SourceElement, name: string, value: string): Edit {
  const attribute = attributes.get(name)
  return attribute === undefined
    ? { start: nameEnd, end: nameEnd, text: ` ${name}="${value}"` }
    : replaced(attribute, value)
}

/** The same of an attribute that is there. */
export function replaced({ start, end, quote, hasValue }: SourceAttribute, value: string): Edit {
  if (quote !== null) return { start, end, text: value }
  return { start, end, text: hasValue ? `"${value}"` : `="${value}"` }
}

/** Takes an attribute out, with the white space before it where something that separates still stands behind it. */
export function withoutAttribute(source: string, { from, to }: SourceAttribute, { nameEnd }: SourceElement): Edit {
  const next = source.charAt(to)
  let start = from
  while (/\s/.test(source.charAt(start - 1))) start--
  // A slash behind a value without quotes would become a part of it.
  const isFree = /[\s>]/.test(next) || (next === '/' && (start === nameEnd || /["']/.test(source.charAt(start - 1))))
  return { start: isFree ? start : from, end: to, text: '' }
}
