import { SillageError } from '../../domain/errors.ts'
import { hearRejection } from '../../kit/call-host.ts'
import { compileAtOnce } from '../template/compile-template.ts'
import { textOfField } from '../template/lookup.ts'
import { eachScope, mustacheEngine } from '../template/mustache-engine.ts'
import { isRepeated, isSpent, type Scopes, scopesOf, takeBytes } from '../template/scopes.ts'
import type { TemplateEngine, TemplatePart } from '../template/template-engine.ts'
import { safeLocation } from './safe-location.ts'
import { addParameters } from './utm.ts'

/**
 * A URL with merge fields in it, ready to be rendered for the data in scope; undefined when the data makes no usable
 * URL of it. What it takes counts for the message it stands in, and beyond its budget `render` throws
 * `invalid_template`.
 */
export interface CompiledDestination {
  render(scopes: Scopes): string | undefined
}

const defaultEngine = mustacheEngine()

/**
 * Where a personalised link leads for this data: http or https, ASCII, checked by `safeLocation`; undefined for
 * anything else. A value that is the whole destination, or begins it, may be a URL; every other value is
 * percent-encoded, so that it cannot leave its place. An engine without `parts` renders as text, and only the check of
 * the result holds. Undefined as well where sections of the template and lists of the data multiply beyond what a
 * message may take.
 */
export function renderDestination(
  template: string,
  data: Readonly<Record<string, unknown>>,
  engine: TemplateEngine = defaultEngine,
): string | undefined {
  return locationOf(compileDestination(template, engine), data)
}

/**
 * Where a destination leads that is rendered by itself, when it is clicked; undefined where the data makes no URL of
 * it, or too much.
 */
export function locationOf(
  destination: CompiledDestination,
  data: Readonly<Record<string, unknown>>,
): string | undefined {
  const scopes = scopesOf(data)
  try {
    return destination.render(scopes)
  } catch (error) {
    if (isSpent(scopes)) return undefined
    throw error
  }
}

/**
 * `renderDestination` in two steps, for a link that is rendered often. Throws what the engine throws; `render` needs an
 * engine that renders at once.
 */
export function compileDestination(template: string, engine: TemplateEngine = defaultEngine): CompiledDestination {
  const compiled = compileAtOnce(engine, template, 'text')
  const { parts } = compiled
  if (parts !== undefined) return destinationOf(parts, template)
  return {
    render({ stack }) {
      const rendered = compiled.render(stack[0] as Record<string, unknown>)
      if (typeof rendered !== 'string') {
        hearRejection(rendered)
        throw new SillageError(
          'invalid_template',
          'This template engine renders asynchronously; links with merge fields need one that renders at once',
        )
      }
      return safeLocation(rendered)
    },
  }
}

/**
 * The destination that these parts of a source make. `text` replaces the characters of a text part (decoded ones, for
 * HTML).
 */
export function destinationOf(
  parts: readonly TemplatePart[],
  source: string,
  text = (start: number, end: number) => source.slice(start, end),
): CompiledDestination {
  return {
    render(scopes) {
      let lead: string | undefined
      let rest = ''
      // A value may begin the URL or not by where the walk has come to, so it gathers beside itself and gives sections
      // no text of their own.
      const walk = (list: readonly TemplatePart[]): string => {
        for (const part of list) {
          if (part.type === 'text') rest += counted(text(part.start, part.end), scopes)
          else if (part.type === 'section') eachScope(part, scopes, () => walk(part.parts))
          else {
            const value = textOfField(part, scopes)
            takeBytes(scopes, Buffer.byteLength(value))
            if (rest === '' && lead === undefined && safeLocation(value) !== undefined) lead = value.trim()
            else rest += encodeURIComponent(value.toWellFormed())
          }
        }
        return ''
      }
      walk(parts)
      if (lead === undefined) return safeLocation(rest)
      // UTM parameters behind a value that is a whole URL: it may have a query, or a fragment, of its own.
      return safeLocation(rest.startsWith('?') ? addParameters(lead, rest.slice(1)) : lead + rest)
    },
  }
}

function counted(text: string, scopes: Scopes): string {
  if (isRepeated(scopes)) takeBytes(scopes, Buffer.byteLength(text))
  return text
}

/**
 * An href of another scheme (mailto, tel): values are percent-encoded, but for `@` and `+`, which addresses and numbers
 * hold.
 */
export function otherUrlOf(
  parts: readonly TemplatePart[],
  source: string,
  text = (start: number, end: number) => source.slice(start, end),
): CompiledDestination {
  const render = (list: readonly TemplatePart[], scopes: Scopes): string => {
    let out = ''
    for (const part of list) {
      if (part.type === 'text') out += counted(text(part.start, part.end), scopes)
      else if (part.type === 'section') out += eachScope(part, scopes, () => render(part.parts, scopes))
      else {
        const value = textOfField(part, scopes)
        takeBytes(scopes, Buffer.byteLength(value))
        out += encodeURIComponent(value.toWellFormed()).replaceAll('%40', '@').replaceAll('%2B', '+')
      }
    }
    return out
  }
  return { render: (scopes) => render(parts, scopes) }
}
