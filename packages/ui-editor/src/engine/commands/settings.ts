import type { Attrs } from 'prosemirror-model'
import { type Command, type EditorState, NodeSelection } from 'prosemirror-state'
import { nodes } from '../schema.ts'

type Settable = 'image' | 'button' | 'field' | 'columns' | 'footer'

/** A node with settings of its own, at the selection. */
export interface Settings {
  type: Settable
  attrs: Attrs
  pos: number
  /** How many columns. */
  count: number
}

const around: readonly string[] = ['button', 'columns', 'footer']

/** What has settings at the selection: the chosen picture or field, or what the caret is in. */
export function settingsAt({ selection }: EditorState): Settings | undefined {
  const { $from } = selection
  if (selection instanceof NodeSelection && ['image', 'field', ...around].includes(selection.node.type.name))
    return settings(selection.node, selection.from)
  // A field between two places of the caret, as the keys select it.
  const only = selection.to === selection.from + 1 ? $from.nodeAfter : null
  if (only?.type === nodes.field) return settings(only, selection.from)
  for (let depth = $from.depth; depth > 0; depth -= 1)
    if (around.includes($from.node(depth).type.name)) return settings($from.node(depth), $from.before(depth))
  return undefined
}

function settings(node: NodeSelection['node'], pos: number): Settings {
  return { type: node.type.name as Settable, attrs: node.attrs, pos, count: node.childCount }
}

/** Changes attributes of the node at `pos`; what is chosen stays so. */
export function setAttributes(pos: number, attrs: Attrs): Command {
  return (state, dispatch) => {
    const node = state.doc.nodeAt(pos)
    if (node === null) return false
    const { tr } = state
    for (const [name, value] of Object.entries(attrs)) tr.setNodeAttribute(pos, name, value)
    if (state.selection instanceof NodeSelection && state.selection.from === pos)
      tr.setSelection(NodeSelection.create(tr.doc, pos))
    dispatch?.(tr)
    return true
  }
}

/** Other shares of columns; a third one is made empty, or its blocks go to the end of the second. */
export function setSplit(pos: number, split: string): Command {
  return (state, dispatch) => {
    const node = state.doc.nodeAt(pos)
    if (node?.type !== nodes.columns) return false
    const wanted = split.split('-').length
    const { tr } = state
    const end = pos + node.nodeSize
    if (wanted > node.childCount) tr.insert(end - 1, nodes.column.create(null, nodes.paragraph.create()))
    // Between two columns stand the end of one and the beginning of the other.
    if (wanted < node.childCount) tr.join(end - 1 - (node.lastChild?.nodeSize ?? 0))
    tr.setNodeAttribute(pos, 'split', /^1(?:-1)+$/.test(split) ? '' : split)
    dispatch?.(tr)
    return true
  }
}
