import { Tokenizer } from 'htmlparser2'
import { SillageError } from '../domain/errors.ts'
import { type Quote, silentCallbacks } from './attribute.ts'
import { optOutAttribute, optsOut } from './opt-out.ts'

/** Where a link was found: in the HTML, in what Outlook reads of a conditional comment, or in plain text. */
export type LinkContext = 'html' | 'conditional-comment' | 'text'

/** The first `href` of an element that can be clicked, whatever its value. */
export interface ScannedHref {
  /** Decoded once. */
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

export interface Span {
  start: number
  end: number
}

/** What one pass over the tokens finds; all offsets are those of the source. */
export interface ScannedHtml {
  hrefs: ScannedHref[]
  /** Opt-out attributes of ours to take out. */
  strips: Span[]
  /** Values without quotes, where white space would end the value. */
  unquoted: Span[]
  /** Decoded `src` of every image. */
  images: Set<string>
  /** The first `href` of `base`. */
  base: string | undefined
  /** Where the top of the body is: after the start tag of `body`, else after the head, `html`, doctype or BOM. */
  top: number
  /** Where the end of the body is: before the last end tag of `body`, else of `html`, else the end, unfinished markup left behind. */
  bottom: number
}

/** Elements whose content is text to the tokenizer: what is put in there would be shown, not loaded. */
const rawText = new Set(['script', 'style', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext'])

const clickable = new Set(['a', 'area'])
/** What Outlook for Windows can click in a conditional comment. */
const clickableInOutlook = new Set(['a', 'area', 'v:roundrect', 'v:rect', 'v:shape', 'v:oval', 'v:image'])

/**
 * Reads HTML token by token. Only offsets are kept: nothing is rebuilt, so nothing can change. Works on tokens and not on a tree,
 * because building a tree loses links (in `select`, in nested forms) and takes quadratic time on hostile nesting.
 * Throws `too_many_links` above `maxLinks` occurrences.
 */
export function scanHtml(source: string, maxLinks = Number.POSITIVE_INFINITY): ScannedHtml {
  const scanner = createScanner(source, maxLinks)
  scanner.scan(source, 0, 'html')
  return scanner.result()
}

function createScanner(source: string, maxLinks: number) {
  const found: ScannedHtml = {
    hrefs: [],
    strips: [],
    unquoted: [],
    images: new Set(),
    base: undefined,
    top: 0,
    bottom: source.length,
  }
  const marks = { body: -1, head: -1, html: -1, doctype: -1, bodyEnd: -1, htmlEnd: -1, raw: -1 }
  /** Up to where all markup is complete: something unfinished behind it would swallow what is appended. */
  let complete = 0
  let ending = false

  function scan(text: string, offset: number, context: LinkContext): void {
    const elements = context === 'html' ? clickable : clickableInOutlook
    let element = ''
    let tagStart = 0
    let name = ''
    let nameEnd = 0
    let value = ''
    let href: ScannedHref | undefined
    let optedOut = false
    let open: ScannedHref | undefined

    const closeText = (at: number) => {
      if (open !== undefined) open.textEnd = offset + at
      open = undefined
    }
    const reached = (at: number) => {
      if (context === 'html' && !ending) complete = at
    }
    const endTag = (end: number) => {
      reached(end + 1)
      if (context === 'html' && rawText.has(element)) marks.raw = tagStart
      if (href !== undefined) {
        href.optedOut = optedOut
        href.textStart = offset + end + 1
        if (element === 'a') open = href
        found.hrefs.push(href)
        if (found.hrefs.length > maxLinks)
          throw new SillageError(
            'too_many_links',
            `The HTML has more than ${maxLinks} links; split it or raise maxLinks`,
            {
              field: 'html',
            },
          )
      }
      if (context === 'html' && element === 'body' && marks.body < 0) marks.body = end + 1
      if (context === 'html' && element === 'html' && marks.html < 0) marks.html = end + 1
      href = undefined
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
          // The kinds of quoting, in the order of the tokenizer's QuoteType: no value, none, single, double.
          const quote: Quote = quoting === 3 ? '"' : quoting === 2 ? "'" : null
          const end = quote === null ? tokenEnd : tokenEnd - 1
          const start = quoting === 0 ? nameEnd : valueStart(text, nameEnd, quote)
          if (quoting === 1) found.unquoted.push({ start: offset + start, end: offset + end })
          if (element === 'base' && name === 'href' && context === 'html') found.base ??= value
          else if (element === 'img' && name === 'src') found.images.add(value)
          else if (elements.has(element)) attribute(start, end, tokenEnd, quote)
        },
        onopentagend: endTag,
        onselfclosingtag: endTag,
        onclosetag(start, end) {
          const closed = text.slice(start, end).toLowerCase()
          if (closed === 'a') closeText(start - 2)
          if (context !== 'html') return
          marks.raw = -1
          // Nothing is told of the end of an end tag; one that never ends is looked for when all is read.
          const closing = text.indexOf('>', end)
          reached(closing < 0 ? start - 2 : closing + 1)
          if (closed === 'body') marks.bodyEnd = start - 2
          else if (closed === 'html') marks.htmlEnd = start - 2
          else if (closed === 'head') marks.head = text.indexOf('>', end) + 1
        },
        ontext: (_start, end) => reached(end),
        ontextentity: (_code, end) => reached(end),
        ondeclaration(_start, end) {
          reached(end + 1)
          if (marks.doctype < 0 && context === 'html') marks.doctype = end + 1
        },
        oncomment(start, end, cut) {
          reached(end + 1)
          const interior = context === 'html' ? conditionalInterior(text, start, end - cut) : undefined
          if (interior !== undefined)
            scan(text.slice(interior.start, interior.end), interior.start, 'conditional-comment')
        },
      },
    )

    function attribute(start: number, end: number, tokenEnd: number, quote: Quote): void {
      if (name === 'href' && href === undefined)
        href = {
          href: value,
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

    tokenizer.write(text)
    if (context === 'html') ending = true
    tokenizer.end()
  }

  return {
    scan,
    result(): ScannedHtml {
      const bom = source.startsWith('\ufeff') ? 1 : 0
      found.top = [marks.body, marks.head, marks.html, marks.doctype].find((mark) => mark > 0) ?? bom
      const end = marks.raw >= 0 ? marks.raw : complete
      found.bottom = [marks.bodyEnd, marks.htmlEnd].find((mark) => mark >= found.top) ?? end
      return found
    },
  }
}

/** Where the value starts: past white space, the equals sign, white space and the quote. */
function valueStart(text: string, nameEnd: number, quote: Quote): number {
  let at = text.indexOf('=', nameEnd) + 1
  while (/\s/.test(text.charAt(at))) at++
  return quote === null ? at : at + 1
}

/** An attribute with the white space before it, where something that separates still stands behind it. */
function stripSpan(text: string, start: number, end: number, offset: number): Span {
  let from = start
  if (/[\s>]/.test(text.charAt(end))) while (/\s/.test(text.charAt(from - 1))) from--
  return { start: offset + from, end: offset + end }
}

/** The longest condition and the longest end that are looked for: without bounds, many comments would each read the whole mail. */
const longestCondition = 200
const longestEnd = 64

/** The markup inside `<!--[if …]> … <![endif]-->`, which only Outlook reads; undefined for every other comment. */
function conditionalInterior(text: string, start: number, end: number): Span | undefined {
  const condition = /^\[if[\s(!][^\]>]*\]>/i.exec(text.slice(start, Math.min(end, start + longestCondition)))
  const tail = Math.max(start, end - longestEnd)
  const close = text.slice(tail, end).lastIndexOf('<![')
  if (condition === null || close < 0 || !/^<!\[endif\]\s*$/i.test(text.slice(tail + close, end))) return undefined
  const from = start + condition[0].length
  return tail + close < from ? undefined : { start: from, end: tail + close }
}
