import type { Command } from 'prosemirror-state'
import { nodes } from '../schema.ts'

/** A merge field where the caret is, written as the words around it. */
export function insertField(name: string): Command {
  return (state, dispatch) => {
    if (!state.selection.$from.parent.inlineContent) return false
    dispatch?.(state.tr.replaceSelectionWith(nodes.field.create({ name }), true).scrollIntoView())
    return true
  }
}
