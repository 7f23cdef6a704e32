import { documentOfText } from '@sillage/core/document'
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { canLink } from './commands/links.ts'
import { marks } from './schema.ts'

/** Longer than any address that somebody types. */
const furthest = 500

/**
 * Makes a link of an address at the next space or Enter. In the events and not among the commands: those that follow
 * one another see the state before the first.
 */
export function autolink(): Plugin {
  return new Plugin({
    props: {
      handleKeyDown(view, event) {
        if (event.key === ' ' || event.key === 'Enter') linkBefore(view)
        return false
      },
      // Keyboards on a screen have no key for the space.
      handleTextInput(view, _from, _to, text) {
        if (text === ' ') linkBefore(view)
        return false
      },
    },
  })
}

function linkBefore(view: EditorView): void {
  const { state } = view
  const { $from, empty } = state.selection
  if (!empty || !canLink(state)) return
  const start = Math.max(0, $from.parentOffset - furthest)
  // A field or the end of a line is no part of an address.
  const before = $from.parent.textBetween(start, $from.parentOffset, undefined, ' ')
  const word = before.slice(Math.max(before.lastIndexOf(' '), before.lastIndexOf('\u00a0')) + 1)
  if (!/[.@]/.test(word)) return
  const [paragraph] = documentOfText(word).content
  let at = $from.pos - word.length
  for (const node of paragraph.type === 'paragraph' ? (paragraph.content ?? []) : []) {
    if (node.type !== 'text') return
    const [mark] = node.marks ?? []
    const end = at + node.text.length
    if (mark?.type === 'link') {
      if (state.doc.rangeHasMark(at, end, marks.link)) return
      view.dispatch(state.tr.addMark(at, end, marks.link.create(mark.attrs)).removeStoredMark(marks.link))
      return
    }
    at = end
  }
}
