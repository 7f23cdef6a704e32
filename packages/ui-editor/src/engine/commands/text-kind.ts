import { lift, setBlockType, wrapIn } from 'prosemirror-commands'
import type { NodeType } from 'prosemirror-model'
import { liftListItem, wrapInList } from 'prosemirror-schema-list'
import type { Command } from 'prosemirror-state'
import { nodes } from '../schema.ts'
import { depthOf, listTypes } from './around.ts'
import { inOrder } from './in-order.ts'

/** What text can be. */
export type TextKind = 'paragraph' | `heading${1 | 2 | 3}` | 'bullet_list' | 'ordered_list' | 'quote'

/** Makes the text at the selection this kind of text, whatever it was. */
export function setTextKind(kind: TextKind): Command {
  switch (kind) {
    case 'bullet_list':
    case 'ordered_list':
      return (state, dispatch, view) =>
        changeList(nodes[kind])(state, dispatch, view) ||
        inOrder(...plainText, wrapInList(nodes[kind]))(state, dispatch, view)
    case 'quote':
      return inOrder(...plainText, wrapIn(nodes.quote))
    case 'paragraph':
      return inOrder(...plainText)
    default:
      return inOrder(...outOfAll, setBlockType(nodes.heading, { level: Number(kind.slice(-1)) }))
  }
}

/** As many levels as a document may have within each other. */
const outOfAll = Array.from({ length: 4 }, () => [liftListItem(nodes.list_item), outOfQuote]).flat()
const plainText = [...outOfAll, setBlockType(nodes.paragraph)]

function outOfQuote(...[state, dispatch, view]: Parameters<Command>): boolean {
  return depthOf(state.selection.$from, nodes.quote) !== undefined && lift(state, dispatch, view)
}

/** Bullets for numbers, or numbers for bullets, in the innermost list. */
function changeList(type: NodeType): Command {
  return (state, dispatch) => {
    const { $from } = state.selection
    const depth = depthOf($from, ...listTypes)
    if (depth === undefined) return false
    if ($from.node(depth).type !== type) dispatch?.(state.tr.setNodeMarkup($from.before(depth), type))
    return true
  }
}
