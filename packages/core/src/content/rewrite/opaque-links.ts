import type { Steps } from '../../kit/steps.ts'
import { mismatchedHost } from '../html/link-text.ts'
import { scanHtml } from '../html/scan-html.ts'
import { scanText } from '../html/scan-text.ts'
import { type CompiledDestination, compileDestination, locationOf } from '../links/destination.ts'
import { fateOfHref, hasEscapedTag, hasPlaceholder } from '../links/href.ts'
import { safeLocation } from '../links/safe-location.ts'
import { addUtm } from '../links/utm.ts'
import { valueMark } from '../pieces/parts.ts'
import type { PlanContext } from '../pieces/plan-context.ts'
import { libraryFields } from '../template/library-fields.ts'
import type { TemplateEngine } from '../template/template-engine.ts'
import { linkWarnings, type SourcePlace, warnOfScheme, warnOfText } from '../warnings.ts'

export interface LinkFinder {
  /** Finds what a rendered destination belongs to, for one recipient's data. */
  find(data: Readonly<Record<string, unknown>>): {
    link(destination: string): { index: number; personalised: boolean } | undefined
    /** Whether the HTML has it as one to leave alone. */
    isLeft(destination: string): boolean
  }
}

/** Tags of the template languages in use; each ends at its first closing sign. */
const tag = /\{\{[^{}]{0,500}\}\}|\{%[^%]{0,500}%\}|<%[^%]{0,500}%>/g

const tagBegin = /\{[{%]|<%/

/** Collects the links of a template whose engine cannot be asked, from its source. */
export function* collectLinks(
  source: string,
  mode: 'html' | 'text',
  context: PlanContext,
  engine: TemplateEngine,
): Steps<LinkFinder> {
  const { links, warnings, owns, utm, maxLinks } = context
  const fixed = new Map<string, number>()
  const personalised: { index: number; destination: CompiledDestination }[] = []
  const left: CompiledDestination[] = []
  const scanned = mode === 'html' ? yield* scanHtml(source, maxLinks) : { base: undefined, hrefs: textLinks(source) }
  for (const scan of scanned.hrefs) {
    yield
    const { href } = scan
    const place: SourcePlace = { field: mode, at: scan.start }
    if (libraryFields.some((field) => href.includes(field))) {
      warnOfScheme(warnings, href.split(tagBegin, 1)[0] ?? '', href, place)
      continue
    }
    if ('optedOut' in scan && scan.optedOut) {
      const destination = hasPlaceholder(href) ? tryDestination(href, engine) : undefined
      if (destination !== undefined) left.push(destination)
      else links.leave(href)
      continue
    }
    if (hasPlaceholder(href)) {
      const destination = hasEscapedTag(href) ? undefined : tryDestination(href, engine)
      if (destination === undefined) {
        warnings.add('placeholder_link', linkWarnings.placeholder_link, href, place)
        continue
      }
      const shape = href.replace(tag, (written) => valueMark.repeat(written.length))
      personalised.push({ index: links.index(addUtm(href, utm, shape), true), destination })
      continue
    }
    const fate = fateOfHref(href, scanned.base, owns)
    if (fate.track) {
      if ('optedOut' in scan)
        warnOfText(warnings, mismatchedHost(source, scan, fate.destination), fate.destination, scan.textStart)
      fixed.set(fate.destination, links.index(addUtm(fate.destination, utm), false))
    } else if (fate.warning !== undefined) warnings.add(fate.warning, linkWarnings[fate.warning], href, place)
  }
  return {
    find(data) {
      const rendered = new Map<string, number>()
      for (const { index, destination } of personalised) {
        const url = locationOf(destination, data)
        if (url !== undefined && !rendered.has(url)) rendered.set(url, index)
      }
      const leftAlone = new Set(left.map((destination) => locationOf(destination, data)))
      return {
        link(destination) {
          const index = fixed.get(destination)
          if (index !== undefined) return { index, personalised: false }
          const own = rendered.get(safeLocation(destination) ?? '')
          return own === undefined ? undefined : { index: own, personalised: true }
        },
        isLeft: (destination) => links.isLeft(destination) || leftAlone.has(safeLocation(destination)),
      }
    },
  }
}

const textLinks = (source: string): { href: string; start: number }[] =>
  Array.from(scanText(source), ({ start, end }) => ({ href: source.slice(start, end), start }))

/**
 * An href as a template of its own; undefined when the engine cannot read it alone or not at once, or it is no web
 * address.
 */
function tryDestination(href: string, engine: TemplateEngine): CompiledDestination | undefined {
  if (!/^\s*(?:https?:\/\/|\{\{|<%)/i.test(href)) return undefined
  try {
    const destination = compileDestination(href, engine)
    locationOf(destination, {})
    return destination
  } catch {
    return undefined
  }
}
