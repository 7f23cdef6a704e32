import { withoutVerb } from '../content/links/href.ts'
import type { BlockDocument } from '../domain/email-document.ts'
import { linkAddress } from './address.ts'
import { plainText } from './escape.ts'
import { showsView } from './footer.ts'
import { mergeField } from './inline.ts'
import { type AnyNode, levelAttr, textAttr } from './nodes.ts'
import { readDocument } from './render-email.ts'
import { type RenderWords, wordsIn } from './words.ts'

/**
 * The plain text of a document, as a person would type it: addresses behind their words, and no signs that cannot be
 * seen. A template of the house's engine as the HTML is. Nothing throws.
 *
 * @param words Default: by `document.lang`, in English where that language has none.
 */
export function renderText(document: BlockDocument, words: RenderWords = wordsIn(document.lang)): string {
  const { blocks, footer } = readDocument(document)
  const end = ['-- ', ...(footer?.content ?? []).map(({ content }) => line(content))]
  end.push(`${plainText(words.unsubscribe)}: {{unsubscribeUrl}}`)
  if (showsView(footer)) end.push(`${plainText(words.viewInBrowser)}: {{viewUrl}}`)
  const parts = [...blocks.flatMap((node) => block(node)), end.filter((one) => one !== '').join('\n')]
  return `${parts.filter((part) => part.trim() !== '').join('\n\n')}\n`
}

/** A block as texts between which stands an empty line. */
function block(node: AnyNode): string[] {
  switch (node.type) {
    case 'paragraph':
      return [line(node.content)]
    case 'heading':
      return [heading(node)]
    case 'bullet_list':
    case 'ordered_list':
      return [list(node, '')]
    case 'quote':
      return [node.content.map(({ content }) => indented(line(content), '> ', '> ')).join('\n>\n')]
    case 'button':
      return [withAddress(line(node.content), linkAddress(textAttr(node.attrs, 'href')), ': ')]
    case 'image':
      return [picture(node)]
    case 'divider':
      return ['-'.repeat(30)]
    case 'columns':
      return node.content.flatMap(({ content }) => content.flatMap(block))
    default:
      return []
  }
}

function heading(node: AnyNode): string {
  const words = line(node.content)
  const longest = Math.max(...words.split('\n').map(({ length }) => length))
  return levelAttr(node.attrs) === 1 && words !== '' ? `${words}\n${'='.repeat(Math.min(60, longest))}` : words
}

function list(node: AnyNode, indent: string): string {
  const lines = node.content.flatMap((item, at) => {
    const sign = node.type === 'bullet_list' ? '- ' : `${at + 1}. `
    const below = indent + ' '.repeat(sign.length)
    return item.content.map((child, place) => {
      if (child.type !== 'paragraph') return list(child, below)
      return indented(line(child.content), place === 0 ? indent + sign : below, below)
    })
  })
  return lines.join('\n')
}

function picture({ attrs }: AnyNode): string {
  const alt = plainText(textAttr(attrs, 'alt')).trim()
  return alt === '' ? '' : withAddress(`[${alt}]`, linkAddress(textAttr(attrs, 'href')), ' ')
}

/** Words and where they lead, unless they say that themselves. */
function withAddress(words: string, address: string | undefined, before: string, behind = ''): string {
  const shown = withoutVerb(address ?? '')
  if (words.includes(shown)) return words
  const end = words.trimEnd()
  return end === '' ? words + shown : end + before + shown + behind + words.slice(end.length)
}

function indented(words: string, first: string, others: string): string {
  return words
    .split('\n')
    .map((one, at) => (at === 0 ? first : others) + one)
    .join('\n')
}

/** Words, with the address of a link behind the last of its words, unless they are that address. */
function line(nodes: readonly AnyNode[]): string {
  const runs: { address: string | undefined; pieces: string[] }[] = []
  let before = ''
  for (const node of nodes) {
    const piece = pieceOf(node, before)
    if (piece === '') continue
    before = piece
    const address = node.link === undefined ? undefined : linkAddress(node.link)
    const last = runs.at(-1)
    if (last !== undefined && last.address === address) last.pieces.push(piece)
    else runs.push({ address, pieces: [piece] })
  }
  return runs.map(({ address, pieces }) => withAddress(pieces.join(''), address, ' (', ')')).join('')
}

function pieceOf(node: AnyNode, before: string): string {
  if (node.type === 'hard_break') return '\n'
  if (node.type === 'text') return plainText(node.text, before)
  if (node.type !== 'field') return ''
  const tag = mergeField(node, (words) => apart(plainText(words, '{{}}')))
  return tag !== '' && before.endsWith('{') ? ` ${tag}` : tag
}

/** A brace before a tag of the template would become a part of it. */
function apart(words: string): string {
  return words.endsWith('{') ? `${words} ` : words
}
