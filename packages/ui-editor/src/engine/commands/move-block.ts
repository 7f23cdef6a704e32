import type { ResolvedPos } from 'prosemirror-model'
import { type Command, type EditorState, NodeSelection, Selection, TextSelection } from 'prosemirror-state'
import { nodes } from '../schema.ts'
import { containerDepth } from './around.ts'

/** The block at the selection, among its neighbours in the mail or in a column. */
export interface BlockAt {
  /** Where it begins. */
  start: number
  index: number
  /** How many there are that change places: the footer does not. */
  count: number
  $pos: ResolvedPos
  depth: number
}

/** The block that is moved, dragged or removed; undefined in the footer. */
export function blockAt({ selection }: EditorState): BlockAt | undefined {
  const { $from } = selection
  const depth = containerDepth($from)
  const container = $from.node(depth)
  if (container.type === nodes.footer) return undefined
  const whole = selection instanceof NodeSelection && $from.depth === depth
  const index = $from.index(depth)
  const block = container.maybeChild(index)
  if (block === null || block.type === nodes.footer) return undefined
  const count = container.childCount - (depth === 0 ? 1 : 0)
  const start = whole || $from.depth === depth ? $from.posAtIndex(index, depth) : $from.before(depth + 1)
  return { start, index, count, $pos: $from, depth }
}

/** Swaps the block with its neighbour. */
export function moveBlock(down: boolean, moved?: (place: number, of: number) => void): Command {
  return (state, dispatch) => {
    const at = blockAt(state)
    if (at === undefined) return false
    const { start, index, count, $pos, depth } = at
    const target = index + (down ? 1 : -1)
    if (target < 0 || target >= count) return false
    if (dispatch) {
      const container = $pos.node(depth)
      const block = container.child(index)
      const step = container.child(target).nodeSize
      const to = down ? start + step : start - step
      const tr = state.tr.delete(start, start + block.nodeSize).insert(to, block)
      const { selection } = state
      const place = selection.anchor - start + to
      const kept =
        selection instanceof NodeSelection
          ? NodeSelection.create(tr.doc, selection.from - start + to)
          : TextSelection.near(tr.doc.resolve(place))
      dispatch(tr.setSelection(kept).scrollIntoView())
      moved?.(target + 1, count)
    }
    return true
  }
}

/** Takes the block away. */
export const removeBlock: Command = (state, dispatch) => {
  const at = blockAt(state)
  if (at === undefined) return false
  if (dispatch) {
    const { start, index, count, $pos, depth } = at
    const end = start + $pos.node(depth).child(index).nodeSize
    const tr = state.tr
    // What holds it needs one.
    if (count === 1) tr.replaceWith(start, end, nodes.paragraph.create())
    else tr.delete(start, end)
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(Math.min(start, tr.doc.content.size)), 1)).scrollIntoView())
  }
  return true
}
