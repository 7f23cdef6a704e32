import { Tokenizer } from 'htmlparser2'
import { SillageError } from '../../domain/errors.ts'
import type { Steps } from '../../kit/steps.ts'
import { type Quote, quoteOf, silentCallbacks, valueStart } from './attribute.ts'
import { createBodyPlace } from './body-place.ts'
import { conditionalInterior } from './conditional-comment.ts'
import { feed } from './feed.ts'
import { optOutAttribute, optsOut } from './opt-out.ts'
import type { Span } from './span.ts'

/** Where a link was found: in the HTML, in what Outlook reads of a conditional comment, or in plain text. */
export type LinkContext = 'html' | 'conditional-comment' | 'text'

/** The first `href` of an element that can be clicked, whatever its value. */
export interface ScannedHref {
  /** As a browser reads it: decoded once, without tabs and line breaks. */
  href: string
  /** The span of the value in the source, without quotes. */
  start: number
  end: number
  quote: Quote
  context: LinkContext
  element: string
  optedOut: boolean
  /** Where the element's start tag ends, and for `a` where its text ends. */
  textStart: number
  textEnd: number | undefined
}

/** What stands in `script` or `style`, where HTML has no escapes. */
export interface CodeSpan extends Span {
  type: 'json' | 'script' | 'style'
}

/** A picture, by the place of its tag. */
interface ScannedPicture {
  start: number
  /** Decoded. */
  src: string
  hasAlt: boolean
}

/** What one pass over the tokens finds; all offsets are those of the source. */
export interface ScannedHtml {
  hrefs: ScannedHref[]
  code: CodeSpan[]
  pictures: ScannedPicture[]
  /** Opt-out attributes of ours to take out. */
  strips: Span[]
  /** Values without quotes, where white space would end the value. */
  unquoted: Span[]
  /** The first `href` of `base`. */
  base: string | undefined
  /** Where the body begins and ends: see `BodyPlace`. */
  top: number
  bottom: number
}

const clickable = new Set(['a', 'area'])
/** What Outlook for Windows can click in a conditional comment. */
const clickableInOutlook = new Set(['a', 'area', 'v:roundrect', 'v:rect', 'v:shape', 'v:oval', 'v:image'])

/**
 * Reads HTML token by token. Only offsets are kept: nothing is rebuilt, so nothing can change. Works on tokens and not
 * on a tree, because building a tree loses links (in `select`, in nested forms) and takes quadratic time on hostile
 * nesting. Throws `too_many_links` above `maxLinks` occurrences. `sliceLength` is how much is read in one step.
 */
