import type { Align } from '@sillage/core/document'
import type { Command, EditorState } from 'prosemirror-state'

/** Texts, pictures and buttons at the selection stand at this side. */
export function setAlign(align: Align): Command {
  return (state, dispatch) => {
    const found = alignable(state)
    if (found.length === 0) return false
    const { tr } = state
    for (const { pos } of found) tr.setNodeAttribute(pos, 'align', align)
    // The picture stays chosen.
    dispatch?.(tr.setSelection(state.selection.map(tr.doc, tr.mapping)))
    return true
  }
}

/** How the first of them stands; undefined where nothing can be aligned. */
export function alignAt(state: EditorState): Align | undefined {
  return alignable(state)[0]?.align
}

function alignable({ doc, selection }: EditorState): { pos: number; align: Align }[] {
  const found: { pos: number; align: Align }[] = []
  doc.nodesBetween(selection.from, selection.to, (node, pos) => {
    if (typeof node.attrs.align === 'string') found.push({ pos, align: node.attrs.align as Align })
  })
  return found
}
