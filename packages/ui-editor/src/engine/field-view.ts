import type { Node } from 'prosemirror-model'
import type { NodeViewConstructor } from 'prosemirror-view'
import type { EngineWords } from './engine-host.ts'

/** Draws a field as one thing with the name that people know. */
export function fieldView(words: () => Pick<EngineWords, 'field'>): NodeViewConstructor {
  return (node: Node) => {
    const { name, fallback } = node.attrs as { name: string; fallback: string }
    return { dom: fieldChip(name, fallback, words().field(name)) }
  }
}

/** A field as people see it, and as the schema reads it. */
export function fieldChip(name: string, fallback: string, label: string): HTMLElement {
  const dom = document.createElement('span')
  dom.className = 'sillage-field'
  dom.dataset.field = name
  if (fallback !== '') dom.dataset.fallback = fallback
  dom.setAttribute('role', 'img')
  dom.setAttribute('aria-label', fallback === '' ? label : `${label}, ${fallback}`)
  dom.textContent = fallback === '' ? label : `${label} | ${fallback}`
  return dom
}

/** Fields that are drawn get the names that people know by now. */
export function renameFields(within: ParentNode, label: (name: string) => string): void {
  for (const drawn of within.querySelectorAll<HTMLElement>('[data-field]')) {
    const { field = '', fallback = '' } = drawn.dataset
    const { textContent, ariaLabel } = fieldChip(field, fallback, label(field))
    Object.assign(drawn, { textContent, ariaLabel })
  }
}

/** A picture without an address says that it has none. */
export function imageView(words: () => EngineWords): NodeViewConstructor {
  return (node: Node) => {
    const { src, alt, width, height, align } = node.attrs
    const dom = document.createElement(src === '' ? 'div' : 'img')
    dom.dataset.align = align
    if (src === '') {
      dom.className = 'no-image'
      dom.textContent = words().noPicture
      return { dom }
    }
    for (const [name, value] of Object.entries({ src, alt, width, height }))
      if (value !== null) dom.setAttribute(name, String(value))
    return { dom }
  }
}
