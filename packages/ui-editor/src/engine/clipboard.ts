import { documentOfText } from '@sillage/core/document'
import { Fragment, DOMParser as ModelParser, type Node, type ResolvedPos, Slice } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import { cleanHtml } from '../paste/clean-html.ts'
import { depthOf, listTypes } from './commands/around.ts'
import { nodes, schema } from './schema.ts'

const parser = ModelParser.fromSchema(schema)

/** Reads what is pasted and dropped, by the rules of `paste/`; says where pictures did not come with it. */
export function clipboard(picturesMissing?: () => void): Plugin {
  return new Plugin({
    props: {
      transformPastedHTML: cleanHtml,
      clipboardTextParser: (text) => sliceOfText(text),
      transformPasted: (slice, { state: { doc, selection } }) => {
        const pasted = doc.inlineContent ? inLines(slice, doc) : fitting(slice, selection.$from)
        let isMissing = false
        pasted.content.descendants(({ type, attrs }) => {
          isMissing ||= type === nodes.image && attrs.src === ''
        })
        if (isMissing) picturesMissing?.()
        return pasted
      },
    },
  })
}

/** Plain text as what is put into the message: its first and last words join those around the caret. */
function sliceOfText(text: string): Slice {
  const [...blocks] = documentOfText(text.trim()).content
  const content = blocks.slice(0, -1).map((block) => schema.nodeFromJSON(block))
  const open = (node: Node | undefined) => (node?.type === nodes.paragraph ? 1 : 0)
  // `documentOfText` takes the space at the ends for nothing; within a line it is what was asked for.
  const [first] = content
  if (content.length === 1 && first?.type === nodes.paragraph)
    return new Slice(Fragment.from(nodes.paragraph.create(null, withSpaces(first.content, text))), 1, 1)
  return new Slice(Fragment.from(content), open(first), open(content.at(-1)))
}

/** The same, as it may stand in what is written. */
export function textFor(doc: Node, text: string): Slice {
  const slice = sliceOfText(text)
  return doc.inlineContent ? inLines(slice, doc) : slice
}

/** The blocks of simple HTML, without a footer. */
export function blocksOfHtml(html: string): Node[] {
  const page = new DOMParser().parseFromString(cleanHtml(html), 'text/html')
  const { children } = parser.parse(page.body)
  return children.filter(({ type }) => type !== nodes.footer).map((node) => shallow(node, mostLevels))
}

function withSpaces(content: Fragment, text: string): Fragment {
  const space = (found: string | undefined) =>
    found === undefined || found === '' ? Fragment.empty : Fragment.from(schema.text(' '))
  return space(/^[ \t]+/.exec(text)?.[0])
    .append(content)
    .append(content.size === 0 ? Fragment.empty : space(/[ \t]$/.exec(text)?.[0]))
}

/** What is pasted as it may stand there: one line in a button, paragraphs in the footer, and no second footer. */
function fitting(slice: Slice, $pos: ResolvedPos): Slice {
  if ($pos.parent.type === nodes.button) return new Slice(lineOf(slice.content), 0, 0)
  const most = depthOf($pos, nodes.column) === undefined ? mostLevels : mostLevels - 1
  const found: Node[] = []
  let [openStart, openEnd] = [slice.openStart, slice.openEnd]
  const last = slice.content.childCount - 1
  for (const [index, node] of slice.content.content.entries()) {
    if (node.type !== nodes.footer) {
      found.push(shallow(node, most))
      continue
    }
    // Words that were copied out of a footer are words.
    const own = index === 0 && slice.openStart > 1
    if (own) found.push(...node.children)
    if (index === 0) openStart = own ? openStart - 1 : 0
    if (index === last) openEnd = own ? openEnd - 1 : 0
  }
  const content = Fragment.from(found)
  // What is no longer so deep cannot be open so deep.
  return new Slice(content, Math.min(openStart, edgeDepth(content, false)), Math.min(openEnd, edgeDepth(content, true)))
}

/** How many nodes are within each other at the beginning, or at the end. */
function edgeDepth(content: Fragment, end: boolean): number {
  const node = end ? content.lastChild : content.firstChild
  return node === null || node.isLeaf ? 0 : 1 + edgeDepth(node.content, end)
}

/** Words and fields without marks; where a block ends there is a space. */
function lineOf(content: Fragment): Fragment {
  const found: Node[] = []
  content.descendants((node) => {
    const inText = found.length > 0 && !found.at(-1)?.text?.endsWith(' ')
    if (node.isBlock && inText) found.push(schema.text(' '))
    if (node.isText || node.type === nodes.field) found.push(node.mark([]))
    if (node.type === nodes.hard_break) found.push(schema.text(' '))
  })
  return Fragment.from(found)
}

/** What is pasted into a place that has room for words alone: where a block ends there is the end of a line. */
function inLines({ content }: Slice, { type }: Node): Slice {
  const found: Node[] = []
  const end = () => (type.contentMatch.matchType(nodes.hard_break) ? nodes.hard_break.create() : schema.text(' '))
  content.descendants((node) => {
    if (node.isTextblock && found.length > 0) found.push(end())
    if (node.type === nodes.hard_break) found.push(end())
    else if (node.isText || node.type === nodes.field) found.push(node.mark(type.allowedMarks(node.marks)))
  })
  return new Slice(Fragment.from(found), 0, 0)
}

/** So many levels of lists a document has room for; in columns it is one less. */
const mostLevels = 3

/** Lists that are deeper than a document may be end one level below: their items follow one another there. */
function shallow(node: Node, most: number, level = 0): Node {
  if (node.isTextblock || node.isLeaf) return node
  const isList = listTypes.includes(node.type)
  const here = level + (isList ? 1 : 0)
  const children = node.children.flatMap((child) => {
    const items = isList && here >= most ? liftedItems(child) : [child]
    return items.map((item) => shallow(item, most, here))
  })
  return children.length === node.childCount && children.every((child, at) => child === node.child(at))
    ? node
    : node.copy(Fragment.from(children))
}

/** An item, and the items of the lists in it behind it. */
function liftedItems(item: Node): Node[] {
  const own = item.children.filter(({ type }) => !listTypes.includes(type))
  if (own.length === item.childCount) return [item]
  const below = item.children.filter(({ type }) => listTypes.includes(type)).flatMap((list) => [...list.children])
  return [item.copy(Fragment.from(own)), ...below.flatMap(liftedItems)]
}
