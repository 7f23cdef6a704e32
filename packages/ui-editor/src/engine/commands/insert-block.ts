import type { Node } from 'prosemirror-model'
import { type Command, type EditorState, NodeSelection, Selection } from 'prosemirror-state'
import { nodes } from '../schema.ts'
import { containerDepth } from './around.ts'

/** What can be inserted, in the order in which it is offered. */
const blockKinds = [
  'heading2',
  'image',
  'button',
  'divider',
  'bullet_list',
  'ordered_list',
  'quote',
  'columns2',
  'columns3',
] as const
export type BlockKind = (typeof blockKinds)[number]

/** True for `/` and what somebody types behind it to find a block: up to three words. */
export function isAsked(text: string): boolean {
  return /^\/(?:\S{1,30}(?: \S{0,30}){0,2})?$/.test(text)
}

/** What can be inserted at the selection: columns hold no columns, and the footer is followed by nothing. */
export function insertableAt(state: EditorState): readonly BlockKind[] {
  const { $from } = state.selection
  return $from.node(containerDepth($from)).type === nodes.column
    ? blockKinds.filter((kind) => !kind.startsWith('columns'))
    : blockKinds
}

/** A block in place of an empty paragraph, else after the block at the selection, and before the footer. */
export function insertBlock(kind: BlockKind): Command {
  return (state, dispatch) => {
    if (!insertableAt(state).includes(kind)) return false
    if (dispatch) {
      const block = create(kind)
      const { from, to } = placeFor(state)
      const tr = state.tr.replaceWith(from, to, block)
      if (block.isAtom) {
        const after = from + block.nodeSize
        const next = tr.doc.resolve(after).nodeAfter
        if (next === null || next.type === nodes.footer) tr.insert(after, nodes.paragraph.create())
        tr.setSelection(
          block.type === nodes.divider ? Selection.near(tr.doc.resolve(after), 1) : NodeSelection.create(tr.doc, from),
        )
      } else tr.setSelection(Selection.near(tr.doc.resolve(from + 1), 1))
      dispatch(tr.scrollIntoView())
    }
    return true
  }
}

function create(kind: BlockKind): Node {
  const empty = nodes.paragraph.create()
  switch (kind) {
    case 'heading2':
      return nodes.heading.create({ level: 2 })
    case 'bullet_list':
    case 'ordered_list':
      return nodes[kind].create(null, nodes.list_item.create(null, empty))
    case 'quote':
      return nodes.quote.create(null, empty)
    case 'columns2':
    case 'columns3':
      return nodes.columns.create(
        null,
        Array.from({ length: Number(kind.slice(-1)) }, () => nodes.column.create(null, empty)),
      )
    default:
      return nodes[kind].create()
  }
}

/** The empty paragraph at the selection, also one with `/` and what was typed behind it, else the place below. */
function placeFor({ selection, doc }: EditorState): { from: number; to: number } {
  const { $from } = selection
  const depth = containerDepth($from)
  if ($from.node(depth).type === nodes.footer) {
    const above = $from.before(depth)
    return { from: above, to: above }
  }
  if ($from.depth === depth) {
    const after = Math.min(selection instanceof NodeSelection ? selection.to : $from.pos, doc.content.size)
    const { nodeAfter } = doc.resolve(after)
    // The empty paragraph below a picture was put there to go on in.
    const isEmpty = nodeAfter?.type === nodes.paragraph && nodeAfter.content.size === 0
    return { from: after, to: isEmpty ? after + nodeAfter.nodeSize : after }
  }
  const block = $from.node(depth + 1)
  const end = $from.after(depth + 1)
  const empty = block.type === nodes.paragraph && (block.content.size === 0 || isAsked(block.textContent))
  return { from: empty ? $from.before(depth + 1) : end, to: end }
}
