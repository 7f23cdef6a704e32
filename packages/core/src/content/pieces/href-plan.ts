import { decodeAttribute } from '../html/attribute.ts'
import { mismatchedHost } from '../html/link-text.ts'
import type { ScannedHref } from '../html/scan-html.ts'
import { destinationOf, otherUrlOf } from '../links/destination.ts'
import { fateOfHref, hasPlaceholder, runsCode } from '../links/href.ts'
import { longestUrl } from '../links/safe-location.ts'
import { addUtm } from '../links/utm.ts'
import { isLibraryField } from '../template/library-fields.ts'
import type { TemplatePart } from '../template/template-engine.ts'
import { linkWarnings, warnOfText } from '../warnings.ts'
import { isInSection, partsWithin, someField, valueMark } from './parts.ts'
import type { Piece } from './pieces.ts'
import type { PlanContext } from './plan-context.ts'

/** The template an href stands in. */
interface Surroundings {
  source: string
  /** The source with its tags blanked out. */
  masked: string
  parts: readonly TemplatePart[]
  /** The first `href` of `base`. */
  base: string | undefined
  context: PlanContext
}

/** The pieces of one href's value; undefined where the author's own characters and values stay. */
export function planHref(scan: ScannedHref, around: Surroundings): Piece[] | undefined {
  const inside = partsWithin(around.parts, scan)
  if (inside === undefined || isCutByTag(scan, around)) {
    const written = around.source.slice(scan.start, scan.end)
    around.context.warnings.add('placeholder_link', linkWarnings.placeholder_link, written)
    return undefined
  }
  return inside.every((part) => part.type === 'text') ? planFixed(scan, around) : planPersonalised(scan, inside, around)
}

/**
 * A section's tag is a blank to the scanner, so it ends a value without quotes; in the mail the value goes on behind
 * it.
 */
function isCutByTag({ quote, end }: ScannedHref, { source, masked }: Surroundings): boolean {
  return quote === null && masked.charAt(end) === ' ' && source.startsWith('{{', end)
}

/** An href without merge fields: tracked as `trackHtml` would. */
function planFixed(scan: ScannedHref, { source, base, context }: Surroundings): Piece[] | undefined {
  const { warnings, links, owns, utm } = context
  if (scan.optedOut) return undefined
  const fate = fateOfHref(scan.href, base?.includes(valueMark) ? undefined : base, owns)
  if (!fate.track) {
    if (fate.warning !== undefined) warnings.add(fate.warning, linkWarnings[fate.warning], scan.href)
    return undefined
  }
  warnOfText(warnings, mismatchedHost(source, scan, fate.destination), fate.destination)
  const link = links.index(addUtm(fate.destination, utm), false)
  const untracked: Piece[] = [{ type: 'static', text: source.slice(scan.start, scan.end) }]
  return [{ type: 'link', link, personalised: false, place: scan.quote, untracked }]
}

/**
 * An href with merge fields: one link for all recipients where it is a web address, else the URL with its values in
 * place.
 */
function planPersonalised(
  scan: ScannedHref,
  inside: readonly TemplatePart[],
  { source, parts, context: { warnings, links, utm } }: Surroundings,
): Piece[] | undefined {
  if (scan.href.length > longestUrl) {
    warnings.add('unsafe_link', linkWarnings.unsafe_link, source.slice(scan.start, scan.end))
    return emptyOf(scan)
  }
  const text = (start: number, end: number) => decodeAttribute(source.slice(start, end))
  const template = authored(inside, source, text)
  if (someField(inside, isLibraryField)) return undefined
  const lead = inside[0]?.type === 'text' ? text(inside[0].start, inside[0].end).trimStart() : ''
  const begins = inside.find((part) => part.type !== 'text' || source.slice(part.start, part.end).trim() !== '')
  const isWebAddress = /^https?:\/\//i.test(lead) || (lead === '' && begins?.type !== 'text')
  if (!isWebAddress) {
    const warning = faultOfLead(lead)
    if (warning !== undefined) warnings.add(warning, linkWarnings[warning], template)
    // A value could complete the program: the href is sent empty.
    if (warning === 'unsafe_link') return emptyOf(scan)
    return [{ type: 'destination', destination: otherUrlOf(inside, source, text), place: scan.quote }]
  }
  const untracked: Piece[] = [
    { type: 'destination', destination: destinationOf(inside, source, text), place: scan.quote },
  ]
  if (scan.optedOut) return untracked
  const hasRest = inside.some((part) => part.type === 'text' && hasPlaceholder(text(part.start, part.end)))
  if (hasRest || isInSection(parts, scan.start)) {
    warnings.add('placeholder_link', insideSection, template)
    return untracked
  }
  const shape = authored(inside, source, text, (tag) => valueMark.repeat(tag.length))
  const link = links.index(addUtm(template, utm, shape), true)
  return [{ type: 'link', link, personalised: true, place: scan.quote, untracked }]
}

/** An href without a value. */
const emptyOf = ({ quote }: ScannedHref): Piece[] => (quote === null ? [{ type: 'static', text: '""' }] : [])

/**
 * What is wrong with a URL that begins like this and is no web address; nothing with an anchor, or another scheme such
 * as mailto.
 */
function faultOfLead(lead: string): 'relative_link' | 'unsafe_link' | undefined {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(lead)?.[0]
  if (scheme !== undefined) return runsCode(scheme) ? 'unsafe_link' : undefined
  return lead.startsWith('#') ? undefined : 'relative_link'
}

const insideSection =
  'This link has fields of a section around it, or a placeholder that is left; it is sent with the values in place and not tracked'

/** The href as the author wrote it, entities decoded, tags as they are (or as `tag` writes them). */
export function authored(
  parts: readonly TemplatePart[],
  source: string,
  text: (start: number, end: number) => string,
  tag = (written: string) => written,
): string {
  return parts
    .map((part) => (part.type === 'text' ? text(part.start, part.end) : tag(source.slice(part.start, part.end))))
    .join('')
}
