import { Plugin } from 'prosemirror-state'
import { belowBlock } from './commands/below-block.ts'

/** What is typed while a picture is chosen stands below it: it is chosen since it was put in, and would be lost. */
export function writeBelow(): Plugin {
  return new Plugin({
    props: {
      handleTextInput(view, _from, _to, text) {
        const tr = belowBlock(view.state)
        if (tr !== undefined) view.dispatch(tr.insertText(text))
        return tr !== undefined
      },
    },
  })
}
