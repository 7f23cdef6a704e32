import type { Node } from 'prosemirror-model'
import { type EditorState, Plugin } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { containerDepth } from './commands/around.ts'
import type { EngineHost, EngineWords } from './engine-host.ts'
import { nodes } from './schema.ts'

/** What is seen and is no part of the mail: the placeholder, which block the caret is in, and how it is called. */
export function hints({ words, editable, disabled }: Pick<EngineHost, 'words' | 'editable' | 'disabled'>): Plugin {
  return new Plugin({
    props: {
      decorations: (state) => DecorationSet.create(state.doc, [...placeholders(state, words()), ...here(state)]),
      attributes: () => ({
        class: 'message',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': words().label,
        spellcheck: 'true',
        tabindex: disabled() ? '-1' : '0',
        ...(editable() ? {} : { 'aria-readonly': 'true' }),
        ...(disabled() ? { 'aria-disabled': 'true' } : {}),
      }),
    },
  })
}

function placeholders({ doc }: EditorState, { placeholder, footer }: EngineWords): Decoration[] {
  const found: Decoration[] = []
  const say = (node: Node | null | undefined, pos: number, text: string) => {
    if (node?.type === nodes.paragraph && node.content.size === 0)
      found.push(Decoration.node(pos, pos + node.nodeSize, { class: 'hint', 'data-hint': text }))
  }
  if (doc.childCount === 2) say(doc.firstChild, 0, placeholder)
  const { lastChild: last } = doc
  if (last?.childCount === 1) say(last.firstChild, doc.content.size - last.nodeSize + 1, footer)
  return found
}

function here({ selection }: EditorState): Decoration[] {
  const { $from } = selection
  const depth = containerDepth($from) + 1
  if ($from.depth < depth) return []
  return [Decoration.node($from.before(depth), $from.after(depth), { class: 'here' })]
}
