import type { Span } from '../html/span.ts'
import type { TemplatePart } from '../template/template-engine.ts'

/** Stands for one character of a value's tag while the source is read as HTML or text: a letter of no alphabet. */
export const valueMark = '\ue000'

/**
 * The source with every template tag blanked out, of the same length: so that a `>` in a tag ends no element, and a
 * value in a URL is seen as part of it. Values become marks, all other tags spaces.
 */
export function maskTags(source: string, parts: readonly TemplatePart[]): string {
  let out = ''
  const walk = (list: readonly TemplatePart[]) => {
    for (const part of list) {
      out = out.padEnd(part.start, ' ')
      if (part.type === 'text') out += source.slice(part.start, part.end)
      else if (part.type === 'value') out += valueMark.repeat(part.end - part.start)
      else walk(part.parts)
    }
  }
  walk(parts)
  return out.padEnd(source.length, ' ')
}

/**
 * The first of these parts, which are in order, that ends behind this offset: a template may have a hundred thousand,
 * and as many links.
 */
function firstBehind(parts: readonly TemplatePart[], at: number): number {
  let low = 0
  let high = parts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((parts[middle] as TemplatePart).end <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** The parts inside a span, text parts cut to it; undefined when a section is only half inside. */
export function partsWithin(parts: readonly TemplatePart[], span: Span): TemplatePart[] | undefined {
  const inside: TemplatePart[] = []
  for (let at = firstBehind(parts, span.start); at < parts.length; at++) {
    const part = parts[at] as TemplatePart
    if (part.start >= span.end) break
    if (part.type === 'text')
      inside.push({ type: 'text', start: Math.max(part.start, span.start), end: Math.min(part.end, span.end) })
    else if (part.start >= span.start && part.end <= span.end) inside.push(part)
    else if (part.type === 'section' && part.start < span.start && part.end > span.end) {
      const [first, last] = [part.parts[0], part.parts.at(-1)]
      if (first === undefined || last === undefined || first.start > span.start || last.end < span.end) return undefined
      return partsWithin(part.parts, span)
    } else return undefined
  }
  return inside
}

/** Whether a section, which may be shown or not, lies around this offset. */
export function isInSection(parts: readonly TemplatePart[], at: number): boolean {
  const part = parts[firstBehind(parts, at)]
  return part?.type === 'section' && part.start < at
}

/** Whether a value or section in these parts, however deep, has such a field. */
export function someField(parts: readonly TemplatePart[], test: (field: string) => boolean): boolean {
  return parts.some(
    (part) => part.type !== 'text' && (test(part.field) || (part.type === 'section' && someField(part.parts, test))),
  )
}
