import Mustache from 'mustache'
import { SillageError } from '../domain/errors.ts'
import { escapeHtml, headerSafe } from './escape.ts'
import { lookup, shows, textOf } from './lookup.ts'
import { isRepeated, type Scopes, scopesOf, takeBytes, takeSteps } from './scopes.ts'
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
      return {
        fields,
        parts,
        render(data) {
          const text = renderParts(parts, source, scopesOf(data), mode)
          return mode === 'header' ? headerSafe(text, longestHeaderLine) : text
        },
      } satisfies CompiledTemplate
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

/** A tag may hold so many blanks in a row: the package looks for its end with a pattern that takes quadratic time in them. */
const mostBlanks = /\s{50}/
/** The kinds of tags, as the package looks for them behind the opening sign: up to the next one, wherever that is. */
const kinds = /[#^/>{&=!]/g
/** So many characters may be searched for the kinds of all tags together; it takes no more than a tenth of a second. */
const mostSearched = 20_000_000

/** Refuses, in linear time, what the package would take quadratic time to read: it has no bounds of its own. Walks the tags as the package does. */
function refuseSlowTags(source: string): void {
  let [open, close] = ['{{', '}}']
  let searched = 0
  let nextKind = -1
  for (let at = source.indexOf(open); at >= 0; at = source.indexOf(open, at)) {
    at += open.length
    if (nextKind < at) {
      kinds.lastIndex = at
      nextKind = kinds.exec(source)?.index ?? source.length
    }
    searched += nextKind - at
    const kind = nextKind === at ? source.charAt(at) : ''
    const end = source.indexOf(kind === '{' ? `}${close}` : close, at)
    const inside = source.slice(at, end < 0 ? undefined : end)
    if (inside.length >= 50 && mostBlanks.test(inside))
      throw new SillageError('invalid_template', 'A {{tag}} holds 50 blanks in a row; close it or shorten it')
    if (end < 0) return
    at = end + close.length + (kind === '{' ? 1 : 0)
    // The signs of tags can be changed on the way: {{=<% %>=}}.
    if (kind === '=') [open = '', close = ''] = inside.slice(1).split('=', 1)[0]?.trim().split(/\s+/, 2) ?? []
    if (open === '' || close === '') return
    if (searched > mostSearched)
      throw new SillageError(
        'invalid_template',
        'The template has too many tags of its own signs; write them as {{tag}}',
      )
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

function renderParts(parts: readonly TemplatePart[], source: string, scopes: Scopes, mode: TemplateMode): string {
  let out = ''
  for (const part of parts) {
    if (part.type === 'section') {
      out += eachScope(part, scopes, () => renderParts(part.parts, source, scopes, mode))
      continue
    }
    const isText = part.type === 'text'
    const text = isText ? source.slice(part.start, part.end) : escaped(textOf(lookup(scopes, part.field)), mode)
    if (!isText || isRepeated(scopes)) takeBytes(scopes, Buffer.byteLength(text))
    out += text
  }
  return out
}

function escaped(value: string, mode: TemplateMode): string {
  return mode === 'html' ? escapeHtml(value) : value
}

/** Renders a section's inside once for each item that it stands for, with the item as the innermost scope. Each item is a step; see `takeSteps`. */
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
