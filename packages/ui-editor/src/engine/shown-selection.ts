import { Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'

const key = new PluginKey<boolean>('shown-selection')

/** Draws the selection while a form has the focus, when the browser does not. */
export function shownSelection(): Plugin {
  return new Plugin<boolean>({
    key,
    state: { init: () => false, apply: (tr, shown) => tr.getMeta(key) ?? shown },
    props: {
      decorations(state) {
        const { from, to, empty } = state.selection
        if (key.getState(state) !== true || empty) return null
        return DecorationSet.create(state.doc, [Decoration.inline(from, to, { class: 'sillage-selected' })])
      },
    },
  })
}

export function showSelection(view: EditorView, shown: boolean): void {
  if (key.getState(view.state) !== shown) view.dispatch(view.state.tr.setMeta(key, shown))
}
