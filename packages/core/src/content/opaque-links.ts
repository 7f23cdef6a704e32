import { type CompiledDestination, compileDestination, locationOf } from './destination.ts'
import { fateOfHref, hasPlaceholder } from './href.ts'
import { libraryFields } from './library-fields.ts'
import { mismatchedHost } from './link-text.ts'
import { valueMark } from './parts.ts'
import type { PlanContext } from './plan-context.ts'
import { safeLocation } from './safe-location.ts'
import { scanHtml } from './scan-html.ts'
import type { TemplateEngine } from './template-engine.ts'
import { warnOfText } from './track-html.ts'
import { addUtm } from './utm.ts'
import { linkWarnings } from './warnings.ts'

export interface LinkFinder {
  /** Finds the link a rendered destination belongs to, for one recipient's data. */
  find(
    data: Readonly<Record<string, unknown>>,
  ): (destination: string) => { index: number; personalised: boolean } | undefined
}

/** Tags of the template languages in use; each ends at its first closing sign. */
const tag = /\{\{[^{}]{0,500}\}\}|\{%[^%]{0,500}%\}|<%[^%]{0,500}%>/g

/** Collects the links of a template whose engine cannot be asked, from its source. */
export function collectLinks(source: string, context: PlanContext, engine: TemplateEngine): LinkFinder {
  const { links, warnings, owns, utm, maxLinks } = context
  const fixed = new Map<string, number>()
  const personalised: { index: number; destination: CompiledDestination }[] = []
  const scanned = scanHtml(source, maxLinks)
  for (const scan of scanned.hrefs) {
    const { href } = scan
    if (scan.optedOut || libraryFields.some((field) => href.includes(field))) continue
    if (hasPlaceholder(href)) {
      const destination = tryDestination(href, engine)
      if (destination === undefined) {
        warnings.add('placeholder_link', linkWarnings.placeholder_link, href)
        continue
      }
      const shape = href.replace(tag, (written) => valueMark.repeat(written.length))
      personalised.push({ index: links.index(addUtm(href, utm, shape), true), destination })
      continue
    }
    const fate = fateOfHref(href, scanned.base, owns)
    if (fate.track) {
      warnOfText(warnings, mismatchedHost(source, scan, fate.destination), fate.destination)
      fixed.set(fate.destination, links.index(addUtm(fate.destination, utm), false))
    } else if (fate.warning !== undefined) warnings.add(fate.warning, linkWarnings[fate.warning], href)
  }
  return {
    find(data) {
      const rendered = new Map<string, number>()
      for (const { index, destination } of personalised) {
        const url = locationOf(destination, data)
        if (url !== undefined && !rendered.has(url)) rendered.set(url, index)
      }
      return (destination) => {
        const index = fixed.get(destination)
        if (index !== undefined) return { index, personalised: false }
        const own = rendered.get(safeLocation(destination) ?? '')
        return own === undefined ? undefined : { index: own, personalised: true }
      }
    },
  }
}

/** An href as a template of its own; undefined when the engine cannot read it alone or not at once, or it is no web address. */
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