export function* scanHtml(
  source: string,
  maxLinks = Number.POSITIVE_INFINITY,
  sliceLength?: number,
): Steps<ScannedHtml> {
  const found: Omit<ScannedHtml, 'top' | 'bottom'> = {
    hrefs: [],
    code: [],
    pictures: [],
    strips: [],
    unquoted: [],
    base: undefined,
  }
  const body = createBodyPlace(source)
  /** What stands inside conditional comments, to be read after the document: a comment may be as long as that. */
  const interiors: Span[] = []
  yield* scan(source, 0, 'html')
  for (const { start, end } of interiors) yield* scan(source.slice(start, end), start, 'conditional-comment')
  if (interiors.length > 0) for (const spans of Object.values(found)) if (Array.isArray(spans)) spans.sort(byStart)
  return { ...found, top: body.top(), bottom: body.bottom() }

  /** Reads the document, or the markup inside a conditional comment of it, which stands at `offset` and has no body. */
  function* scan(text: string, offset: number, context: LinkContext): Steps<void> {
    const place = context === 'html' ? body : undefined
    const elements = context === 'html' ? clickable : clickableInOutlook
    let element = ''
    let tagStart = 0
    let name = ''
    let nameEnd = 0
    let value = ''
    let href: ScannedHref | undefined
    let optedOut = false
    let open: ScannedHref | undefined
    let code: CodeSpan['type'] | undefined
    let picture: ScannedPicture | undefined

    const closeText = (at: number) => {
      if (open !== undefined) open.textEnd = offset + at
      open = undefined
    }
    const endOfStartTag = (end: number) => {
      place?.startTag(element, tagStart, end + 1)
      if (href !== undefined) {
        href.optedOut = optedOut
        href.textStart = offset + end + 1
        if (element === 'a') open = href
        found.hrefs.push(href)
        if (found.hrefs.length > maxLinks) throw tooManyLinks(maxLinks)
      }
      if (picture !== undefined) found.pictures.push(picture)
      if (code !== undefined) found.code.push({ start: offset + end + 1, end: offset + text.length, type: code })
      href = undefined
      picture = undefined
      optedOut = false
      element = ''
    }

    const tokenizer = new Tokenizer(
      { decodeEntities: true },
      {
        ...silentCallbacks,
        onopentagname(start, end) {
          element = text.slice(start, end).toLowerCase()
          tagStart = start - 1
          href = undefined
          optedOut = false
          code = element === 'script' || element === 'style' ? element : undefined
          picture = element === 'img' ? { start: offset + tagStart, src: '', hasAlt: false } : undefined
          if (element === 'a') closeText(start - 1)
        },
        onattribname(start, end) {
          name = text.slice(start, end).toLowerCase()
          nameEnd = end
          value = ''
        },
        onattribdata(start, end) {
          value += text.slice(start, end)
        },
        onattribentity(code) {
          value += String.fromCodePoint(code)
        },
        onattribend(quoting, tokenEnd) {
          const quote = quoteOf(quoting)
          const end = quote === null ? tokenEnd : tokenEnd - 1
          const start = quoting === 0 ? nameEnd : valueStart(text, nameEnd, quote)
          if (quoting === 1) found.unquoted.push({ start: offset + start, end: offset + end })
          if (element === 'base' && name === 'href' && context === 'html') found.base ??= value
          else if (picture !== undefined) describe(picture)
          else if (code === 'script' && name === 'type' && jsonType.test(value)) code = 'json'
          else if (elements.has(element)) attribute(start, end, tokenEnd, quote)
        },
        onopentagend: endOfStartTag,
        onselfclosingtag: endOfStartTag,
        onclosetag(start, end) {
          const closed = text.slice(start, end).toLowerCase()
          if (closed === 'a') closeText(start - 2)
          if (code !== undefined) (found.code.at(-1) as CodeSpan).end = offset + start - 2
          code = undefined
          place?.endTag(closed, start - 2, end)
        },
        ontext: (_start, end) => place?.reached(end),
        ontextentity: (_code, end) => place?.reached(end),
        ondeclaration: (_start, end) => place?.doctype(end + 1),
        oncomment(start, end, cut) {
          place?.reached(end + 1)
          const interior = context === 'html' ? conditionalInterior(text, start, end - cut) : undefined
          if (interior !== undefined) interiors.push(interior)
        },
      },
    )

    function describe(image: ScannedPicture): void {
      if (name === 'src' && image.src === '') image.src = value
      else if (name === 'alt') image.hasAlt = true
    }

    function attribute(start: number, end: number, tokenEnd: number, quote: Quote): void {
      if (name === 'href' && href === undefined)
        href = {
          href: withoutBreaks(value),
          start: offset + start,
          end: offset + end,
          quote,
          context,
          element,
          optedOut: false,
          textStart: 0,
          textEnd: undefined,
        }
      else if (optsOut(name, value)) {
        optedOut = true
        if (name === optOutAttribute) found.strips.push(stripSpan(text, nameEnd - name.length, tokenEnd, offset))
      }
    }

    yield* feed(tokenizer, text, sliceLength)
    place?.over()
    tokenizer.end()
  }
}

const byStart = (a: { start: number }, b: { start: number }) => a.start - b.start

/** JSON-LD, of which mail programs make buttons, and its like. */
const jsonType = /^\s*application\/(?:ld\+)?json\s*(?:;|$)/i

function tooManyLinks(maxLinks: number): SillageError {
  return new SillageError('too_many_links', `The HTML has more than ${maxLinks} links; split it or raise maxLinks`, {
    field: 'html',
  })
}

/** A URL as browsers read it (WHATWG URL, 4.4): tabs and line breaks in it are nothing. */
export function withoutBreaks(url: string): string {
  return url.replace(/[\t\r\n]+/g, '')
}

/** An attribute with the white space before it, where something that separates still stands behind it. */
function stripSpan(text: string, start: number, end: number, offset: number): Span {
  let from = start
  if (/[\s>]/.test(text.charAt(end))) while (/\s/.test(text.charAt(from - 1))) from--
  return { start: offset + from, end: offset + end }
}
