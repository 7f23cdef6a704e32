import type { Align } from '@sillage/core/document'
import { redo, undo } from 'prosemirror-history'
import { AllSelection, type EditorState, NodeSelection } from 'prosemirror-state'
import { marks, nodes } from '../schema.ts'
import { alignAt } from './align.ts'
import { depthOf, listTypes } from './around.ts'
import { canLink, linkAt } from './links.ts'
import { type BlockAt, blockAt } from './move-block.ts'
import { type Settings, settingsAt } from './settings.ts'
import type { TextKind } from './text-kind.ts'

/** What holds at the selection, for toolbar and bubble. */
export interface Standing {
  strong: boolean
  em: boolean
  kind: TextKind
  align: Align | undefined
  link: string | undefined
  canLink: boolean
  /** Some words are selected. */
  range: boolean
  settings: Settings | undefined
  block: BlockAt | undefined
  undo: boolean
  redo: boolean
}

export function standingOf(state: EditorState): Standing {
  const { selection, doc } = state
  const { $from, from, to, empty } = selection
  const isOn = (name: 'strong' | 'em') =>
    empty
      ? marks[name].isInSet(state.storedMarks ?? $from.marks()) !== undefined
      : doc.rangeHasMark(from, to, marks[name])
  return {
    strong: isOn('strong'),
    em: isOn('em'),
    kind: kindAt(state),
    align: alignAt(state),
    link: linkAt(state),
    canLink: canLink(state),
    range: !empty && !(selection instanceof NodeSelection) && !(selection instanceof AllSelection),
    settings: settingsAt(state),
    block: blockAt(state),
    undo: undo(state),
    redo: redo(state),
  }
}

function kindAt({ selection: { $from } }: EditorState): TextKind {
  if ($from.parent.type === nodes.heading) return `heading${$from.parent.attrs.level as 1 | 2 | 3}`
  const depth = depthOf($from, nodes.quote, ...listTypes)
  return depth === undefined ? 'paragraph' : ($from.node(depth).type.name as TextKind)
}
