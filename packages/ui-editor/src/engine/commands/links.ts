import type { ResolvedPos } from 'prosemirror-model'
import type { Command, EditorState } from 'prosemirror-state'
import { marks, schema } from '../schema.ts'

/** Where the words at the selection lead; undefined where they lead nowhere. */
export function linkAt({ doc, selection }: EditorState): string | undefined {
  const { $from, from, to, empty } = selection
  if (empty) return markAt($from)?.attrs.href
  let href: string | undefined
  doc.nodesBetween(from, to, (node) => {
    href ??= marks.link.isInSet(node.marks)?.attrs.href
  })
  return href
}

/** True where words can be a link: not in a button. */
export function canLink({ selection }: EditorState): boolean {
  const { parent } = selection.$from
  return parent.inlineContent && parent.type.allowsMarkType(marks.link)
}

/**
 * Words at the selection lead to this address, or nowhere with ''. Without a selection it is the whole link at the
 * caret, and where there is none, `words` are written.
 */
export function setLink(href: string, words = ''): Command {
  return (state, dispatch) => {
    if (!canLink(state)) return false
    const { tr, selection } = state
    const mark = href === '' ? undefined : marks.link.create({ href })
    if (selection.empty && markAt(selection.$from) === undefined) {
      if (mark === undefined) return false
      const text = words.trim() === '' ? href.replace(/^(?:mailto|tel):/i, '') : words
      tr.replaceSelectionWith(schema.text(text, [...selection.$from.marks(), mark]), false)
    } else {
      const { from, to } = selection.empty ? wholeLink(selection.$from) : selection
      tr.removeMark(from, to, marks.link)
      if (mark !== undefined) tr.addMark(from, to, mark)
    }
    tr.removeStoredMark(marks.link)
    dispatch?.(tr.scrollIntoView())
    return true
  }
}

/** The link that a caret stands in, or behind. */
function markAt($pos: ResolvedPos) {
  const before = $pos.nodeBefore === null ? undefined : marks.link.isInSet($pos.nodeBefore.marks)
  return marks.link.isInSet($pos.marks()) ?? before
}

/** All words around a caret that lead to one address, however they are written. */
function wholeLink($pos: ResolvedPos): { from: number; to: number } {
  const mark = markAt($pos)
  const { parent } = $pos
  const same = (index: number) => mark?.isInSet(parent.maybeChild(index)?.marks ?? [])
  const here = $pos.index()
  let first = same(here) ? here : here - 1
  let last = first
  while (first > 0 && same(first - 1)) first -= 1
  while (last < parent.childCount - 1 && same(last + 1)) last += 1
  return { from: $pos.posAtIndex(first), to: $pos.posAtIndex(last + 1) }
}
