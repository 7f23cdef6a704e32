import type { BlockDocument } from '@sillage/core/document'
import { dropCursor } from 'prosemirror-dropcursor'
import { gapCursor } from 'prosemirror-gapcursor'
import { history } from 'prosemirror-history'
import { Fragment, type Node } from 'prosemirror-model'
import { EditorState, type Plugin, Selection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { actionsOf } from './actions.ts'
import { autolink } from './autolink.ts'
import { blocksOfHtml, clipboard } from './clipboard.ts'
import { contentOf, readContent } from './document-of.ts'
import type { EngineHost } from './engine-host.ts'
import { fieldView, imageView } from './field-view.ts'
import { hints } from './hints.ts'
import { typedSigns } from './input-rules.ts'
import { keepFooter } from './keep-footer.ts'
import { keys } from './keys.ts'
import { pictures } from './pictures.ts'
import { nodes } from './schema.ts'
import { shownSelection } from './shown-selection.ts'
import { slash } from './slash.ts'
import { writeBelow } from './write-below.ts'

/** Typing is one undo step until somebody waits so long, in milliseconds. */
const undoPause = 600

export type Engine = NonNullable<ReturnType<typeof createEngine>>

/** The message as it is written, in the host's place. Undefined where the document holds what is not known here. */
export function createEngine(host: EngineHost) {
  const first = readContent(host.document)
  if (first === undefined) return undefined
  const plugins = pluginsOf(host)
  const stateOf = (doc: Node) => EditorState.create({ doc, plugins })
  const nodeViews = () => ({ field: fieldView(host.words), image: imageView(host.words) })
  const view = new EditorView(host.place, {
    state: stateOf(first),
    nodeViews: nodeViews(),
    editable: host.editable,
    dispatchTransaction(tr) {
      // A paste that takes long may end after the editor was closed.
      if (view.isDestroyed) return
      view.updateState(view.state.apply(tr))
      if (tr.docChanged) host.changed()
      host.selected(tr.docChanged || tr.selectionSet)
    },
    handleDOMEvents: {
      focus: () => host.selected(false),
      blur: () => host.selected(false),
    },
  })
  return {
    ...actionsOf(view, host),
    /** The blocks and the footer, as a document has them. */
    content: (): BlockDocument['content'] => contentOf(view.state.doc),
    /** A press on the ground around the message is one behind its words: who begins to write presses anywhere. */
    pressedBeside(event: MouseEvent): void {
      const ground = event.currentTarget as HTMLElement
      const isOnBar = event.target === ground && event.offsetX >= ground.clientWidth
      if (!view.editable || event.button !== 0 || isOnBar || event.composedPath().includes(view.dom)) return
      event.preventDefault()
      const { doc, tr } = view.state
      const end = doc.content.size - (doc.lastChild?.nodeSize ?? 0)
      view.dispatch(tr.setSelection(Selection.near(doc.resolve(end), -1)))
      view.focus()
    },
    /** Opens another document, without a way back to the present one; false where some of it is not known here. */
    load(document: BlockDocument): boolean {
      const doc = readContent(document)
      if (doc !== undefined) view.updateState(stateOf(doc))
      return doc !== undefined
    },
    /** Simple HTML in place of all blocks; the footer stays. It can be undone. */
    importHtml(html: string): void {
      const { doc, tr } = view.state
      view.dispatch(tr.replaceWith(0, doc.content.size, withBlocks(doc, html).content))
    },
    /** Simple HTML as the content of a document, with the present footer. */
    contentOfHtml: (html: string): BlockDocument['content'] => contentOf(withBlocks(view.state.doc, html)),
    /** Draws again what depends on words, fields, or whether it may be changed. */
    refresh: () => view.setProps({ nodeViews: nodeViews() }),
  }
}

/** The footer of a document below other blocks. */
function withBlocks(doc: Node, html: string): Node {
  const blocks = blocksOfHtml(html)
  const footer = doc.lastChild === null ? [] : [doc.lastChild]
  return doc.copy(Fragment.from([...(blocks.length === 0 ? [nodes.paragraph.create()] : blocks), ...footer]))
}

function pluginsOf(host: EngineHost): Plugin[] {
  return [
    slash(host),
    autolink(),
    typedSigns(),
    ...keys(host),
    history({ newGroupDelay: undoPause }),
    clipboard(() => host.say(host.upload() === undefined ? 'pictures_by_address' : 'pictures_missing')),
    pictures(host),
    dropCursor({ color: false, width: 3, class: 'drop-cursor' }),
    gapCursor(),
    keepFooter(() => host.say('footer_kept')),
    hints(host),
    shownSelection(),
    writeBelow(),
  ]
}
