import type { BlockDocument, InlineNode, ListItemNode, ListNode, ParagraphNode } from '../domain/email-document.ts'
import { linkAddress } from './address.ts'
import { document } from './builders.ts'

/** A field in braces; an address; or an email address. Each alternative ends at the first other sign. */
const special =
  /\{\{ {0,3}([A-Za-z_][\w.]{0,199}) {0,3}\}\}|\b(?:https?:\/\/|www\.)[^\s<>"{}|\\^`]+|\b[\w.%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/gi
/** Signs at the end of a sentence are no part of the address before them. */
const sentenceEnd = /[.,;:!?'*]/
const sentenceEndOrBracket = /[.,;:!?'*)]/

/**
 * What somebody typed as a document: an empty line ends a paragraph, the end of a line stays one, addresses become
 * links, `{{name}}` a field, and lines that begin with `- ` a list. Nothing of it is read as HTML.
 */
export function documentOfText(text: string): BlockDocument {
  const paragraphs = text
    .toWellFormed()
    .replaceAll('\u0000', '')
    .replace(/\r\n?/g, '\n')
    .split(/\n(?:[^\S\n]*\n)+/)
    .map((part) => part.replace(/^\n+/, '').trimEnd())
    .filter((part) => part.trim() !== '')
  return document(paragraphs.length === 0 ? [{ type: 'paragraph' }] : paragraphs.map(blockOf))
}

function blockOf(part: string): ParagraphNode | ListNode {
  const lines = part.split('\n')
  const items = lines.map((line) => /^\s{0,3}[-*•] +(\S.*)$/.exec(line)?.[1])
  if (items.every((item) => item !== undefined)) return { type: 'bullet_list', content: items.map(itemOf) }
  const content = lines.flatMap((line, at): InlineNode[] => [
    ...(at === 0 ? [] : [{ type: 'hard_break' } as const]),
    ...inlineOf(line),
  ])
  return { type: 'paragraph', content }
}

function itemOf(words: string): ListItemNode {
  return { type: 'list_item', content: [{ type: 'paragraph', content: inlineOf(words) }] }
}

/** Words, fields and links of a line. */
function inlineOf(line: string): InlineNode[] {
  const found: InlineNode[] = []
  let at = 0
  const words = (end: number) => {
    if (end > at) found.push({ type: 'text', text: line.slice(at, end) })
    at = end
  }
  for (const match of line.matchAll(special)) {
    const [all, name] = match
    words(match.index)
    if (name !== undefined) {
      found.push({ type: 'field', attrs: { name } })
      at = match.index + all.length
      continue
    }
    const address = withoutSentenceEnd(all)
    const href = hrefOf(address)
    if (linkAddress(href) === undefined) continue
    found.push({ type: 'text', text: address, marks: [{ type: 'link', attrs: { href } }] })
    at = match.index + address.length
  }
  words(line.length)
  return found
}

function withoutSentenceEnd(address: string): string {
  // A bracket that was opened in the address ends there.
  const ends = address.includes('(') ? sentenceEnd : sentenceEndOrBracket
  let end = address.length
  while (end > 0 && ends.test(address.charAt(end - 1))) end--
  return address.slice(0, end)
}

function hrefOf(address: string): string {
  if (/^https?:/i.test(address)) return address
  return /^www\./i.test(address) ? `https://${address}` : `mailto:${address}`
}
