import type { Align } from '@sillage/core/document'
import { toggleMark } from 'prosemirror-commands'
import { redo, undo } from 'prosemirror-history'
import type { Command } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { textFor } from './clipboard.ts'
import { setAlign } from './commands/align.ts'
import { type BlockKind, insertableAt, insertBlock } from './commands/insert-block.ts'
import { insertField } from './commands/insert-field.ts'
import { setLink } from './commands/links.ts'
import { moveBlock, removeBlock } from './commands/move-block.ts'
import { ownStep } from './commands/own-step.ts'
import { setAttributes, setSplit } from './commands/settings.ts'
import { type Standing, standingOf } from './commands/standing.ts'
import { setTextKind, type TextKind } from './commands/text-kind.ts'
import { dragBlock } from './drag.ts'
import type { EngineHost } from './engine-host.ts'
import { marks } from './schema.ts'
import { showSelection } from './shown-selection.ts'

/** What an author does at the selection, by a button or a form. */
export type Actions = ReturnType<typeof actionsOf>

export function actionsOf(view: EditorView, { moved }: Pick<EngineHost, 'moved'>) {
  const run = (command: Command) => {
    const done = command(view.state, view.dispatch, view)
    view.focus()
    return done
  }
  return {
    view,
    standing: (): Standing => standingOf(view.state),
    insertable: () => insertableAt(view.state),
    insertText(text: string): void {
      view.dispatch(view.state.tr.replaceSelection(textFor(view.state.doc, text)).scrollIntoView())
    },
    bold: () => run(toggleMark(marks.strong)),
    italic: () => run(toggleMark(marks.em)),
    undo: () => run(undo),
    redo: () => run(redo),
    setTextKind: (kind: TextKind) => run(ownStep(setTextKind(kind))),
    setAlign: (align: Align) => run(ownStep(setAlign(align))),
    insertBlock: (kind: BlockKind) => run(ownStep(insertBlock(kind))),
    insertField: (name: string) => run(insertField(name)),
    setLink: (href: string, words?: string) => run(ownStep(setLink(href, words))),
    setAttributes: (pos: number, attrs: Record<string, unknown>) => run(ownStep(setAttributes(pos, attrs))),
    setSplit: (pos: number, split: string) => run(ownStep(setSplit(pos, split))),
    moveBlock: (down: boolean) => run(ownStep(moveBlock(down, moved))),
    removeBlock: () => run(ownStep(removeBlock)),
    dragBlock: (event: DragEvent) => dragBlock(view, event),
    showSelection: (shown: boolean) => showSelection(view, shown),
    /** The place was moved to another document or shadow root. */
    moved: () => view.updateRoot(),
    destroy: () => view.destroy(),
  }
}
