import { type EditorState, Plugin } from 'prosemirror-state'
import { isAsked } from './commands/insert-block.ts'
import type { EngineHost } from './engine-host.ts'
import { nodes } from './schema.ts'

/** Offers blocks while somebody types `/` and a word in an empty paragraph. */
export function slash({ asked, askedKey }: Pick<EngineHost, 'asked' | 'askedKey'>): Plugin {
  let open = false
  /** Where it was closed by Escape; it stays so until that text is gone. */
  let closed = false
  return new Plugin({
    props: {
      handleKeyDown(_view, event) {
        if (!open || event.isComposing) return false
        if (event.key !== 'Escape') return askedKey(event)
        open = false
        closed = true
        asked(undefined)
        return true
      },
    },
    view: () => ({
      update({ state }) {
        const query = queryOf(state)
        if (query === undefined) closed = false
        const wanted = query !== undefined && !closed
        if (wanted || open) asked(wanted ? query : undefined)
        open = wanted
      },
    }),
  })
}

function queryOf({ selection }: EditorState): string | undefined {
  const { $from, empty } = selection
  if (!empty || $from.parent.type !== nodes.paragraph || $from.parentOffset < $from.parent.content.size)
    return undefined
  const text = $from.parent.textBetween(0, $from.parentOffset, undefined, ' ')
  return isAsked(text) ? text.slice(1) : undefined
}
