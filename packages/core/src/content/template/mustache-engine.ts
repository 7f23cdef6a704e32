import { escapeHtml, headerSafe } from '../html/escape.ts'
import { lookup, shows, textOfField } from './lookup.ts'
import { parseMustache } from './parse-mustache.ts'
import { isRepeated, type Scopes, scopesOf, takeBytes, takeSteps } from './scopes.ts'
import type { CompiledTemplate, TemplateEngine, TemplateMode, TemplatePart } from './template-engine.ts'

/** Characters a header made from a template may have. */
export const longestHeaderLine = 500

/**
 * The default engine: Mustache syntax, without logic (every engine with logic in this field has had a code-execution
 * advisory). In HTML every value is escaped, also in `{{{triple}}}` and `{{&ampersand}}` tags: a contact's data is
 * never markup. Names reach own properties only; functions are no values. `{{firstName|there}}` has a default, for a
 * value that is missing or blank. A partial names a stored template, which is put in its place when a campaign is made;
 * `render` gives nothing for it. `compile` throws `invalid_template` with the position for tags that do not match.
 */
export function mustacheEngine(): TemplateEngine {
  return {
    compile(source, mode) {
      const { parts, includes } = parseMustache(source)
      const fields = [...fieldsOf(parts)]
      return {
        fields,
        parts,
        includes,
        render(data) {
          const text = renderParts(parts, source, scopesOf(data), mode)
          return mode === 'header' ? headerSafe(text, longestHeaderLine) : text
        },
      } satisfies CompiledTemplate
    },
  }
}

function fieldsOf(parts: readonly TemplatePart[], found = new Set<string>()): Set<string> {
  for (const part of parts) {
    if (part.type !== 'text' && part.field !== '.') found.add(part.field)
    if (part.type === 'section') fieldsOf(part.parts, found)
  }
  return found
}

function renderParts(parts: readonly TemplatePart[], source: string, scopes: Scopes, mode: TemplateMode): string {
  let out = ''
  for (const part of parts) {
    if (part.type === 'section') {
      out += eachScope(part, scopes, () => renderParts(part.parts, source, scopes, mode))
      continue
    }
    const isText = part.type === 'text'
    const text = isText ? source.slice(part.start, part.end) : escaped(textOfField(part, scopes), mode)
    if (!isText || isRepeated(scopes)) takeBytes(scopes, Buffer.byteLength(text))
    out += text
  }
  return out
}

function escaped(value: string, mode: TemplateMode): string {
  return mode === 'html' ? escapeHtml(value) : value
}

/**
 * Renders a section's inside once for each item that it stands for, with the item as the innermost scope. Each item is
 * a step; see `takeSteps`.
 */
export function eachScope(section: { field: string; inverted: boolean }, scopes: Scopes, render: () => string): string {
  const value = lookup(scopes, section.field)
  if (section.inverted) return shows(value) ? '' : render()
  if (!shows(value)) return ''
  let out = ''
  for (const item of Array.isArray(value) ? value : [value]) {
    takeSteps(scopes, 1)
    scopes.stack.push(item)
    out += render()
    scopes.stack.pop()
  }
  return out
}
