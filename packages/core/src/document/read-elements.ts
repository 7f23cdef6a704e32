import { Tokenizer } from 'htmlparser2'
import { type Quote, quoteOf, silentCallbacks, valueStart } from '../content/html/attribute.ts'
import { conditionalInterior } from '../content/html/conditional-comment.ts'
import { feed } from '../content/html/feed.ts'
import { createOpenElements } from '../content/html/open-elements.ts'
import type { Span } from '../content/html/span.ts'
import { elementGaps, empty, unread } from '../content/html/text-elements.ts'
import { gaps } from '../content/html/text-writer.ts'
import type { Steps } from '../kit/steps.ts'

/** An attribute as it stands in the source: `start` and `end` are those of its value, without quotes. */
export interface SourceAttribute extends Span {
  name: string
  /** Decoded. */
  value: string
  /** Where its name begins, and where all of it ends. */
  from: number
  to: number
  /** Null where there are none, which is also so where there is no value. */
  quote: Quote
  hasValue: boolean
}

/** An element with the places of its parts. */
export interface SourceElement {
  name: string
  start: number
  nameEnd: number
  /** What it holds, between its tags. */
  inner: Span
  parent: SourceElement | undefined
  /** The first of each name. */
  attributes: ReadonlyMap<string, SourceAttribute>
  /** Those that make it a place, repeated ones too. */
  marks: SourceAttribute[]
  /** Seen by Outlook for Windows alone. */
  inComment: boolean
  /** Within another that shows nothing of what is in it, such as `svg`. */
  isUnread: boolean
  /** Within a link. */
  isLinked: boolean
  /** Not shown, it or what is around it; of styles, only those that stand in it are known. */
  isHidden: boolean
  /** Whether there are words in it, of its own too, and elements other than those of a line. */
  hasWords: boolean
  hasOwnWords: boolean
  hasBlocks: boolean
  /** The element that stands directly in it, where it is the only one: null where there are several. */
  child: SourceElement | null | undefined
}

/** What one pass over a source finds. */
export interface SourceElements {
  /** In the order of their places. */
  elements: SourceElement[]
  /** What is read in a piece of the source, with single blanks. */
  wordsIn(span: Span): string
}

/** Elements of a line: a place that holds nothing else can be written as words. */
const inline = new Set(
  'a abbr b big br code del em font i ins q s small span strike strong sub sup tt u wbr'.split(' '),
)

/** What the names of the attributes begin with that make an element a place. */
const mark = 'data-edit'

/** Elements that lead somewhere, also those that Outlook draws. */
export const linkNames = new Set(['a', 'v:roundrect', 'v:rect', 'v:shape', 'v:oval'])

/** What is between words, and what stands in a preview text to fill it up. */
const blanks = /(?:[\s\u00ad\u180e\u200b-\u200f\u2060\ufeff]|\u034f)+/g

/**
 * The elements of HTML, also of what Outlook reads in conditional comments, as browsers have them where end tags are
 * missing. Only places are kept, so that nothing is written anew. Takes time and memory linear in the source.
 */
