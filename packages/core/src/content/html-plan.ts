import type { UtmParameters } from '../domain/campaign.ts'
import { decodeAttribute } from './attribute.ts'
import { destinationOf, otherUrlOf } from './destination.ts'
import { fateOfHref, hasPlaceholder, runsCode } from './href.ts'
import { isLibraryField, isLibraryUrl } from './library-fields.ts'
import type { LinkRegistry } from './link-registry.ts'
import { mismatchedHost } from './link-text.ts'
import { fieldsWithin, isInSection, maskTags, partsWithin, valueMark } from './parts.ts'
import type { Piece } from './pieces.ts'
import { clipBytes } from './pixel.ts'
import { type ScannedHref, type ScannedHtml, type Span, scanHtml } from './scan-html.ts'
import type { TemplatePart } from './template-engine.ts'
import { warnOfClipping, warnOfText } from './track-html.ts'
import { addUtm } from './utm.ts'
import { linkWarnings, type WarningList } from './warnings.ts'
import { type Replacement, weave } from './weave.ts'

export interface PlanContext {
  links: LinkRegistry
  warnings: WarningList
  owns: (url: string) => boolean
  utm: UtmParameters | undefined
  maxLinks: number
}

/** What a tracking URL and the markup around it add to a template, roughly; for the question of whether Gmail will clip it. */
const bytesPerLink = 60
const bytesOfPixel = 200

/**
 * Compiles an HTML template: its parts, with links, pixel and opt-out attributes replaced by pieces. The template is read as HTML
 * with its tags blanked out, so offsets of HTML and of template are the same.
 */
export function planHtml(source: string, parts: readonly TemplatePart[], context: PlanContext): Piece[] {
  const masked = maskTags(source, parts)
  const scanned = scanHtml(masked, context.maxLinks)
  const replacements: Replacement[] = scanned.strips.map((span) => ({ ...span, pieces: [] }))
  for (const href of scanned.hrefs) {
    const pieces = planHref(href, source, masked, parts, scanned, context)
    if (pieces !== undefined) replacements.push({ start: href.start, end: href.end, pieces })
  }
  const bytes = Buffer.byteLength(source) + bytesOfPixel + context.links.all.length * bytesPerLink
  if (bytes >= clipBytes) warnOfClipping(context.warnings, bytes)
  const placed = fieldsWithin(parts).includes('trackingPixel')
  const top = isInSection(parts, scanned.top) ? 0 : scanned.top
  const bottom = isInSection(parts, scanned.bottom) ? source.length : scanned.bottom
  replacements.push({ start: top, end: top, pieces: [{ type: 'read' }] })
  const pixelAt = bytes >= clipBytes ? top : bottom
  if (!placed) replacements.push({ start: pixelAt, end: pixelAt, pieces: [{ type: 'pixel' }] })
  const unquoted = spanFinder(scanned.unquoted)
  let pixels = 0
  return weave(source, parts, replacements, (part) =>
    part.field === 'trackingPixel'
      ? pixels++ === 0
        ? { type: 'pixel' }
        : { type: 'static', text: '' }
      : isLibraryUrl(part.field)
        ? { type: 'url', field: part.field, place: 'html' }
        : { type: 'value', field: part.field, place: unquoted(part.start) ? 'unquoted' : 'html' },
  )
}

/** The pieces of one href's value; undefined where the author's own characters and values stay. */
function planHref(
  scan: ScannedHref,
  source: string,
  masked: string,
  parts: readonly TemplatePart[],
  scanned: ScannedHtml,
  context: PlanContext,
): Piece[] | undefined {
  const inside = partsWithin(parts, scan)
  const broken =
    inside === undefined || (scan.quote === null && masked.charAt(scan.end) === ' ' && isTag(source, scan.end))
  if (broken) {
    context.warnings.add('placeholder_link', linkWarnings.placeholder_link, source.slice(scan.start, scan.end))
    return undefined
  }
  return inside.every((part) => part.type === 'text')
    ? planFixed(scan, source, scanned, context)
    : planPersonalised(scan, inside, source, parts, context)
}

const isTag = (source: string, at: number) => source.startsWith('{{', at)

function planFixed(
  scan: ScannedHref,
  source: string,
  { base }: ScannedHtml,
  { warnings, links, owns, utm }: PlanContext,
): Piece[] | undefined {
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

function planPersonalised(
  scan: ScannedHref,
  inside: readonly TemplatePart[],
  source: string,
  parts: readonly TemplatePart[],
  { warnings, links, utm }: PlanContext,
): Piece[] | undefined {
  const text = (start: number, end: number) => decodeAttribute(source.slice(start, end))
  const template = authored(inside, source, text)
  if (fieldsWithin(inside).some(isLibraryField)) return undefined
  const lead = inside[0]?.type === 'text' ? text(inside[0].start, inside[0].end).trimStart() : ''
  const begins = inside.find((part) => part.type !== 'text' || source.slice(part.start, part.end).trim() !== '')
  const isUrl = /^https?:\/\//i.test(lead) || (lead === '' && begins?.type !== 'text')
  if (!isUrl) {
    const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(lead)?.[0]
    const warning =
      scheme === undefined
        ? lead.startsWith('#')
          ? undefined
          : 'relative_link'
        : runsCode(scheme)
          ? 'unsafe_link'
          : undefined
    if (warning !== undefined) warnings.add(warning, linkWarnings[warning], template)
    if (warning === 'unsafe_link') return scan.quote === null ? [{ type: 'static', text: '""' }] : []
    return [{ type: 'destination', destination: otherUrlOf(inside, source, text), place: scan.quote }]
  }
  const untracked: Piece[] = [
    { type: 'destination', destination: destinationOf(inside, source, text), place: scan.quote },
  ]
  if (scan.optedOut) return untracked
  if (
    isInSection(parts, scan.start) ||
    inside.some((part) => part.type === 'text' && hasPlaceholder(text(part.start, part.end)))
  ) {
    warnings.add('placeholder_link', insideSection, template)
    return untracked
  }
  const shape = authored(inside, source, text, (tag) => valueMark.repeat(tag.length))
  const link = links.index(addUtm(template, utm, shape), true)
  return [{ type: 'link', link, personalised: true, place: scan.quote, untracked }]
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

/** Tells whether an offset lies in one of the spans, which are in order. */
function spanFinder(spans: readonly Span[]): (at: number) => boolean {
  return (at) => {
    let low = 0
    let high = spans.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((spans[middle] as Span).end <= at) low = middle + 1
      else high = middle
    }
    const span = spans[low]
    return span !== undefined && span.start <= at
  }
}
