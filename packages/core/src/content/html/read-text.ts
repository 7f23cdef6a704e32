import { Tokenizer } from 'htmlparser2'
import type { Steps } from '../../kit/steps.ts'
import { silentCallbacks } from './attribute.ts'
import { feed } from './feed.ts'
import { listNumber } from './list-sign.ts'
import { createOpenElements } from './open-elements.ts'
import { type Attribute, isDecided, type TemplateTag } from './template-tags.ts'
import { elementGaps, empty, unread } from './text-elements.ts'
import { plainStyle, readStyle } from './text-style.ts'
import { createTextWriter, type Gap, gaps, type LineSign, type TextToken } from './text-writer.ts'

/** The text of HTML. */
export interface ReadText {
  tokens: TextToken[]
  /**
   * Whether it is right whichever sections of the template are shown. A tag of one may stand where text has no place.
   */
  holds: boolean
}

const clickable = new Set(['a', 'area'])
/** No more than twice as long as what it stands for. */
const rule = '-----'

/** So many quotes, and lists, within each other have signs; what is deeper is not read as such. */
const deepestSigns = 5

const noAttributes: ReadonlyMap<string, Attribute> = new Map()
const wantedAttributes = new Set(['href', 'alt', 'style', 'hidden', 'start', 'type', 'value'])

/**
 * Reads HTML as text, token by token, in time linear in its length. `addresses` holds where each link of the HTML
 * leads, by its number among those with an `href`: undefined for one that leads nowhere a reader could go. Of a
 * template, `html` is the source with its tags blanked out, and `tags` are these.
 */
