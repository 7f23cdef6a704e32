import type { MarkSpec, TagParseRule } from 'prosemirror-model'
import { linkOf } from './dom-attributes.ts'
import { isLink } from './validate.ts'

/** How words are written, and where they lead. What pasted styles say of it is made tags before it is read. */
export const markSpecs = {
  link: {
    attrs: { href: { validate: isLink } },
    inclusive: false,
    parseDOM: [{ tag: 'a[href], a[data-href]', getAttrs: linkOf }],
    toDOM: ({ attrs }) => ['a', { href: attrs.href, rel: 'noopener' }, 0],
  },
  em: {
    parseDOM: [{ tag: 'em' }, { tag: 'i' }, spanWhere(({ fontStyle }) => fontStyle === 'italic')],
    toDOM: () => ['em', 0],
  },
  strong: {
    parseDOM: [
      { tag: 'strong' },
      { tag: 'b' },
      spanWhere(({ fontWeight }) => /^(?:bold|bolder|[6-9]00)$/.test(fontWeight)),
    ],
    toDOM: () => ['strong', 0],
  },
} satisfies Record<string, MarkSpec>

/** In a designer's mail words are bold and slanted by styles, too; other marks of the same element hold beside it. */
function spanWhere(holds: (style: CSSStyleDeclaration) => boolean): TagParseRule {
  return { tag: 'span[style]', consuming: false, getAttrs: ({ style }) => (holds(style) ? null : false) }
}
