import type { RenderContext } from './context.ts'
import { type LineMarks, line, plainInline } from './inline.ts'
import { type AnyNode, levelAttr } from './nodes.ts'
import type { Place } from './places.ts'
import { linkNames } from './read-elements.ts'

const inlineTypes = new Set(['text', 'hard_break', 'field'])
/** Where the designer showed none: what blocks of a document have. */
const defaults: Readonly<Record<string, string>> = {
  a: ' style="text-decoration:underline"',
  ul: ' style="margin:0;padding:0 0 0 24px"',
  ol: ' style="margin:0;padding:0 0 0 24px"',
  li: ' style="margin:0 0 6px"',
}

/**
 * What an author wrote as the HTML of a place. Paragraphs, lists, headings and links have the attributes of the first
 * of their kind that stood there.
 */
export function regionWords(nodes: readonly AnyNode[], place: Place, note: RenderContext['note']): string {
  const { examples, element } = place
  const like = (name: string) => examples.get(name) ?? defaults[name] ?? ''
  const isLinked = element.isLinked || linkNames.has(element.name)
  const marks: LineMarks = { note, link: isLinked ? undefined : like('a'), strong: like('strong'), em: like('em') }
  // In a title there are no elements.
  if (element.name === 'title')
    return linesOf(nodes, note)
      .map((one) => plainInline(one, { note }).replaceAll('<br>', ' '))
      .join(' ')
  if (!place.takesBlocks)
    return linesOf(nodes, note)
      .map((one) => line(one, marks))
      .join('<br>')
  return blocks(nodes)

  function blocks(all: readonly AnyNode[]): string {
    let html = ''
    let isOpen = false
    for (const node of paragraphsOf(all)) {
      const isBare = node.type === 'paragraph' && !examples.has('p')
      // Without an example a paragraph would have margins that the designer did not want.
      if (isBare && isOpen) html += '<br><br>'
      isOpen = isBare
      html += isBare ? line(node.content, marks) : block(node)
    }
    return html
  }

  function block(node: AnyNode): string {
    switch (node.type) {
      case 'paragraph':
        return `<p${aligned(node)}${like('p')}>${line(node.content, marks)}</p>`
      case 'heading': {
        const name = `h${levelAttr(node.attrs)}`
        const example = [name, 'h1', 'h2', 'h3', 'h4'].find((one) => examples.has(one)) ?? name
        return `<${name}${aligned(node)}${like(example)}>${line(node.content, marks)}</${name}>`
      }
      case 'bullet_list':
      case 'ordered_list': {
        const name = node.type === 'bullet_list' ? 'ul' : 'ol'
        const items = node.content.map((item) => `<li${like('li')}>${itemContent(item)}</li>`)
        return `<${name}${like(name)}>${items.join('')}</${name}>`
      }
      default:
        note('unknown_node', node.type)
        return ''
    }
  }

  /** Paragraphs of an item as lines, and lists within it. */
  function itemContent({ content }: AnyNode): string {
    return content
      .map((child, at) =>
        child.type === 'paragraph' ? (at === 0 ? '' : '<br>') + line(child.content, marks) : block(child),
      )
      .join('')
  }
}

/** Counted as they are read. */
export function lettersIn(nodes: readonly AnyNode[]): number {
  return nodes.reduce((sum, { text, content }) => sum + Array.from(text).length + lettersIn(content), 0)
}

/** Words that stand in no block make a paragraph. */
function paragraphsOf(nodes: readonly AnyNode[]): AnyNode[] {
  const found: AnyNode[] = []
  let words: AnyNode[] = []
  const end = () => {
    if (words.length > 0) found.push(paragraph(words))
    words = []
  }
  for (const node of nodes) {
    if (inlineTypes.has(node.type)) words.push(node)
    else {
      end()
      found.push(node)
    }
  }
  end()
  return found
}

const paragraph = (content: AnyNode[]): AnyNode => ({
  type: 'paragraph',
  attrs: {},
  content,
  text: '',
  link: undefined,
  strong: false,
  em: false,
})

/** Each paragraph, heading and item as a line of its own. */
function linesOf(nodes: readonly AnyNode[], note: RenderContext['note']): (readonly AnyNode[])[] {
  return paragraphsOf(nodes).flatMap(({ type, content }) => {
    if (type === 'paragraph' || type === 'heading') return [content]
    if (type === 'bullet_list' || type === 'ordered_list' || type === 'list_item') return linesOf(content, note)
    note('unknown_node', type)
    return []
  })
}

/** Before the example's own attributes, so that it wins. */
function aligned({ attrs: { align } }: AnyNode): string {
  return align === 'left' || align === 'center' || align === 'right' ? ` align="${align}"` : ''
}