export function* readText(
  html: string,
  addresses: readonly (string | undefined)[],
  tags: readonly TemplateTag[] = [],
): Steps<ReadText> {
  const writer = createTextWriter(html.length, (tag) => tags[tag]?.name ?? '')
  const open = createOpenElements()
  /** What is around that changes how text is read: a section has to end in the place it begins in. */
  const places: object[] = []
  const sections: (object | undefined)[] = []
  const lists: { next: number | undefined; type: string | undefined; depth: number }[] = []
  let holds = true
  let nextTag = 0
  /** Up to where tags of the template were read. */
  let done = 0
  let links = 0
  let link: { number: number; depth: number } | undefined
  let hidden = 0
  let letters = true
  let preformatted = 0
  let quotes = 0
  let element = ''
  let attributes = noAttributes
  let attribute: Attribute | undefined

  /** What ends most elements, once for all of them. */
  const gapEnds = Object.values(gaps).map((gap) => () => writer.gap(gap))
  const isSeen = () => hidden === 0 && letters
  function characters(text: string): void {
    if (isSeen() && text !== '') writer.characters(text, preformatted > 0)
  }

  /** Characters of the source, with the template's tags in them. */
  function span(start: number, end: number): void {
    dropTags(start)
    let at = Math.max(start, done)
    for (let tag = tags[nextTag]; tag !== undefined && tag.start < end; tag = tags[++nextTag]) {
      characters(html.slice(at, tag.start))
      at = done = tag.end
      if (tag.type === 'value') {
        if (isSeen()) writer.value(nextTag)
      } else if (tag.type === 'open') {
        writer.openSection(nextTag)
        sections.push(places.at(-1))
      } else if (tag.type === 'close') {
        writer.closeSection(nextTag)
        if (sections.pop() !== places.at(-1)) holds = false
      }
    }
    if (at < end) characters(html.slice(at, end))
  }

  /** Passes over tags that stand in markup: whole sections of them make no text. */
  function dropTags(end: number): void {
    let depth = 0
    for (let tag = tags[nextTag]; tag !== undefined && tag.start < end; tag = tags[++nextTag]) {
      done = tag.end
      if (tag.type === 'open') depth++
      if (tag.type === 'close' && --depth < 0) holds = false
    }
    if (depth !== 0) holds = false
  }

  /** What stands for a picture is read whatever size the letters around it have. */
  function alternative(gap: Gap): void {
    const around = letters
    letters = true
    places.push({})
    writer.gap(gap)
    for (const part of attributes.get('alt')?.parts ?? [])
      if (typeof part === 'string') characters(part)
      else span(part[0], part[1])
    writer.gap(gap)
    places.pop()
    letters = around
  }

  function beginLink(number: number): void {
    link = { number, depth: writer.depth() }
    writer.openLink()
  }

  function endLink(): void {
    if (link === undefined) return
    if (link.depth !== writer.depth()) holds = false
    writer.closeLink(link.number, addresses[link.number] ?? '')
    link = undefined
  }

  function startTag(end: number, isSelfClosing: boolean): void {
    const number = clickable.has(element) && attributes.has('href') ? links++ : undefined
    const led = number !== undefined && addresses[number] !== undefined ? number : undefined
    const styled = attributes.get('style')
    const style = styled === undefined ? plainStyle : readStyle(styled.value)
    if (isDecided(attributes, tags, nextTag, end)) holds = false
    const wide: Gap = style.display === 'block' ? gaps.line : style.display === 'apart' ? gaps.apart : gaps.none
    const isNested = lists.length > 0 && (element === 'ul' || element === 'ol')
    const gap = widest(wide, isNested ? gaps.line : (elementGaps.get(element) ?? gaps.none))
    if (!empty.has(element)) open.before(element, gap >= gaps.line)
    const isHidden = hidden > 0 || style.hidden || attributes.has('hidden') || unread.has(element)
    if (empty.has(element)) {
      if (!isHidden) emptyElement(gap, led)
    } else if (!isSelfClosing || !element.includes(':')) {
      if (!isHidden) writer.gap(gap)
      open.push({ name: element, end: isHidden ? hide() : show(gap, style.letters ?? letters, led) })
    }
    dropTags(end)
  }

  function emptyElement(gap: Gap, led: number | undefined): void {
    if (element === 'br') writer.lineBreak()
    else if (element === 'hr') {
      writer.gap(gap)
      characters(rule)
      writer.gap(gap)
    } else if (element === 'img') alternative(gap)
    else if (element === 'area') {
      endLink()
      if (led !== undefined) beginLink(led)
      alternative(gap)
      endLink()
    }
  }

  /** Begins what nobody sees; gives what ends it. */
  function hide(): () => void {
    hidden++
    if (hidden === 1) places.push({})
    return () => {
      if (hidden === 1) places.pop()
      hidden--
    }
  }

  /** Begins an element of the text; gives what ends it. */
  function show(gap: Gap, lettersInside: boolean, led: number | undefined): () => void {
    const ends: (() => void)[] = []
    if (lettersInside !== letters) {
      const around = letters
      letters = lettersInside
      ends.push(() => {
        letters = around
      })
    }
    if (element === 'a') {
      endLink()
      if (led !== undefined) {
        beginLink(led)
        ends.push(() => {
          if (link?.number === led) endLink()
        })
      }
    } else if (element === 'ul' || element === 'ol' || element === 'menu') {
      const first = Number.parseInt(attributes.get('start')?.value ?? '1', 10)
      const next = element === 'ol' ? (Number.isSafeInteger(first) ? first : 1) : undefined
      lists.push({ next, type: attributes.get('type')?.value, depth: writer.depth() })
      ends.push(() => lists.pop())
    } else if (element === 'li') {
      const first = itemSign()
      if (lists.length <= deepestSigns) ends.push(indent({ first, rest: ' '.repeat(first.length) }))
    } else if (element === 'blockquote') {
      quotes++
      if (quotes <= deepestSigns) ends.push(indent({ first: '> ', rest: '> ' }))
      ends.push(() => quotes--)
    } else if (element === 'pre' || element === 'textarea') {
      preformatted++
      ends.push(() => preformatted--)
    }
    if (ends.length === 0) return gapEnds[gap] as () => void
    places.push({})
    return () => {
      for (const undo of ends) undo()
      places.pop()
      writer.gap(gap)
    }
  }

  function indent(sign: LineSign): () => void {
    writer.indent(sign)
    return () => writer.outdent()
  }

  function itemSign(): string {
    const list = lists.at(-1)
    if (list?.next === undefined) return ' * '
    // How many items a section shows is known for each message only.
    if (list.depth !== writer.depth()) holds = false
    const own = Number.parseInt(attributes.get('value')?.value ?? '', 10)
    const number = Number.isSafeInteger(own) ? own : list.next
    list.next = number + 1
    return ` ${listNumber(number, list.type)}. `
  }

  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ...silentCallbacks,
      onopentagname(start, end) {
        element = html.slice(start, end).toLowerCase()
        attributes = noAttributes
      },
      onattribname(start, end) {
        const name = html.slice(start, end).toLowerCase()
        attribute = { value: '', start, end, parts: [] }
        if (wantedAttributes.has(name) && !attributes.has(name)) attributes = new Map(attributes).set(name, attribute)
      },
      onattribdata(start, end) {
        if (attribute === undefined) return
        attribute.value += html.slice(start, end)
        attribute.parts.push([start, end])
      },
      onattribentity(code) {
        if (attribute === undefined) return
        attribute.value += String.fromCodePoint(code)
        attribute.parts.push(String.fromCodePoint(code))
      },
      onattribend(_quote, end) {
        if (attribute !== undefined) attribute.end = end
      },
      onopentagend: (end) => startTag(end, false),
      onselfclosingtag: (end) => startTag(end, true),
      onclosetag(start, end) {
        const name = html.slice(start, end).toLowerCase()
        if (name === 'br' && hidden === 0) writer.lineBreak()
        else open.end(name)
      },
      ontext: span,
      ontextentity: (code) => characters(String.fromCodePoint(code)),
    },
  )
  yield* feed(tokenizer, html)
  tokenizer.end()
  dropTags(html.length)
  open.endAll()
  yield
  return { tokens: writer.end(), holds: holds && writer.holds() }
}

const widest = (one: Gap, other: Gap): Gap => (one > other ? one : other)
