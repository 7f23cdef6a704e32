/** Puts what is in an element into one with another tag, in its place. */
export function retag(element: Element, tag: string): HTMLElement {
  const made = element.ownerDocument.createElement(tag)
  made.append(...element.childNodes)
  element.replaceWith(made)
  return made
}

/** Leaves what is in an element in its place. */
export function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes)
}

const blocks =
  'address, article, aside, blockquote, dd, div, dl, dt, figure, footer, form, h1, h2, h3, h4, h5, h6, header, hr, img, li, main, nav, ol, p, pre, section, table, tbody, td, tfoot, th, thead, tr, ul'

/** True for an element that stands in a row of its own. */
export function isBlock(node: Node | null): node is HTMLElement {
  return node instanceof Element && node.matches(blocks)
}

/** True where nothing within stands in a row of its own, but pictures. */
export function isLine(element: Element): boolean {
  return element.querySelector(blocks) === null
}
