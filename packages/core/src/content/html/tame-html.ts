import { Parser } from 'htmlparser2'
import type { Steps } from '../../kit/steps.ts'
import { encodeAttribute } from './attribute.ts'
import { feed } from './feed.ts'

/**
 * Elements nested deeper than any real mail: building a tree of them takes quadratic time, and walking it exhausts the
 * stack.
 */
const deepest = 500

/**
 * So many elements, and so many characters of text, are made into text by the package, which does it in one turn of the
 * event loop. A mail of which Gmail shows everything has 102 KB and about 2,000 elements.
 */
const mostElements = 6_000
const longestText = 250_000

/**
 * So many quotes, lists and links within each other keep their own text. Each level writes all lines in it anew, with a
 * sign before each, so that work and memory would grow with the depth times the length. Quotes so deep are not read.
 */
const deepestReworked = 5
const reworked: Readonly<Record<string, string>> = { blockquote: 'div', ol: 'div', ul: 'div', a: 'span' }

/** Elements that mean something for text; all others are written as `span`. */
const meaningful = new Set([
  ...['a', 'article', 'aside', 'blockquote', 'body', 'br', 'div', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  ...['header', 'hr', 'li', 'main', 'nav', 'ol', 'p', 'pre', 'section', 'table', 'ul', 'wbr'],
])
const empty = new Set(['br', 'hr', 'wbr'])
const withoutContent = new Set([
  'area',
  'base',
  'col',
  'embed',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
])
const unread = new Set(['script', 'style'])

/**
 * The HTML once more with what its text is made of, and in a form that every parser reads alike: balanced, quoted,
 * escaped, its nesting bounded. In linear time; undefined where its length, its elements or their nesting are beyond
 * reason.
 */
export function* tameHtml(html: string): Steps<string | undefined> {
  let out = ''
  /** What closes each open element. */
  const open: string[] = []
  const levels = new Map<string, number>()
  let skipping = 0
  let elements = 0
  let depth = 0
  let characters = 0

  const written = (name: string): string => {
    const known = meaningful.has(name) ? name : 'span'
    const other = reworked[known]
    if (other === undefined) return known === 'li' && isBeyond('li') ? 'div' : known
    const level = (levels.get(known) ?? 0) + 1
    levels.set(known, level)
    return isBeyond(known) ? other : known
  }
  /** A list item belongs to the list around it, and what is written as another element has no items. */
  const isBeyond = (name: string) =>
    name === 'li' ? level('ol') > deepestReworked || level('ul') > deepestReworked : level(name) > deepestReworked
  const level = (name: string) => levels.get(name) ?? 0
  const isBeyondReason = () => depth > deepest || elements > mostElements || characters > longestText

  const parser = new Parser({
    onopentag(name, attributes) {
      if (withoutContent.has(name)) return
      elements++
      if (empty.has(name)) {
        out += `<${name}>`
        return
      }
      if (unread.has(name)) skipping++
      const tag = written(name)
      depth = Math.max(depth, open.push(tag))
      out += `<${tag}${attributesOf(tag, attributes)}>`
    },
    onclosetag(name) {
      if (withoutContent.has(name) || empty.has(name)) return
      if (unread.has(name)) skipping--
      if (name in reworked) levels.set(name, level(name) - 1)
      out += `</${open.pop()}>`
    },
    ontext(text) {
      if (skipping > 0) return
      characters += text.length
      if (!isBeyondReason()) out += text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    },
  })
  for (const _ of feed(parser, html)) {
    if (isBeyondReason()) return undefined
    yield
  }
  parser.end()
  return isBeyondReason() ? undefined : out
}

function attributesOf(tag: string, { href, start, type }: Readonly<Record<string, string>>): string {
  if (tag === 'a') return href === undefined ? '' : ` href=${encodeAttribute(href, null)}`
  if (tag !== 'ol') return ''
  // Numbers beyond these would make a sign of any length before each line; Roman ones are not defined there.
  const first = start !== undefined && /^[1-9]\d{0,2}$/.test(start) ? ` start="${start}"` : ''
  return type !== undefined && /^[aAiI]$/.test(type) ? `${first} type="${type}"` : first
}
