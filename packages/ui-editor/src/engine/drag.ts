import { NodeSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { blockAt } from './commands/move-block.ts'

/** Drags the block at the selection, as if somebody had taken hold of it. */
export function dragBlock(view: EditorView, event: DragEvent): void {
  const at = blockAt(view.state)
  if (at === undefined || event.dataTransfer === null) {
    event.preventDefault()
    return
  }
  view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at.start)))
  const slice = view.state.selection.content()
  const { dom, text } = view.serializeForClipboard(slice)
  event.dataTransfer.clearData()
  event.dataTransfer.setData('text/html', dom.innerHTML)
  event.dataTransfer.setData('text/plain', text)
  event.dataTransfer.effectAllowed = 'copyMove'
  view.dragging = { slice, move: true }
}
