import { type Command, EditorState, Selection } from 'prosemirror-state'

/**
 * Several commands as one change: each sees what those before it did. Those that do not apply are left out; it applies
 * when one of them does.
 */
export function inOrder(...commands: Command[]): Command {
  return (state, dispatch, view) => {
    // Without the plugins of the editor, which act once, on the whole change.
    const start = EditorState.create({ doc: state.doc, selection: state.selection, storedMarks: state.storedMarks })
    const { tr } = state
    let now = start
    let applied = false
    for (const command of commands) {
      const done = command(
        now,
        (part) => {
          for (const step of part.steps) tr.step(step)
          now = now.apply(part)
        },
        view,
      )
      applied ||= done
    }
    if (!applied) return false
    tr.setSelection(Selection.fromJSON(tr.doc, now.selection.toJSON()))
    dispatch?.(tr.scrollIntoView())
    return true
  }
}
