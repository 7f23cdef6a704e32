import { attributeAddress } from './address.ts'
import { letters, type RenderContext, table } from './context.ts'
import { plainInline, safeLink } from './inline.ts'
import { type AnyNode, alignAttr, textAttr } from './nodes.ts'

const padding = '12px 28px'

/**
 * A cell that is the button, and in it a link that fills it. Word pads the cell and not the link, so there only the
 * words can be clicked. Without an address it is no link.
 */
export function button(node: AnyNode, context: RenderContext): string {
  const { brand, colours } = context
  const address = safeLink(textAttr(node.attrs, 'href'), context)
  const label = plainInline(node.content, context)
  if (address === undefined) context.note('button_without_link', node.content.map(({ text }) => text).join(''))
  const style = `display:inline-block;padding:${padding};${letters(brand.font, [16, 24], colours.buttonText)};font-weight:700;text-decoration:none`
  const filled =
    address === undefined
      ? `<span class="s-label" style="${style}">${label}</span>`
      : `<a class="s-label" href="${attributeAddress(address)}" style="${style}">${label}</a>`
  const align = alignAttr(node.attrs)
  const at = align === 'left' ? '' : ` align="${align}"`
  const cell = `background-color:${colours.button};border-radius:${brand.radius}px;mso-padding-alt:${padding}`
  return `<${table}${at}><tr><td class="s-button" align="center" bgcolor="${colours.button}" style="${cell}">${filled}</td></tr></table>`
}
