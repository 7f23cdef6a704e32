import { decodeAttribute, encodeAttribute } from '../html/attribute.ts'
import { mismatchedHost } from '../html/link-text.ts'
import { type ScannedHref, withoutBreaks } from '../html/scan-html.ts'
import { compileDestination, destinationOf, otherUrlOf } from '../links/destination.ts'
import { addressOf, fateOfHref, hasPlaceholder, resolveHref, runsCode, withoutVerb } from '../links/href.ts'
import { longestUrl } from '../links/safe-location.ts'
import { addUtm } from '../links/utm.ts'
import { isLibraryField } from '../template/library-fields.ts'
import type { TemplatePart } from '../template/template-engine.ts'
import { linkWarnings, type SourcePlace, type WarningList, warnOfScheme, warnOfText } from '../warnings.ts'
import { isInSection, partsWithin, someField, valueMark } from './parts.ts'
import { type Piece, plainValue, type UrlPlace } from './pieces.ts'
import type { PlanContext } from './plan-context.ts'

/** The template an href stands in. */
interface Surroundings {
  source: string
  /** The source with its tags blanked out. */
  masked: string
  parts: readonly TemplatePart[]
  /** The first `href` of `base`, where it is the same in every message. */
  base: string | undefined
  context: PlanContext
}

/** What becomes of one href, in the HTML and in the text that is made from it. */
export interface PlannedHref {
  /** What takes the place of the value; undefined where the author's own characters and values stay. */
  html?: Piece[]
  /** The address that stands behind its words; undefined where there is none to show. */
  text?: TextAddress
  /** A section of the template begins or ends within it: what it is, only a message says. */
  isCut?: boolean
}

/** An address in text; its link is the same as in the HTML. */
interface TextAddress {
  /** As the author wrote it, a value as its plain tag. */
  written: string
  pieces: Piece[]
  /** The address has UTM parameters, so words that read as the author's do not stand for it. */
  isExtended?: boolean
}

