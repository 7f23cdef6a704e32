import { isLibraryUrl, libraryFields } from './library-fields.ts'
import type { TemplateEngine, TemplatePart } from './template-engine.ts'

const places = new RegExp(`\\{\\{\\s*(${libraryFields.join('|')})\\s*\\}\\}`, 'g')

/**
 * For content that a program rendered: sources as they are, with the words of people in them that may look like
 * templates. Only the library's own fields are places in it, whose values are the library's.
 */
export function literalEngine(): TemplateEngine {
  return {
    compile(source) {
      const parts = partsOf(source)
      const fields = [...new Set(parts.flatMap((part) => (part.type === 'value' ? part.field : [])))]
      return {
        fields,
        parts,
        render: (data) =>
          source.replace(places, (_, field: string) => (isLibraryUrl(field) ? String(data[field]) : '')),
      }
    },
  }
}

type LiteralPart = Extract<TemplatePart, { type: 'text' | 'value' }>

function partsOf(source: string): LiteralPart[] {
  const parts: LiteralPart[] = []
  let from = 0
  for (const { index, 0: tag, 1: field = '' } of source.matchAll(places)) {
    if (index > from) parts.push({ type: 'text', start: from, end: index })
    from = index + tag.length
    parts.push({ type: 'value', start: index, end: from, field })
  }
  if (from < source.length) parts.push({ type: 'text', start: from, end: source.length })
  return parts
}
