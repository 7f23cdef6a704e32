import { baseKeymap, chainCommands, toggleMark } from 'prosemirror-commands'
import { redo, undo } from 'prosemirror-history'
import { undoInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import type { Command, Plugin } from 'prosemirror-state'
import { enter, lineBreak } from './commands/line-ends.ts'
import { deeper, shallower } from './commands/lists.ts'
import { moveBlock } from './commands/move-block.ts'
import { ownStep } from './commands/own-step.ts'
import { removeEmptied } from './commands/remove-emptied.ts'
import { setTextKind } from './commands/text-kind.ts'
import type { EngineHost } from './engine-host.ts'
import { marks } from './schema.ts'

/** Every key of the message. Tab is not among them: it leads out of it. */
export function keys({ moved, leaveTo }: Pick<EngineHost, 'moved' | 'leaveTo'>): Plugin[] {
  const leave =
    (where: Parameters<typeof leaveTo>[0]): Command =>
    () => {
      leaveTo(where)
      return true
    }
  /** Taken also where nothing can be done, or the browser would act in our place. */
  const always =
    (command: Command): Command =>
    (...given) => {
      command(...given)
      return true
    }
  const own: Record<string, Command> = {
    'Mod-z': always(chainCommands(undoInputRule, undo)),
    'Mod-y': always(redo),
    'Shift-Mod-z': always(redo),
    'Mod-b': always(toggleMark(marks.strong)),
    'Mod-i': always(toggleMark(marks.em)),
    'Mod-k': leave('settings'),
    'Alt-F10': leave('toolbar'),
    'Mod-Alt-0': ownStep(setTextKind('paragraph')),
    'Mod-Alt-1': ownStep(setTextKind('heading1')),
    'Mod-Alt-2': ownStep(setTextKind('heading2')),
    'Mod-Alt-3': ownStep(setTextKind('heading3')),
    'Mod-Shift-7': ownStep(setTextKind('ordered_list')),
    'Mod-Shift-8': ownStep(setTextKind('bullet_list')),
    'Mod-]': always(deeper),
    'Mod-[': always(shallower),
    'Alt-ArrowUp': always(ownStep(moveBlock(false, moved))),
    'Alt-ArrowDown': always(ownStep(moveBlock(true, moved))),
    Enter: enter,
    'Shift-Enter': lineBreak,
    Backspace: chainCommands(undoInputRule, removeEmptied),
  }
  return [keymap(own), keymap(baseKeymap)]
}
