import { type EditorState, NodeSelection, TextSelection, type Transaction } from 'prosemirror-state'
import { nodes } from '../schema.ts'

/** The caret below a chosen picture or line, in an empty paragraph; undefined where none of them is chosen. */
export function belowBlock({ selection, tr }: EditorState): Transaction | undefined {
  if (!(selection instanceof NodeSelection) || !selection.node.isBlock || !selection.node.isAtom) return undefined
  const { to, $to } = selection
  const isThere = $to.nodeAfter?.type === nodes.paragraph && $to.nodeAfter.content.size === 0
  if (!isThere) tr.insert(to, nodes.paragraph.create())
  return tr.setSelection(TextSelection.create(tr.doc, to + 1)).scrollIntoView()
}
