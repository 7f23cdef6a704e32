import { type Checks, checkOptions, func, required, text, whole } from '../../domain/expect/index.ts'
import type { Warning } from '../../domain/warning.ts'
import { atOnce } from '../../kit/steps.ts'
import { applyEdits, type Edit } from '../edits.ts'
import { encodeAttribute } from '../html/attribute.ts'
import { mismatchedHost } from '../html/link-text.ts'
import { type LinkContext, type ScannedHtml, scanHtml } from '../html/scan-html.ts'
import { checkHtmlSize, defaultMaxLinks } from '../limits.ts'
import { fateOfHref } from '../links/href.ts'
import { clipBytes, pixelMarkup, pixelPlaceholder } from '../pixel.ts'
import { createWarningList, linkWarnings, warnOfClipping, warnOfText } from '../warnings.ts'

/**
 * One occurrence of a link that can be tracked; the same destination twice is two of them. Offsets are UTF-16 units of
 * the input.
 */
export interface FoundLink {
  /** Decoded once and without line breaks, otherwise as the author wrote it. */
  href: string
  /** Where it leads: `href`, or what a relative one means under an absolute `<base href>`. */
  destination: string
  /** The span of the attribute's value in the input. */
  start: number
  end: number
  context: LinkContext
}

/**
 * Options of `trackHtml`. Without `pixelUrl` no pixel is put in; without `owns` every http and https link counts as the
 * author's. Beyond a limit it throws `html_too_large` or `too_many_links`, and nothing was asked of `linkUrl` then.
 */
export interface TrackHtmlOptions {
  /** The URL to put in place of this link; undefined leaves it. Asked once for each occurrence, in order. */
  linkUrl: (link: FoundLink) => string | undefined
  /**
   * The image of opens: where `{{trackingPixel}}` stands, else at the end of the body, or at its top where Gmail would
   * cut the end off.
   */
  pixelUrl?: string | undefined
  /** URLs of this installation, which are left alone. */
  owns?: ((url: string) => boolean) | undefined
  /** Default 1,000,000 bytes of UTF-8. */
  maxHtmlBytes?: number | undefined
  /** Default 1,000 occurrences. */
  maxLinks?: number | undefined
}

const checks: Checks<TrackHtmlOptions> = {
  linkUrl: required(func<TrackHtmlOptions['linkUrl']>),
  pixelUrl: text(),
  owns: func,
  maxHtmlBytes: whole(0, undefined, 'bytes'),
  maxLinks: whole(0),
}

/**
 * What the composer adds: a second image for read time, a mark of its own for `{{trackingPixel}}`, which no data can
 * hold, and the markup of the preheader.
 */
export interface PlacedParts {
  readUrl?: string | undefined
  pixelMark?: string | undefined
  preheader?: string | undefined
}

/**
 * Puts tracking URLs into finished HTML. It works on offsets and never writes the document anew: outside the values of
 * tracked `href`s, a stripped `data-no-track` and the pixel, the output is the input to the byte. Tracked are http and
 * https in `a`, `area`, and in what Outlook reads in conditional comments. Takes time linear in the input. What it made
 * is not changed by a second run, but for links whose `data-no-track` the first has taken out. Throws `html_too_large`
 * and `too_many_links`, and `invalid_option` for its options.
 */
export function trackHtml(
  html: string,
  options: TrackHtmlOptions,
): { html: string; links: FoundLink[]; warnings: Warning[] } {
  return rewriteHtml(html, checkOptions('trackHtml', options, checks), {})
}

/** `trackHtml` with what only the composer may put in; see `PlacedParts`. */
export function rewriteHtml(
  html: string,
  { linkUrl, pixelUrl, owns = () => false, maxHtmlBytes, maxLinks = defaultMaxLinks }: TrackHtmlOptions,
  { readUrl, pixelMark, preheader = '' }: PlacedParts,
): { html: string; links: FoundLink[]; warnings: Warning[] } {
  checkHtmlSize(html, maxHtmlBytes)
  const scanned = atOnce(scanHtml(html, maxLinks))
  const warnings = createWarningList({ html })
  const links: FoundLink[] = []
  const edits: Edit[] = scanned.strips.map((span) => ({ ...span, text: '' }))
  if (preheader !== '') edits.push({ start: scanned.top, end: scanned.top, text: preheader })
  for (const scan of scanned.hrefs) {
    if (scan.optedOut) continue
    const fate = fateOfHref(scan.href, scanned.base, owns)
    if (!fate.track) {
      if (fate.warning !== undefined)
        warnings.add(fate.warning, linkWarnings[fate.warning], scan.href, { field: 'html', at: scan.start })
      continue
    }
    const { href, start, end, context, quote } = scan
    const link: FoundLink = { href, destination: fate.destination, start, end, context }
    links.push(link)
    warnOfText(warnings, mismatchedHost(html, scan, fate.destination), fate.destination, scan.textStart)
    const url = linkUrl(link)
    if (url !== undefined && url !== href) edits.push({ start, end, text: encodeAttribute(url, quote) })
  }
  const rewritten = bytesAfter(html, edits)
  if (rewritten >= clipBytes) warnOfClipping(warnings, rewritten)
  // First: where both images are put in one place, the one for read time comes first.
  if (readUrl !== undefined) edits.push({ start: scanned.top, end: scanned.top, text: pixelMarkup(readUrl) })
  const marks = pixelMark === undefined ? [...html.matchAll(pixelPlaceholder)] : occurrences(html, pixelMark)
  if (pixelUrl !== undefined) edits.push(...pixelEdits(scanned, marks, pixelUrl, rewritten >= clipBytes))
  else if (pixelMark !== undefined) edits.push(...marks.map((mark) => ({ ...spanOf(mark), text: '' })))
  return { html: applyEdits(html, edits), links, warnings: warnings.list() }
}

/** Where the pixel goes: where the author says, else the end of the body, else (for a long mail) its top. Once only. */
function pixelEdits(scanned: ScannedHtml, marks: readonly Mark[], pixelUrl: string, atTop: boolean): Edit[] {
  const text = pixelMarkup(pixelUrl)
  if (marks.length > 0) return marks.map((mark, nth) => ({ ...spanOf(mark), text: nth === 0 ? text : '' }))
  if (scanned.pictures.some(({ src }) => src === pixelUrl)) return []
  const at = atTop ? scanned.top : scanned.bottom
  return [{ start: at, end: at, text }]
}

/** Where a placeholder stands, as `matchAll` returns it. */
type Mark = { index: number; 0: string }
const spanOf = ({ index, 0: found }: Mark) => ({ start: index, end: index + found.length })

function occurrences(html: string, text: string): Mark[] {
  const marks: Mark[] = []
  for (let index = html.indexOf(text); index >= 0; index = html.indexOf(text, index + text.length))
    marks.push({ index, 0: text })
  return marks
}

function bytesAfter(html: string, edits: readonly Edit[]): number {
  return edits.reduce(
    (bytes, { start, end, text }) => bytes + Buffer.byteLength(text) - Buffer.byteLength(html.slice(start, end)),
    Buffer.byteLength(html),
  )
}
