import { chainCommands, liftEmptyBlock, splitBlock } from 'prosemirror-commands'
import { type Command, TextSelection } from 'prosemirror-state'
import { nodes } from '../schema.ts'
import { belowBlock } from './below-block.ts'
import { nextItem } from './lists.ts'

/** Enter in a button goes on below it. */
const belowButton: Command = (state, dispatch) => {
  const { $from } = state.selection
  if ($from.parent.type !== nodes.button) return false
  if (dispatch) {
    const after = $from.after()
    const tr = state.tr.insert(after, nodes.paragraph.create())
    dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView())
  }
  return true
}

/** Enter on a picture goes on below it, where it put a paragraph already. */
const belowPicture: Command = (state, dispatch) => {
  const tr = belowBlock(state)
  if (tr !== undefined) dispatch?.(tr)
  return tr !== undefined
}

export const enter: Command = chainCommands(belowButton, nextItem, belowPicture, liftEmptyBlock, splitBlock)

/** The end of a line within a paragraph. */
export const lineBreak: Command = (state, dispatch) => {
  const { $from } = state.selection
  if ($from.parent.type.contentMatch.matchType(nodes.hard_break) === null) return false
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create(), true).scrollIntoView())
  return true
}