export function* readElements(source: string): Steps<SourceElements> {
  const elements: SourceElement[] = []
  const texts: { at: number; text: string }[] = []
  const interiors: Span[] = []
  yield* read(source, 0, false)
  for (const { start, end } of interiors) yield* read(source.slice(start, end), start, true)
  if (interiors.length > 0) {
    elements.sort((a, b) => a.start - b.start)
    texts.sort((a, b) => a.at - b.at)
  }
  return { elements, wordsIn }

  function wordsIn({ start, end }: Span): string {
    let words = ''
    for (let n = firstAt(texts, start); n < texts.length; n++) {
      const { at, text } = texts[n] as (typeof texts)[number]
      if (at >= end) break
      words += text
    }
    return words.replace(blanks, ' ').trim()
  }

  /** Reads the source, or the markup inside a conditional comment of it, which stands at `offset`. */
  function* read(text: string, offset: number, inComment: boolean): Steps<void> {
    const open = createOpenElements()
    let top: SourceElement | undefined
    let element: SourceElement | undefined
    let attributes = new Map<string, SourceAttribute>()
    let value = ''
    let name: Span = { start: 0, end: 0 }
    /** Where what ends now ends. */
    let here = offset

    const words = (at: number, piece: string) => {
      texts.push({ at, text: piece })
      if (top !== undefined && !top.hasOwnWords && piece.replace(blanks, '') !== '')
        top.hasOwnWords = top.hasWords = true
    }
    /** Words before and behind a block do not touch. */
    const apart = (tag: string) => {
      if (tag === 'br' || elementGaps.has(tag)) texts.push({ at: here, text: ' ' })
    }
    const ended = (one: SourceElement) => () => {
      one.inner.end = here
      top = one.parent
      if (top === undefined) return
      top.hasWords ||= one.hasWords
      top.hasBlocks ||= one.hasBlocks || !inline.has(one.name)
    }
    const startTagEnds = (end: number, closesItself: boolean) => {
      const one = element
      element = undefined
      if (one === undefined) return
      one.inner = { start: offset + end + 1, end: offset + end + 1 }
      one.isHidden = top?.isHidden === true || isHiding(one)
      if (top !== undefined) top.child = top.child === undefined ? one : null
      elements.push(one)
      if (empty.has(one.name) || (closesItself && one.name.includes(':'))) {
        if (top !== undefined && !inline.has(one.name)) top.hasBlocks = true
        return
      }
      open.push({ name: one.name, end: ended(one) })
      top = one
    }
    const tokenizer = new Tokenizer(
      { decodeEntities: true },
      {
        ...silentCallbacks,
        onopentagname(start, end) {
          const tag = text.slice(start, end).toLowerCase()
          here = offset + start - 1
          apart(tag)
          open.before(tag, (elementGaps.get(tag) ?? gaps.none) >= gaps.line)
          if (tag === 'a') open.end(tag)
          attributes = new Map()
          element = {
            name: tag,
            start: here,
            nameEnd: offset + end,
            inner: { start: here, end: here },
            parent: top,
            attributes,
            marks: [],
            inComment,
            isUnread: top !== undefined && (top.isUnread || unread.has(top.name)),
            isLinked: top !== undefined && (top.isLinked || linkNames.has(top.name)),
            isHidden: false,
            hasWords: false,
            hasOwnWords: false,
            hasBlocks: false,
            child: undefined,
          }
        },
        onattribname(start, end) {
          name = { start, end }
          value = ''
        },
        onattribdata(start, end) {
          value += text.slice(start, end)
        },
        onattribentity(code) {
          value += String.fromCodePoint(code)
        },
        onattribend(quoting, to) {
          const quote = quoteOf(quoting)
          const end = quote === null ? to : to - 1
          const attribute = {
            name: text.slice(name.start, name.end).toLowerCase(),
            value,
            from: offset + name.start,
            to: offset + to,
            start: offset + (quoting === 0 ? name.end : valueStart(text, name.end, quote)),
            end: offset + end,
            quote,
            hasValue: quoting !== 0,
          }
          if (attribute.name.startsWith(mark)) element?.marks.push(attribute)
          if (!attributes.has(attribute.name)) attributes.set(attribute.name, attribute)
        },
        onopentagend: (end) => startTagEnds(end, false),
        onselfclosingtag: (end) => startTagEnds(end, true),
        onclosetag(start, end) {
          here = offset + start - 2
          const tag = text.slice(start, end).toLowerCase()
          apart(tag)
          open.end(tag)
        },
        ontext: (start, end) => words(offset + start, text.slice(start, end)),
        ontextentity: (code, end) => words(offset + end - 1, String.fromCodePoint(code)),
        oncomment(start, end, cut) {
          const interior = inComment ? undefined : conditionalInterior(text, start, end - cut)
          if (interior !== undefined) interiors.push(interior)
        },
      },
    )
    yield* feed(tokenizer, text)
    tokenizer.end()
    here = offset + text.length
    open.endAll()
  }
}

function isHiding({ name, attributes }: SourceElement): boolean {
  const style = attributes.get('style')?.value ?? ''
  return name === 'head' || attributes.has('hidden') || /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style)
}

/** The first of these at a place or behind it. */
export function firstAt(list: readonly { at: number }[], place: number): number {
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((list[middle]?.at ?? 0) < place) from = middle + 1
    else to = middle
  }
  return from
}
