import type { Steps } from '../../kit/steps.ts'
import { plainTextOf } from '../html/plain-text.ts'
import type { TemplatePart } from '../template/template-engine.ts'

/** Signs no mail holds, around the number of a tag while its HTML becomes text. */
const [open, close] = ['\ue002', '\ue003']

/**
 * A text template made from an HTML one, with Mustache tags for its values and sections. Undefined where text cannot
 * hold the template: a section between cells or list items, whose tag would be lost; then the text is made from each
 * message's own HTML.
 */
export function* textTemplateOf(source: string, parts: readonly TemplatePart[]): Steps<string | undefined> {
  const tags: string[] = []
  /** The first and the last tag of each section, by number. */
  const sections: [first: number, last: number][] = []
  const mark = (tag: string) => `${open}${tags.push(tag) - 1}${close}`
  const marked = (list: readonly TemplatePart[]): string =>
    list
      .map((part) => {
        if (part.type === 'text') return source.slice(part.start, part.end)
        if (part.type === 'value') return part.field === 'trackingPixel' ? '' : mark(`{{${part.field}}}`)
        const first = tags.length
        const begin = mark(`{{${part.inverted ? '^' : '#'}${part.field}}}`)
        const inside = marked(part.parts)
        sections.push([first, tags.length])
        return begin + inside + mark(`{{/${part.field}}}`)
      })
      .join('')
  const text = yield* plainTextOf(marked(parts))
  const kept: number[] = []
  const template = text.replace(/\ue002(\d+)\ue003/g, (_, number: string) => {
    kept.push(Number(number))
    return tags[Number(number)] ?? ''
  })
  return keepsSections(kept, sections, tags.length) ? template : undefined
}

/** Whether the tags that are left are in order, and each section is left whole or gone with all that was in it. */
function keepsSections(
  kept: readonly number[],
  sections: readonly [first: number, last: number][],
  tags: number,
): boolean {
  if (kept.some((number, at) => at > 0 && number <= (kept[at - 1] as number))) return false
  /** How many of the tags before each are left. */
  const before = [0]
  const left = new Set(kept)
  for (let number = 0; number < tags; number++) before.push((before[number] as number) + (left.has(number) ? 1 : 0))
  return sections.every(([first, last]) => (left.has(first) ? left.has(last) : before[last + 1] === before[first]))
}
