import Mustache from 'mustache'
import { SillageError } from '../domain/errors.ts'
import { escapeHtml, headerSafe } from './escape.ts'
import { lookup, shows, textOf } from './lookup.ts'
import type { CompiledTemplate, TemplateEngine, TemplateMode, TemplatePart } from './template-engine.ts'

/** A token as the `mustache` package parses it: type, value, start, end, and for a section its tokens and where its end tag starts. */
type Token = [type: string, value: string, start: number, end: number, inner?: Token[], closeStart?: number]

/** Characters a header made from a template may have. */
export const longestHeaderLine = 500

/**
 * The default engine: Mustache syntax, without logic (every engine with logic in this field has had a code-execution advisory).
 * In HTML every value is escaped, also in `{{{triple}}}` and `{{&ampersand}}` tags: a contact's data is never markup.
 * Names reach own properties only; functions are no values; partials render as nothing.
 * `compile` throws `invalid_template` with the position for tags that do not match.
 */
export function mustacheEngine(): TemplateEngine {
  return {
    compile(source, mode) {
      const parts = parseMustache(source)
      const fields = [...fieldsOf(parts)]
      return { fields, parts, render: (data) => renderParts(parts, source, [data], mode) } satisfies CompiledTemplate
    },
  }
}

function parseMustache(source: string): TemplatePart[] {
  refuseSlowTags(source)
  // A writer of our own without a cache: the package's own one keeps every template it ever saw.
  const writer = Object.assign(new Mustache.Writer(), { templateCache: undefined })
  let tokens: Token[]
  try {
    tokens = writer.parse(source) as Token[]
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SillageError('invalid_template', `${reason}; check that every {{tag}} is closed`, { cause })
  }
  return toParts(tokens, source, { close: '}}' })
}

/** The package looks for the end of a tag with a pattern that is quadratic in the white space before it. */
function refuseSlowTags(source: string): void {
  // Almost no template holds any, and looking at each tag of one that has ten thousands took seconds.
  if (!/\s{200}/.test(source)) return
  const custom = source.includes('{{=')
  for (let at = source.indexOf('{{'); at >= 0; ) {
    const end = custom ? -1 : source.indexOf('}}', at)
    if (/\s{200}/.test(source.slice(custom ? 0 : at, end < 0 ? undefined : end)))
      throw new SillageError('invalid_template', 'A {{tag}} holds 200 blanks in a row; close it or shorten it')
    at = end < 0 ? -1 : source.indexOf('{{', end)
  }
}

/** Deeper sections than any mail needs would exhaust the stack of what walks them. */
const deepest = 50

function toParts(tokens: readonly Token[], source: string, tags: { close: string }, depth = 0): TemplatePart[] {
  if (depth > deepest)
    throw new SillageError('invalid_template', `Sections are nested more than ${deepest} deep; flatten them`)
  const parts: TemplatePart[] = []
  for (const [type, value, start, end, inner, closeStart] of tokens) {
    if (type === 'text') parts.push({ type: 'text', start, end })
    else if (type === 'name' || type === '&') parts.push({ type: 'value', start, end, field: value })
    else if (type === '=') tags.close = value.trim().split(/\s+/)[1] ?? tags.close
    else if ((type === '#' || type === '^') && inner !== undefined && closeStart !== undefined) {
      const children = toParts(inner, source, tags, depth + 1)
      const closeEnd = source.indexOf(tags.close, closeStart) + tags.close.length
      parts.push({ type: 'section', start, end: closeEnd, field: value, inverted: type === '^', parts: children })
    }
  }
  return parts
}

function fieldsOf(parts: readonly TemplatePart[], found = new Set<string>()): Set<string> {
  for (const part of parts) {
    if (part.type !== 'text' && part.field !== '.') found.add(part.field)
    if (part.type === 'section') fieldsOf(part.parts, found)
  }
  return found
}

function renderParts(parts: readonly TemplatePart[], source: string, scopes: unknown[], mode: TemplateMode): string {
  let out = ''
  for (const part of parts) {
    if (part.type === 'text') out += source.slice(part.start, part.end)
    else if (part.type === 'value') out += escaped(textOf(lookup(scopes, part.field)), mode)
    else out += eachScope(part, scopes, () => renderParts(part.parts, source, scopes, mode))
  }
  return mode === 'header' ? headerSafe(out, longestHeaderLine) : out
}

function escaped(value: string, mode: TemplateMode): string {
  return mode === 'html' ? escapeHtml(value) : value
}

/** Renders a section's inside once for each item that it stands for, with the item as the innermost scope. */
export function eachScope(
  section: { field: string; inverted: boolean },
  scopes: unknown[],
  render: () => string,
): string {
  const value = lookup(scopes, section.field)
  if (section.inverted) return shows(value) ? '' : render()
  if (!shows(value)) return ''
  let out = ''
  for (const item of Array.isArray(value) ? value : [value]) {
    scopes.push(item)
    out += render()
    scopes.pop()
  }
  return out
}
