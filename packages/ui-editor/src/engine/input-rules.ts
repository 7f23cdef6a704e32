import { fieldName } from '@sillage/core/document'
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import { Selection } from 'prosemirror-state'
import { containerDepth } from './commands/around.ts'
import { nodes } from './schema.ts'

/** `{{name}}` becomes a field. */
const fieldSign = new InputRule(/\{\{ {0,3}([\w.]{1,200}) {0,3}\}\}$/, (state, [, name = ''], start, end) => {
  if (!fieldName.test(name)) return null
  return state.tr.replaceRangeWith(start, end, nodes.field.create({ name }))
})

/** The signs of a place that has no room for blocks. */
export const fieldSigns = () => inputRules({ rules: [fieldSign] })

/** What becomes of signs that people are used to; Backspace takes it back. */
export function typedSigns() {
  return inputRules({
    rules: [
      wrappingInputRule(/^[-*]\s$/, nodes.bullet_list),
      wrappingInputRule(/^1[.)]\s$/, nodes.ordered_list),
      wrappingInputRule(/^>\s$/, nodes.quote),
      textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, ([, signs]) => ({ level: signs?.length ?? 1 })),
      new InputRule(/^---$/, (state, _match, start, end) => {
        const $start = state.doc.resolve(start)
        const depth = containerDepth($start)
        if (state.doc.type !== nodes.doc) return null
        if ($start.depth !== depth + 1 || $start.parent.type !== nodes.paragraph) return null
        if ($start.node(depth).type === nodes.footer || end < $start.end() - 1) return null
        const from = $start.before()
        const tr = state.tr.replaceWith(from, $start.after(), [nodes.divider.create(), nodes.paragraph.create()])
        return tr.setSelection(Selection.near(tr.doc.resolve(from + 1), 1))
      }),
      fieldSign,
    ],
  })
}
