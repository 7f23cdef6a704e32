import type { Place } from './blocks.ts'
import { between, type RenderContext, table } from './context.ts'
import { type AnyNode, textAttr } from './nodes.ts'

type Block = (node: AnyNode, place: Place, context: RenderContext) => string

/**
 * Side by side where there is room, else one below the other. They wrap by themselves, because some mail programs drop
 * media queries; Word, which knows no `inline-block`, gets a table of its own.
 */
export function columns(node: AnyNode, width: number, context: RenderContext, block: Block): string {
  const cells = node.content.filter(({ type }) => type === 'column')
  const shares = sharesOf(textAttr(node.attrs, 'split'), cells.length)
  const room = width - between * (cells.length - 1)
  const parts = cells.map((cell, at) => {
    const last = at === cells.length - 1
    const own = Math.max(1, Math.floor(room * (shares[at] ?? 0)))
    const right = last ? 0 : between
    const place: Place = { width: own, class: 's-cell', left: 0, right, inColumn: true }
    const rows = cell.content.map((child) => block(child, place, context)).join('')
    const cellOfWord = `<td width="${own + right}" valign="top">`
    const open = at === 0 ? `<${table} width="100%"><tr>${cellOfWord}` : `</td>${cellOfWord}`
    const style = `display:inline-block;width:100%;max-width:${own + right}px;vertical-align:top`
    return `<!--[if mso]>${open}<![endif]--><div class="s-col" style="${style}"><${table} width="100%">${rows || emptyRow}</table></div>`
  })
  if (parts.length === 0) return ''
  return `<div style="font-size:0;text-align:left">${parts.join('')}<!--[if mso]></td></tr></table><![endif]--></div>`
}

const emptyRow = '<tr><td style="font-size:0;line-height:0">&nbsp;</td></tr>'

function sharesOf(split: string, count: number): number[] {
  const given = /^[12](?:-[12]){1,2}$/.test(split) ? split.split('-').map(Number) : []
  const parts = given.length === count ? given : Array.from({ length: count }, () => 1)
  const total = parts.reduce((sum, part) => sum + part, 0)
  return parts.map((part) => part / total)
}
