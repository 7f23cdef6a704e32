import type { Node } from 'prosemirror-model'
import { type Command, TextSelection } from 'prosemirror-state'
import { nodes } from '../schema.ts'
import { depthOf } from './around.ts'

/** Backspace in an empty button, or in columns that are all empty, makes a paragraph of them. */
export const removeEmptied: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parentOffset > 0) return false
  const depth = $from.parent.type === nodes.button ? $from.depth : depthOf($from, nodes.columns)
  if (depth === undefined || !isEmpty($from.node(depth))) return false
  if (dispatch) {
    const [start, end] = [$from.before(depth), $from.after(depth)]
    const tr = state.tr.replaceWith(start, end, nodes.paragraph.create())
    dispatch(tr.setSelection(TextSelection.create(tr.doc, start + 1)).scrollIntoView())
  }
  return true
}

function isEmpty(node: Node): boolean {
  if (node.type !== nodes.columns && node.type !== nodes.column) return node.isTextblock && node.content.size === 0
  return node.children.every(isEmpty)
}
