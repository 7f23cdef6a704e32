import type { Node } from 'prosemirror-model'
import type { EditorProps } from 'prosemirror-view'
import type { Examples } from './place-host.ts'

const names: Readonly<Record<string, string>> = { strong: 'b', em: 'i' }

/** Draws paragraphs, lists and links as the mail has them: with the attributes of the designer's first one. */
export function dressed(examples: Examples): Required<Pick<EditorProps, 'nodeViews' | 'markViews'>> {
  const like = (tag: string, from = tag): HTMLElement => {
    const example = examples.get(from) ?? examples.get(names[from] ?? '')
    const dom = document.createElement(tag)
    for (const { name, value } of example?.attributes ?? [])
      if (name !== 'style' && !name.startsWith('data-')) dom.setAttribute(name, value)
    // By its object, which a strict policy for styles does not refuse.
    if (example !== undefined) dom.style.cssText = example.style.cssText
    return dom
  }
  const block = (make: (node: Node) => HTMLElement) => (node: Node) => {
    const dom = make(node)
    if (typeof node.attrs.align === 'string' && node.attrs.align !== 'left') dom.setAttribute('align', node.attrs.align)
    return { dom, contentDOM: dom }
  }
  const mark = (tag: string) => () => {
    const dom = like(tag)
    return { dom, contentDOM: dom }
  }
  return {
    nodeViews: {
      paragraph: block(() => {
        if (examples.has('p')) return like('p')
        // Lines that stand in the place itself, with an empty one between them.
        const dom = document.createElement('div')
        dom.className = 'sillage-lines'
        return dom
      }),
      heading: block(({ attrs: { level } }) => {
        const tag = `h${level}`
        return like(tag, [tag, 'h1', 'h2', 'h3', 'h4'].find((name) => examples.has(name)) ?? tag)
      }),
      bullet_list: block(() => like('ul')),
      ordered_list: block(() => like('ol')),
      list_item: block(() => like('li')),
    },
    markViews: { link: mark('a'), strong: mark('strong'), em: mark('em') },
  }
}
