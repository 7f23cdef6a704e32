import { fieldName } from '../domain/email-document.ts'
import { attributeAddress, linkAddress } from './address.ts'
import type { RenderContext } from './context.ts'
import { htmlText } from './escape.ts'
import { type AnyNode, textAttr } from './nodes.ts'

/** How the marks of a line are written: their attributes, as they stand behind the name of the element. */
export interface LineMarks extends Pick<RenderContext, 'note'> {
  /** Undefined where the line stands in a link, which holds no other. */
  link: string | undefined
  strong: string
  em: string
}

/** A line of text in the colours of the brand. */
export function inline(nodes: readonly AnyNode[], { note, colours }: RenderContext): string {
  const link = ` class="s-link" style="color:${colours.link};text-decoration:underline"`
  return line(nodes, { note, link, strong: '', em: '' })
}

/** A line of text. One link stays one link, however many words of it are bold: one row in the results, one tab stop. */
export function line(nodes: readonly AnyNode[], marks: LineMarks): string {
  const runs: { address: string | undefined; html: string }[] = []
  for (const node of nodes) {
    const html = marked(node, inlineNode(node, marks), marks)
    const address = node.link === undefined || marks.link === undefined ? undefined : safeLink(node.link, marks)
    const last = runs.at(-1)
    if (last !== undefined && last.address === address) last.html += html
    else runs.push({ address, html })
  }
  return runs
    .map(({ address, html }) =>
      address === undefined ? html : `<a href="${attributeAddress(address)}"${marks.link}>${html}</a>`,
    )
    .join('')
}

/** The words of a button: whatever marks they have, its link is the only one. */
export function plainInline(nodes: readonly AnyNode[], context: Pick<RenderContext, 'note'>): string {
  return nodes.map((node) => inlineNode(node, context)).join('')
}

/** An address that may be linked; else undefined, and a note where something was given. */
export function safeLink(href: string, context: Pick<RenderContext, 'note'>): string | undefined {
  if (href.trim() === '') return undefined
  const address = linkAddress(href)
  if (address === undefined) context.note('unsafe_link', href)
  return address
}

function inlineNode(node: AnyNode, context: Pick<RenderContext, 'note'>): string {
  switch (node.type) {
    case 'text':
      return htmlText(node.text)
    case 'hard_break':
      return '<br>'
    case 'field':
      return mergeField(node, htmlText)
    default:
      context.note('unknown_node', node.type)
      return ''
  }
}

function marked({ strong, em }: AnyNode, html: string, marks: LineMarks): string {
  if (html === '') return ''
  const slanted = em ? `<em${marks.em}>${html}</em>` : html
  return strong ? `<strong${marks.strong}>${slanted}</strong>` : slanted
}

/** `{{name}}`, and for those who have none `{{^name}}there{{/name}}` behind it. */
export function mergeField({ attrs }: AnyNode, write: (words: string) => string): string {
  const name = textAttr(attrs, 'name')
  if (!fieldName.test(name)) return ''
  const fallback = write(textAttr(attrs, 'fallback'))
  return fallback === '' ? `{{${name}}}` : `{{${name}}}{{^${name}}}${fallback}{{/${name}}}`
}
