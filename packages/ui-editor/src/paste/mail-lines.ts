import { isLine } from './retag.ts'

/**
 * Gmail, Apple Mail and Outlook on the web keep each line in a `<div>`, and an empty one between paragraphs. Lines that
 * follow one another become one paragraph.
 */
export function mailLines(body: HTMLElement): void {
  const parents = new Set([...body.querySelectorAll('div')].filter(isLine).map(({ parentElement }) => parentElement))
  for (const parent of parents) if (parent !== null) joinLines(parent)
}

function joinLines(parent: HTMLElement): void {
  let paragraph: HTMLElement | undefined
  for (const line of [...parent.children]) {
    if (line.localName !== 'div' || !isLine(line) || hasText(line.previousSibling)) {
      paragraph = undefined
      continue
    }
    const empty = (line.textContent ?? '').trim() === ''
    if (empty) {
      line.remove()
      paragraph = undefined
    } else if (paragraph === undefined) {
      paragraph = parent.ownerDocument.createElement('p')
      const style = line.getAttribute('style')
      if (style !== null) paragraph.setAttribute('style', style)
      paragraph.append(...line.childNodes)
      line.replaceWith(paragraph)
    } else {
      paragraph.append(parent.ownerDocument.createElement('br'), ...line.childNodes)
      line.remove()
    }
  }
}

function hasText(node: Node | null): boolean {
  return node?.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== ''
}
