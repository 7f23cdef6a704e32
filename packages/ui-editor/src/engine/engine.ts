import type { Align, BlockDocument } from '@sillage/core/document'
import { toggleMark } from 'prosemirror-commands'
import { dropCursor } from 'prosemirror-dropcursor'
import { gapCursor } from 'prosemirror-gapcursor'
import { history, redo, undo } from 'prosemirror-history'
import { Fragment, type Node } from 'prosemirror-model'
import { type Command, EditorState, type Plugin } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { autolink } from './autolink.ts'
import { blocksOfHtml, clipboard, sliceOfText } from './clipboard.ts'
import { setAlign } from './commands/align.ts'
import { type BlockKind, insertableAt, insertBlock } from './commands/insert-block.ts'
import { insertField } from './commands/insert-field.ts'
import { setLink } from './commands/links.ts'
import { moveBlock, removeBlock } from './commands/move-block.ts'
import { ownStep } from './commands/own-step.ts'
import { setAttributes, setSplit } from './commands/settings.ts'
import { type Standing, standingOf } from './commands/standing.ts'
import { setTextKind, type TextKind } from './commands/text-kind.ts'
import { contentOf, readContent } from './document-of.ts'
import { dragBlock } from './drag.ts'
import type { EngineHost } from './engine-host.ts'
import { fieldView, imageView } from './field-view.ts'
import { hints } from './hints.ts'
import { typedSigns } from './input-rules.ts'
import { keepFooter } from './keep-footer.ts'
import { keys } from './keys.ts'
import { pictures } from './pictures.ts'
import { marks, nodes } from './schema.ts'
import { shownSelection, showSelection } from './shown-selection.ts'
import { slash } from './slash.ts'

/** Typing is one undo step until somebody waits so long, in milliseconds. */
const undoPause = 600

export type { BlockKind, EngineHost, Standing, TextKind }
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
  const run = (command: Command) => {
    const done = command(view.state, view.dispatch, view)
    view.focus()
    return done
  }
  return {
    view,
    /** The blocks and the footer, as a document has them. */
    content: (): BlockDocument['content'] => contentOf(view.state.doc),
    standing: (): Standing => standingOf(view.state),
    insertable: () => insertableAt(view.state),
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
    insertText(text: string): void {
      view.dispatch(view.state.tr.replaceSelection(sliceOfText(text)).scrollIntoView())
    },
    bold: () => run(toggleMark(marks.strong)),
    italic: () => run(toggleMark(marks.em)),
    undo: () => run(undo),
    redo: () => run(redo),
    setTextKind: (kind: TextKind) => run(ownStep(setTextKind(kind))),
    setAlign: (align: Align) => run(ownStep(setAlign(align))),
    insertBlock: (kind: BlockKind) => run(ownStep(insertBlock(kind))),
    insertField: (name: string) => run(insertField(name)),
    setLink: (href: string, words?: string) => run(ownStep(setLink(href, words))),
    setAttributes: (pos: number, attrs: Record<string, unknown>) => run(ownStep(setAttributes(pos, attrs))),
    setSplit: (pos: number, split: string) => run(ownStep(setSplit(pos, split))),
    moveBlock: (down: boolean) => run(ownStep(moveBlock(down, host.moved))),
    removeBlock: () => run(ownStep(removeBlock)),
    dragBlock: (event: DragEvent) => dragBlock(view, event),
    showSelection: (shown: boolean) => showSelection(view, shown),
    /** Draws again what depends on words, fields, or whether it may be changed. */
    refresh: () => view.setProps({ nodeViews: nodeViews() }),
    /** The place was moved to another document or shadow root. */
    moved: () => view.updateRoot(),
    destroy: () => view.destroy(),
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
    clipboard(),
    pictures(host),
    dropCursor({ color: false, width: 3, class: 'drop-cursor' }),
    gapCursor(),
    keepFooter(() => host.say('footer_kept')),
    hints(host),
    shownSelection(),
  ]
}
