import { unwrap } from './retag.ts'
import { styleOf } from './style-of.ts'

/**
 * Bold and italic by style become tags, tags that a style takes back go, and alignment becomes an attribute. All other
 * styles say nothing here.
 */
export function stylesToTags(body: HTMLElement): void {
  for (const element of [...body.querySelectorAll<HTMLElement>('[style]')]) {
    const align = styleOf(element, 'text-align')
    if (align !== undefined) element.setAttribute('align', align)
    const weight = styleOf(element, 'font-weight')
    const slant = styleOf(element, 'font-style')
    const bold = weight !== undefined && /^(?:bold|bolder|[6-9]00)$/.test(weight)
    // A heading is bold by itself.
    if (bold && !/^(?:b|strong|h\d)$/.test(element.localName)) wrapContents(element, 'strong')
    if (slant === 'italic' && !/^(?:i|em)$/.test(element.localName)) wrapContents(element, 'em')
    const plain =
      (/^(?:b|strong)$/.test(element.localName) && weight !== undefined && !bold) ||
      (/^(?:i|em)$/.test(element.localName) && slant === 'normal')
    element.removeAttribute('style')
    if (plain) unwrap(element)
  }
}

/** Around the words, and within blocks rather than around them. */
function wrapContents(element: HTMLElement, tag: string): void {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const texts: Node[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    if ((node.textContent ?? '').trim() !== '') texts.push(node)
  for (const text of texts) {
    const mark = element.ownerDocument.createElement(tag)
    text.parentNode?.insertBefore(mark, text)
    mark.append(text)
  }
}
