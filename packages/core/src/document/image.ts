import { attributeAddress, pictureAddress } from './address.ts'
import { letters, type RenderContext } from './context.ts'
import { attributeText } from './escape.ts'
import { safeLink } from './inline.ts'
import { type AnyNode, pixelsAttr, textAttr } from './nodes.ts'

/**
 * A picture as wide as it is, or as there is room. The width is an attribute in pixels, because Word knows no other;
 * its alternative text has a style, so that it can be read where pictures are not loaded.
 */
export function image({ attrs }: AnyNode, room: number, context: RenderContext): string {
  const given = textAttr(attrs, 'src')
  const src = pictureAddress(given)
  const alt = textAttr(attrs, 'alt')
  if (src === undefined) {
    context.note('image_without_source', given)
    return ''
  }
  if (alt.trim() === '') context.note('image_without_alt', given)
  const [own, tall] = [pixelsAttr(attrs, 'width'), pixelsAttr(attrs, 'height')]
  const width = Math.min(own ?? room, room)
  const height =
    own === undefined || tall === undefined ? '' : ` height="${Math.max(1, Math.round((tall * width) / own))}"`
  const { brand, colours } = context
  const style = `display:block;width:100%;max-width:${width}px;height:auto;border:0;${letters(brand.font, [14, 20], colours.muted)}`
  const picture = `<img class="s-img s-muted" src="${attributeAddress(src)}" alt="${attributeText(alt)}" width="${width}"${height} border="0" style="${style}">`
  const target = safeLink(textAttr(attrs, 'href'), context)
  return target === undefined
    ? picture
    : `<a href="${attributeAddress(target)}" style="text-decoration:none">${picture}</a>`
}
