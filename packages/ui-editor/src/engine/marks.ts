import type { MarkSpec } from 'prosemirror-model'
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
  em: { parseDOM: [{ tag: 'em' }, { tag: 'i' }], toDOM: () => ['em', 0] },
  strong: { parseDOM: [{ tag: 'strong' }, { tag: 'b' }], toDOM: () => ['strong', 0] },
} satisfies Record<string, MarkSpec>
