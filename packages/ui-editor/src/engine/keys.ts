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
import type { PlaceKind } from './place-host.ts'
import { marks } from './schema.ts'

/** Every key of the message. Tab is not among them: it leads out of it. */
export function keys(host: Pick<EngineHost, 'moved' | 'leaveTo'>): Plugin[] {
  const own: Record<string, Command> = {
    'Mod-z': always(chainCommands(undoInputRule, undo)),
    'Mod-y': always(redo),
    'Shift-Mod-z': always(redo),
    ...lineKeys(host),
    ...blockKeys,
    'Alt-ArrowUp': always(ownStep(moveBlock(false, host.moved))),
    'Alt-ArrowDown': always(ownStep(moveBlock(true, host.moved))),
  }
  return [keymap(own), keymap(baseKeymap)]
}

/** Keys of a place in a designer's HTML, of which all undo together. */
export function placeKeys(
  kind: PlaceKind,
  host: Pick<EngineHost, 'leaveTo'> & { undo: () => void; redo: () => void },
): Plugin[] {
  const redoAll = act(host.redo)
  const inLine = { Enter: always(lineBreak), 'Shift-Enter': always(lineBreak), Backspace: undoInputRule }
  const own: Record<string, Command> = {
    'Mod-z': chainCommands(undoInputRule, act(host.undo)),
    'Mod-y': redoAll,
    'Shift-Mod-z': redoAll,
    ...lineKeys(host),
    ...(kind === 'words' ? blockKeys : inLine),
  }
  return [keymap(own), keymap(baseKeymap)]
}

/** Taken also where nothing can be done, or the browser would act in our place. */
const always =
  (command: Command): Command =>
  (...given) => {
    command(...given)
    return true
  }

const act = (done: () => void): Command =>
  always(() => {
    done()
    return true
  })

const lineKeys = ({ leaveTo }: Pick<EngineHost, 'leaveTo'>): Record<string, Command> => ({
  'Mod-b': always(toggleMark(marks.strong)),
  'Mod-i': always(toggleMark(marks.em)),
  'Mod-k': act(() => leaveTo('settings')),
  'Alt-F10': act(() => leaveTo('toolbar')),
})

const blockKeys: Record<string, Command> = {
  'Mod-Alt-0': ownStep(setTextKind('paragraph')),
  'Mod-Alt-1': ownStep(setTextKind('heading1')),
  'Mod-Alt-2': ownStep(setTextKind('heading2')),
  'Mod-Alt-3': ownStep(setTextKind('heading3')),
  'Mod-Shift-7': ownStep(setTextKind('ordered_list')),
  'Mod-Shift-8': ownStep(setTextKind('bullet_list')),
  'Mod-]': always(deeper),
  'Mod-[': always(shallower),
  Enter: enter,
  'Shift-Enter': lineBreak,
  Backspace: chainCommands(undoInputRule, removeEmptied),
}
