import type { Steps } from '../../kit/steps.ts'
import { linksOfText } from '../html/plain-text.ts'
import { bytesAroundPreheader } from '../html/preheader.ts'
import { type CodeSpan, type LinkContext, scanHtml } from '../html/scan-html.ts'
import type { Span } from '../html/span.ts'
import { clipBytes } from '../pixel.ts'
import { isLibraryUrl } from '../template/library-fields.ts'
import type { TemplatePart } from '../template/template-engine.ts'
import { type WarningList, warnOfClipping } from '../warnings.ts'
import { type PlannedHref, planHref } from './href-plan.ts'
import { isInSection, maskTags, someField, valueMark } from './parts.ts'
import type { Piece } from './pieces.ts'
import type { PlanContext } from './plan-context.ts'
import { type Replacement, weave } from './weave.ts'

/**
 * What a tracking URL and the markup around it add to a template, roughly; for the question of whether Gmail will clip
 * it.
 */
const bytesPerLink = 60
const bytesOfPixel = 200

/** An HTML template, compiled. */
export interface HtmlPlan {
  pieces: Piece[]
  /** The source with its tags blanked out. */
  masked: string
  /** What becomes of the links that text may have, by their number. */
  hrefs: PlannedHref[]
}

/**
 * Compiles an HTML template: its parts, with links, pixel and opt-out attributes replaced by pieces. The template is
 * read as HTML with its tags blanked out, so offsets of HTML and of template are the same. `preheader` is put at the
 * top of the body.
 */
export function* planHtml(
  source: string,
  parts: readonly TemplatePart[],
  context: PlanContext,
  preheader: readonly Piece[] = [],
): Steps<HtmlPlan> {
  const masked = maskTags(source, parts)
  const scanned = yield* scanHtml(masked, context.maxLinks)
  const replacements: Replacement[] = scanned.strips.map((span) => ({ ...span, pieces: [] }))
  const base = scanned.base?.includes(valueMark) ? undefined : scanned.base
  const hrefs: { context: LinkContext; planned: PlannedHref }[] = []
  for (const href of scanned.hrefs) {
    yield
    const planned = planHref(href, { source, masked, parts, base, context })
    if (planned.html !== undefined) replacements.push({ start: href.start, end: href.end, pieces: planned.html })
    hrefs.push({ context: href.context, planned })
  }
  yield
  const hidden = preheader.length === 0 ? 0 : bytesAroundPreheader
  const bytes = Buffer.byteLength(source) + hidden + bytesOfPixel + context.links.all.length * bytesPerLink
  if (bytes >= clipBytes) warnOfClipping(context.warnings, bytes)
  const placed = someField(parts, (field) => field === 'trackingPixel')
  // A section may not be shown, or be shown twice: an image never goes into one.
  const top = isInSection(parts, scanned.top) ? 0 : scanned.top
  const bottom = isInSection(parts, scanned.bottom) ? source.length : scanned.bottom
  replacements.push({ start: top, end: top, pieces: [...preheader, { type: 'read' }] })
  const pixelAt = bytes >= clipBytes ? top : bottom
  if (!placed) replacements.push({ start: pixelAt, end: pixelAt, pieces: [{ type: 'pixel' }] })
  const unquoted = spanFinder(scanned.unquoted)
  const code = spanFinder(scanned.code)
  let pixels = 0
  const pieces = weave(source, parts, replacements, ({ field, fallback, start }) => {
    // Named twice, the pixel stands in the first place only: one open must not count as two.
    if (field === 'trackingPixel') return pixels++ === 0 ? { type: 'pixel' } : { type: 'static', text: '' }
    const around = code(start)
    // The library's URLs hold no sign that an escape would change.
    if (isLibraryUrl(field)) return { type: 'url', field, place: around === undefined ? 'html' : 'plain' }
    if (around !== undefined) return valueInCode({ field, fallback, start }, around, context.warnings)
    return { type: 'value', field, fallback, place: unquoted(start) === undefined ? 'html' : 'unquoted' }
  })
  return { pieces, masked, hrefs: linksOfText(hrefs).map(({ planned }) => planned) }
}

type Value = Pick<Extract<TemplatePart, { type: 'value' }>, 'field' | 'fallback' | 'start'>

/** A value in JSON; in styles and programs none, since what a contact's data may do there has no bounds. */
function valueInCode({ field, fallback, start: at }: Value, { type }: CodeSpan, warnings: WarningList): Piece {
  if (type === 'json') return { type: 'value', field, fallback, place: 'json' }
  const message = `The value of ${field} is left out: it would stand in <${type}>, where it could not be escaped; write it into the text or an attribute`
  warnings.add('value_left_out', message, field, { field: 'html', at })
  return { type: 'static', text: '' }
}

/** Gives the span that an offset lies in, of spans in order. */
function spanFinder<T extends Span>(spans: readonly T[]): (at: number) => T | undefined {
  return (at) => {
    let low = 0
    let high = spans.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((spans[middle] as T).end <= at) low = middle + 1
      else high = middle
    }
    const span = spans[low]
    return span !== undefined && span.start <= at ? span : undefined
  }
}
