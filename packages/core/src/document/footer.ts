import { attributeAddress } from './address.ts'
import { gutter, letters, type RenderContext, table } from './context.ts'
import { attributeText, htmlText } from './escape.ts'
import { inline } from './inline.ts'
import type { AnyNode } from './nodes.ts'

/** Whom the mail is from, and the way out of it: that is always there, whatever the document says. */
export function footerTable(footer: AnyNode | undefined, context: RenderContext): string {
  const { brand, colours, words } = context
  const style = letters(brand.font, [13, 20], colours.muted)
  const link = (url: string, label: string) =>
    `<a class="s-muted" href="{{${url}}}" style="color:${colours.muted};text-decoration:underline">${htmlText(label)}</a>`
  const line = (html: string, bottom: number) =>
    html === '' ? '' : `<p class="s-muted" style="margin:0 0 ${bottom}px;${style}">${html}</p>`
  const said = footer?.content.map(({ content }) => inline(content, context)).join('<br>') ?? ''
  const links = [link('unsubscribeUrl', words.unsubscribe)]
  if (showsView(footer)) links.push(link('viewUrl', words.viewInBrowser))
  return `<${table} width="100%" style="max-width:${brand.width}px"><tr><td class="s-pad" align="center" style="padding:20px ${gutter}px 0">${line(said, 8)}${line(links.join(' &nbsp;·&nbsp; '), 0)}</td></tr></table>`
}

/** Whether a link to the mail in the browser stands beside the one to unsubscribe. */
export function showsView(footer: AnyNode | undefined): boolean {
  return footer?.attrs.view !== false
}

/** The brand's logo in a row of its own. */
export function logoRow({ brand, colours }: RenderContext): string {
  if (brand.logo === null) return ''
  const { src, alt, width, href } = brand.logo
  const shown = Math.min(width, brand.width - 2 * gutter)
  const style = `display:block;width:100%;max-width:${shown}px;height:auto;border:0;${letters(brand.font, [20, 28], colours.text)};font-weight:700`
  const picture = `<img class="s-text" src="${attributeAddress(src)}" alt="${attributeText(alt)}" width="${shown}" border="0" style="${style}">`
  const inner =
    href === null ? picture : `<a href="${attributeAddress(href)}" style="text-decoration:none">${picture}</a>`
  return `<tr><td class="s-pad" style="padding:0 ${gutter}px 28px">${inner}</td></tr>`
}
