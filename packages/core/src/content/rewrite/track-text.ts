import { type Checks, checkOptions, func, required } from '../../domain/expect/index.ts'
import { applyEdits, type Edit } from '../edits.ts'
import { scanText } from '../html/scan-text.ts'
import { fateOfHref } from '../links/href.ts'
import type { FoundLink } from './track-html.ts'

/**
 * Options of `trackText`. A link's `start` and `end` are those of the URL in the text, its `context` is `text`. Size
 * and number of links have no limit here.
 */
export interface TrackTextOptions {
  /** The URL to put in place of this link; undefined leaves it. Asked once for each occurrence, in order. */
  linkUrl: (link: FoundLink) => string | undefined
  /** URLs of this installation, which are left alone. */
  owns?: ((url: string) => boolean) | undefined
}

const checks: Checks<TrackTextOptions> = { linkUrl: required(func<TrackTextOptions['linkUrl']>), owns: func }

/**
 * Puts tracking URLs into plain text. Only http and https URLs written out are links, and each ends where a person
 * would end it: what ends a sentence in any script, quotes and dashes stay in the text and out of the link, a closing
 * bracket too unless it was opened inside. URLs with a placeholder left in them stay as they are. All else is the
 * input, character by character. Takes time linear in the input; throws `invalid_option` for its options, and nothing
 * else of its own.
 */
export function trackText(text: string, options: TrackTextOptions): { text: string; links: FoundLink[] } {
  const { linkUrl, owns = () => false } = checkOptions('trackText', options, checks)
  const links: FoundLink[] = []
  const edits: Edit[] = []
  for (const { start, end } of scanText(text)) {
    const href = text.slice(start, end)
    const fate = fateOfHref(href, undefined, owns)
    if (!fate.track) continue
    const link: FoundLink = { href, destination: href, start, end, context: 'text' }
    links.push(link)
    const url = linkUrl(link)
    if (url !== undefined && url !== href) edits.push({ start, end, text: url })
  }
  return { text: applyEdits(text, edits), links }
}
