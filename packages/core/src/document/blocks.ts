import { button } from './button.ts'
import { columns } from './columns.ts'
import { gap, gutter, letters, type RenderContext, table } from './context.ts'
import { image } from './image.ts'
import { inline } from './inline.ts'
import { type AnyNode, alignAttr, levelAttr } from './nodes.ts'

/** Where a row stands: in the mail itself, or in a column, with this much room at its sides. */
export interface Place {
  /** How wide its content is at most, in pixels. */
  width: number
  class: 's-pad' | 's-cell'
  left: number
  right: number
  inColumn: boolean
}

/** The rows of the mail itself. */
export function wholeWidth({ brand }: RenderContext): Place {
  return { width: brand.width - 2 * gutter, class: 's-pad', left: gutter, right: gutter, inColumn: false }
}

/** A block in a row of its own. Padding stands on cells, the only place where Word takes it. */
export function block(node: AnyNode, place: Place, context: RenderContext): string {
  const row = (inner: string, { bottom = gap, align = 'left' }: { bottom?: number; align?: string } = {}) => {
    const at = align === 'left' ? '' : ` align="${align}"`
    return `<tr><td class="${place.class}"${at} style="padding:0 ${place.right}px ${bottom}px ${place.left}px">${inner}</td></tr>`
  }
  switch (node.type) {
    case 'paragraph':
    case 'bullet_list':
    case 'ordered_list':
      return row(prose(node, context))
    case 'heading':
      return row(heading(node, context), { bottom: 12 })
    case 'quote':
      return row(quote(node, context))
    case 'image': {
      const picture = image(node, place.width, context)
      return picture === '' ? '' : row(picture, { align: alignAttr(node.attrs, 'center') })
    }
    case 'button':
      return row(button(node, context), { align: alignAttr(node.attrs), bottom: 24 })
    case 'divider':
      return row(divider(context), { bottom: 24 })
    case 'columns':
      if (!place.inColumn) return row(columns(node, place.width, context, block), { bottom: 0 })
  }
  context.note('unknown_node', node.type)
  return ''
}

const body = [16, 26] as const
const sizes = { 1: [28, 36], 2: [22, 30], 3: [18, 26] } as const

function aligned({ attrs }: AnyNode): string {
  const align = alignAttr(attrs)
  return align === 'left' ? '' : `text-align:${align};`
}

/** Real headings, for those who hear the mail. */
function heading(node: AnyNode, context: RenderContext): string {
  const level = levelAttr(node.attrs)
  const style = letters(context.brand.headingFont, sizes[level], context.colours.text)
  return `<h${level} class="s-text" style="margin:0;${aligned(node)}${style};font-weight:700">${inline(node.content, context)}</h${level}>`
}

/** A paragraph or list, without a row of its own. */
function prose(node: AnyNode, context: RenderContext, bottom = 0): string {
  const style = letters(context.brand.font, body, context.colours.text)
  if (node.type === 'paragraph')
    return `<p class="s-text" style="margin:${bottom === 0 ? '0' : `0 0 ${bottom}px`};${aligned(node)}${style}">${inline(node.content, context) || '&nbsp;'}</p>`
  const tag = node.type === 'bullet_list' ? 'ul' : 'ol'
  const items = node.content.map((item) => `<li style="margin:0 0 6px">${itemContent(item, context)}</li>`)
  return `<${tag} class="s-text" style="margin:0;padding:0 0 0 24px;${style}">${items.join('')}</${tag}>`
}

/** Paragraphs of an item as lines: margins within lists differ from one mail program to the next. */
function itemContent(item: AnyNode, context: RenderContext): string {
  let html = ''
  for (const [at, child] of item.content.entries()) {
    if (child.type === 'paragraph') html += (at === 0 ? '' : '<br>') + inline(child.content, context)
    else if (child.type === 'bullet_list' || child.type === 'ordered_list') html += prose(child, context)
    else context.note('unknown_node', child.type)
  }
  return html
}

function quote(node: AnyNode, context: RenderContext): string {
  const paragraphs = node.content.filter(({ type }) => type === 'paragraph')
  const inner = paragraphs.map((child, at) => prose(child, context, at < paragraphs.length - 1 ? 12 : 0)).join('')
  const line = `padding:4px 0 4px 16px;border-left:3px solid ${context.colours.line}`
  return `<${table} width="100%"><tr><td class="s-line" style="${line}"><blockquote style="margin:0">${inner}</blockquote></td></tr></table>`
}

function divider({ colours }: RenderContext): string {
  const style = `height:1px;font-size:0;line-height:0;border-top:1px solid ${colours.line}`
  return `<${table} width="100%"><tr><td class="s-line" height="1" style="${style}">&nbsp;</td></tr></table>`
}
