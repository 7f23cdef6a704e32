import { fieldName } from '../domain/email-document.ts'
import { attributeAddress, linkAddress } from './address.ts'
import type { RenderContext } from './context.ts'
import { htmlText } from './escape.ts'
import { type AnyNode, textAttr } from './nodes.ts'

/** A line of text. One link stays one link, however many words of it are bold: one row in the results, one tab stop. */
export function inline(nodes: readonly AnyNode[], context: RenderContext): string {
  const runs: { address: string | undefined; html: string }[] = []
  for (const node of nodes) {
    const html = marked(node, inlineNode(node, context))
    const address = node.link === undefined ? undefined : safeLink(node.link, context)
    const last = runs.at(-1)
    if (last !== undefined && last.address === address) last.html += html
    else runs.push({ address, html })
  }
  const style = `color:${context.colours.link};text-decoration:underline`
  return runs
    .map(({ address, html }) =>
      address === undefined
        ? html
        : `<a class="s-link" href="${attributeAddress(address)}" style="${style}">${html}</a>`,
    )
    .join('')
}

/** The words of a button: whatever marks they have, its link is the only one. */
export function plainInline(nodes: readonly AnyNode[], context: Pick<RenderContext, 'note'>): string {
  return nodes.map((node) => inlineNode(node, context)).join('')
}

/** An address that may be linked; else undefined, and a note where something was given. */
export function safeLink(href: string, context: RenderContext): string | undefined {
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

function marked({ strong, em }: AnyNode, html: string): string {
  if (html === '') return ''
  const slanted = em ? `<em>${html}</em>` : html
  return strong ? `<strong>${slanted}</strong>` : slanted
}

/** `{{name}}`, and for those who have none `{{^name}}there{{/name}}` behind it. */
export function mergeField({ attrs }: AnyNode, write: (words: string) => string): string {
  const name = textAttr(attrs, 'name')
  if (!fieldName.test(name)) return ''
  const fallback = write(textAttr(attrs, 'fallback'))
  return fallback === '' ? `{{${name}}}` : `{{${name}}}{{^${name}}}${fallback}{{/${name}}}`
}
