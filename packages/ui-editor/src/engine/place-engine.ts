import type { RegionNode } from '@sillage/core/document'
import { DOMParser as ModelParser } from 'prosemirror-model'
import { EditorState, Plugin, Selection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { actionsOf } from './actions.ts'
import { autolink } from './autolink.ts'
import { clipboard } from './clipboard.ts'
import { contentOf } from './document-of.ts'
import { dressed } from './dressed.ts'
import { fieldView } from './field-view.ts'
import { fieldSigns, typedSigns } from './input-rules.ts'
import { placeKeys } from './keys.ts'
import type { PlaceHost } from './place-host.ts'
import { nodes, schema } from './schema.ts'
import { shownSelection } from './shown-selection.ts'

export type PlaceEngine = ReturnType<typeof createPlaceEngine>

const parser = ModelParser.fromSchema(schema)

/** The words of one place, read of the elements that stand in it and written in their stead. */
export function createPlaceEngine(host: PlaceHost) {
  const { place, kind, label, examples } = host
  const doc = parser.parse(place, { topNode: nodes[kind].create() })
  place.replaceChildren()
  const attributes = new Plugin({
    props: {
      attributes: {
        role: 'textbox',
        'aria-label': label,
        'aria-multiline': String(kind === 'words'),
        spellcheck: 'true',
        tabindex: '0',
      },
    },
  })
  const { nodeViews, markViews } = dressed(examples)
  const view = new EditorView(
    { mount: place },
    {
      state: EditorState.create({
        doc,
        plugins: [
          autolink(),
          kind === 'words' ? typedSigns() : fieldSigns(),
          ...placeKeys(kind, host),
          clipboard(),
          shownSelection(),
          attributes,
        ],
      }),
      nodeViews: { ...nodeViews, field: fieldView(host.words) },
      markViews,
      editable: host.editable,
      dispatchTransaction(tr) {
        view.updateState(view.state.apply(tr))
        if (tr.docChanged) host.changed(contentOf(view.state.doc) as unknown as RegionNode[])
        host.selected(tr.docChanged || tr.selectionSet)
      },
      handleDOMEvents: {
        focus: () => host.selected(false),
        blur: () => host.selected(false),
      },
    },
  )
  return {
    ...actionsOf(view, { moved: () => {} }),
    /** The caret goes to this point of the screen, or to the end. */
    focus(point?: { left: number; top: number }): void {
      const at = point === undefined ? undefined : view.posAtCoords(point)?.pos
      const { doc: now, tr } = view.state
      view.dispatch(tr.setSelection(at === undefined ? Selection.atEnd(now) : Selection.near(now.resolve(at))))
      view.focus()
    },
    /** The words as they stand, by which another engine of the place finds what is different in them. */
    words: () => view.state.doc,
    /** The caret goes behind what is different from these words. */
    focusChange(before: typeof doc): void {
      const { doc: now, tr } = view.state
      const end = before.content.findDiffEnd(now.content)?.b ?? now.content.size
      view.dispatch(tr.setSelection(Selection.near(now.resolve(Math.min(end, now.content.size)), -1)))
      view.focus()
    },
  }
}