export function planHref(scan: ScannedHref, around: Surroundings): PlannedHref {
  const inside = partsWithin(around.parts, scan)
  if (inside === undefined || isCutByTag(scan, around)) {
    const written = around.source.slice(scan.start, scan.end)
    around.context.warnings.add('placeholder_link', linkWarnings.placeholder_link, written, placeOf(scan))
    return { isCut: true }
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
function planFixed(scan: ScannedHref, { source, base, context }: Surroundings): PlannedHref {
  const { warnings, links, owns, utm } = context
  const address = addressOf(scan.href, base)
  const plain: Piece[] = [{ type: 'static', text: address ?? '' }]
  const left: PlannedHref = address === undefined ? {} : { text: { written: address, pieces: plain } }
  const fate = fateOfHref(scan.href, base, owns)
  if (scan.optedOut) {
    if (fate.track) links.leave(fate.destination)
    return left
  }
  if (!fate.track) {
    if (fate.warning !== undefined) warnings.add(fate.warning, linkWarnings[fate.warning], scan.href, placeOf(scan))
    return left
  }
  warnOfText(warnings, mismatchedHost(source, scan, fate.destination), fate.destination, scan.textStart)
  const extended = addUtm(fate.destination, utm)
  const isExtended = extended !== fate.destination
  const link = links.index(extended, false)
  const authored: Piece[] = [{ type: 'static', text: source.slice(scan.start, scan.end) }]
  const untracked: Piece[] = isExtended ? [{ type: 'static', text: encodeAttribute(extended, scan.quote) }] : authored
  const html: Piece[] = [{ type: 'link', link, personalised: false, place: scan.quote, untracked, authored }]
  if (address === undefined) return { html }
  const sent: Piece[] = [{ type: 'static', text: addUtm(address, utm) }]
  const pieces: Piece[] = [{ type: 'link', link, personalised: false, place: 'plain', untracked: sent }]
  return { html, text: { written: address, pieces, isExtended } }
}

/**
 * An href with merge fields: one link for all recipients where it is a web address, else the URL with its values in
 * place.
 */
function planPersonalised(
  scan: ScannedHref,
  inside: readonly TemplatePart[],
  { source, parts, base, context: { warnings, links, utm, engine } }: Surroundings,
): PlannedHref {
  if (scan.href.length > longestUrl) {
    warnings.add('unsafe_link', linkWarnings.unsafe_link, source.slice(scan.start, scan.end), placeOf(scan))
    return { html: emptyOf(scan) }
  }
  const decoded = (start: number, end: number) => withoutBreaks(decodeAttribute(source.slice(start, end)))
  const first = inside[0]
  if (someField(inside, isLibraryField)) {
    const whole = written(inside, source, decoded)
    if (first?.type === 'text') warnOfScheme(warnings, decoded(first.start, first.end), whole, placeOf(scan))
    return { text: { written: whole, pieces: plainPieces(inside, decoded) } }
  }
  const lead = first?.type === 'text' ? decoded(first.start, first.end).trimStart() : ''
  const begins = inside.find((part) => part.type !== 'text' || source.slice(part.start, part.end).trim() !== '')
  const isRelative = lead !== '' && !lead.startsWith('#') && !/^[a-z][a-z0-9+.-]*:/i.test(lead)
  const resolved = isRelative ? resolveHref(lead, base) : undefined
  const text =
    resolved === undefined
      ? decoded
      : (start: number, end: number) => (start === first?.start ? resolved : decoded(start, end))
  const template = authored(inside, source, text)
  const isWebAddress = resolved !== undefined || /^https?:\/\//i.test(lead) || (lead === '' && begins?.type !== 'text')
  if (!isWebAddress) return planOther(scan, inside, { lead, template, source, text, warnings })
  const destination = destinationOf(inside, source, text)
  const untracked: Piece[] = [{ type: 'destination', destination, place: scan.quote }]
  const plain: Piece[] = [{ type: 'destination', destination, place: 'plain' }]
  const left = { html: untracked, text: { written: written(inside, source, text), pieces: plain } }
  if (scan.optedOut) {
    links.leave(template)
    return left
  }
  const hasRest = inside.some((part) => part.type === 'text' && hasPlaceholder(text(part.start, part.end)))
  if (hasRest || isInSection(parts, scan.start)) {
    warnings.add('placeholder_link', insideSection, template, placeOf(scan))
    return left
  }
  const shape = authored(inside, source, text, (tag) => valueMark.repeat(tag.length))
  const extended = addUtm(template, utm, shape)
  const common = { type: 'link', link: links.index(extended, true), personalised: true } as const
  const isExtended = extended !== template
  const sent = isExtended ? compileDestination(extended, engine) : destination
  const sentAt = (place: UrlPlace): Piece[] => [{ type: 'destination', destination: sent, place }]
  return {
    html: [{ ...common, place: scan.quote, untracked: sentAt(scan.quote), authored: untracked }],
    text: { ...left.text, pieces: [{ ...common, place: 'plain', untracked: sentAt('plain') }], isExtended },
  }
}

/** An href with merge fields that is no web address: a mail address or a number to call, an anchor, or a mistake. */
function planOther(
  scan: ScannedHref,
  inside: readonly TemplatePart[],
  {
    lead,
    template,
    source,
    text,
    warnings,
  }: {
    lead: string
    template: string
    source: string
    text: (start: number, end: number) => string
    warnings: WarningList
  },
): PlannedHref {
  const warning = faultOfLead(lead)
  if (warning !== undefined) warnings.add(warning, linkWarnings[warning], template, placeOf(scan))
  // A value could complete the program: the href is sent empty.
  if (warning === 'unsafe_link') return { html: emptyOf(scan) }
  const html: Piece[] = [{ type: 'destination', destination: otherUrlOf(inside, source, text), place: scan.quote }]
  if (warning !== undefined || lead.startsWith('#')) return { html }
  const short = (start: number, end: number) =>
    start === inside[0]?.start ? withoutVerb(text(start, end).trimStart()) : text(start, end)
  const pieces: Piece[] = [{ type: 'destination', destination: otherUrlOf(inside, source, short), place: 'plain' }]
  return { html, text: { written: written(inside, source, short), pieces } }
}

const placeOf = ({ start }: ScannedHref): SourcePlace => ({ field: 'html', at: start })

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

/**
 * The href as the author wrote it, entities decoded, tags as they are (or as `tag` writes them). It is a template of
 * its own, so where the author changed the signs of tags, they are written as `{{tag}}`.
 */
export function authored(
  parts: readonly TemplatePart[],
  source: string,
  text: (start: number, end: number) => string,
  tag = (written: string) => written,
): string {
  return parts
    .map((part) => (part.type === 'text' ? text(part.start, part.end) : tag(tagOf(part, source, text))))
    .join('')
}

function tagOf(
  part: Exclude<TemplatePart, { type: 'text' }>,
  source: string,
  text: (start: number, end: number) => string,
): string {
  const { start, end, field } = part
  if (source.startsWith('{{', start) || !source.includes('{{=')) return source.slice(start, end)
  if (part.type === 'value') return plainTag(part)
  return `{{${part.inverted ? '^' : '#'}${field}}}${authored(part.parts, source, text)}{{/${field}}}`
}

/** The same with each value as its plain tag, to be compared with words. */
const written = (
  parts: readonly TemplatePart[],
  source: string,
  text: (start: number, end: number) => string,
): string =>
  parts
    .map((part) =>
      part.type === 'text'
        ? text(part.start, part.end)
        : part.type === 'value'
          ? plainTag(part)
          : source.slice(part.start, part.end),
    )
    .join('')

export const plainTag = ({ field, fallback }: { field: string; fallback?: string | undefined }): string =>
  fallback === undefined ? `{{${field}}}` : `{{${field}|${fallback}}}`

/** Parts as pieces of a text, values as they are. */
function plainPieces(parts: readonly TemplatePart[], text: (start: number, end: number) => string): Piece[] {
  return parts.map((part): Piece => {
    if (part.type === 'text') return { type: 'static', text: text(part.start, part.end) }
    if (part.type === 'value') return plainValue(part)
    const { field, inverted } = part
    return { type: 'section', field, inverted, pieces: plainPieces(part.parts, text) }
  })
}
