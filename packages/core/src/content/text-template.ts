import { plainTextOf } from './plain-text.ts'
import type { TemplatePart } from './template-engine.ts'

/** Signs no mail holds, around the number of a tag while its HTML becomes text. */
const [open, close] = ['\ue002', '\ue003']

/**
 * A text template made from an HTML one, with Mustache tags for its values and sections. Undefined where text cannot hold the
 * template: a section between cells or list items, whose tag would be lost; then the text is made from each message's own HTML.
 */
export function textTemplateOf(source: string, parts: readonly TemplatePart[]): string | undefined {
  const tags: string[] = []
  const mark = (tag: string) => `${open}${tags.push(tag) - 1}${close}`
  const marked = (list: readonly TemplatePart[]): string =>
    list
      .map((part) => {
        if (part.type === 'text') return source.slice(part.start, part.end)
        if (part.type === 'value') return part.field === 'trackingPixel' ? '' : mark(`{{${part.field}}}`)
        return mark(`{{${part.inverted ? '^' : '#'}${part.field}}}`) + marked(part.parts) + mark(`{{/${part.field}}}`)
      })
      .join('')
  const text = plainTextOf(marked(parts))
  const kept: number[] = []
  const template = text.replace(/\ue002(\d+)\ue003/g, (_, number: string) => {
    kept.push(Number(number))
    return tags[Number(number)] ?? ''
  })
  const isSection = (number: number) => /^\{\{[#^/]/.test(tags[number] ?? '')
  const sections = kept.filter(isSection)
  const expected = tags.map((_, number) => number).filter(isSection)
  return sections.length === expected.length && sections.every((number, at) => number === expected[at])
    ? template
    : undefined
}
