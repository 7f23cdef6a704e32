import type { DOMOutputSpec, NodeSpec } from 'prosemirror-model'
import { alignOf, pictureOf } from './dom-attributes.ts'
import { isAlign, isField, isLevel, isMaybeLink, isPicture, isPixels, isSplit, isWords, isYesOrNo } from './validate.ts'

const align = { align: { default: 'left', validate: isAlign } }
const alignAttrs = (dom: HTMLElement) => ({ align: alignOf(dom) ?? 'left' })
/** By attribute: it is read everywhere, and no policy for styles refuses it. */
const aligned = (tag: string, value: unknown): DOMOutputSpec => [tag, value === 'left' ? {} : { align: value }, 0]

/** What stands in a row of its own, and in columns. */
const block = 'block column_block'

const texts = {
  paragraph: {
    content: 'inline*',
    group: block,
    attrs: align,
    parseDOM: [{ tag: 'p', getAttrs: alignAttrs }],
    toDOM: ({ attrs }) => aligned('p', attrs.align),
  },
  heading: {
    content: 'inline*',
    group: block,
    defining: true,
    attrs: { level: { default: 2, validate: isLevel }, ...align },
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({
      tag: `h${level}`,
      getAttrs: (dom: HTMLElement) => ({ level: Math.min(level, 3), ...alignAttrs(dom) }),
    })),
    toDOM: ({ attrs }) => aligned(`h${attrs.level}`, attrs.align),
  },
  bullet_list: { content: 'list_item+', group: block, parseDOM: [{ tag: 'ul' }], toDOM: () => ['ul', 0] },
  ordered_list: { content: 'list_item+', group: block, parseDOM: [{ tag: 'ol' }], toDOM: () => ['ol', 0] },
  list_item: {
    content: 'paragraph (paragraph | bullet_list | ordered_list)*',
    defining: true,
    parseDOM: [{ tag: 'li' }],
    toDOM: () => ['li', 0],
  },
  quote: {
    content: 'paragraph+',
    group: block,
    defining: true,
    parseDOM: [{ tag: 'blockquote' }],
    toDOM: () => ['blockquote', 0],
  },
} satisfies Record<string, NodeSpec>

const things = {
  button: {
    content: '(text | field)*',
    marks: '',
    group: block,
    defining: true,
    isolating: true,
    attrs: { href: { default: '', validate: isMaybeLink }, ...align },
    parseDOM: [
      {
        tag: 'div[data-button]',
        contentElement: 'span',
        getAttrs: (dom: HTMLElement) => ({ href: dom.getAttribute('data-button') ?? '', ...alignAttrs(dom) }),
      },
    ],
    toDOM: ({ attrs }) => ['div', { 'data-button': attrs.href, align: attrs.align }, ['span', 0]],
  },
  image: {
    group: block,
    draggable: true,
    attrs: {
      src: { default: '', validate: isPicture },
      alt: { default: '', validate: isWords },
      width: { default: null, validate: isPixels },
      height: { default: null, validate: isPixels },
      href: { default: '', validate: isMaybeLink },
      align: { default: 'center', validate: isAlign },
    },
    parseDOM: [
      { tag: 'img[src]', getAttrs: pictureOf },
      { tag: 'div.no-image', getAttrs: ({ dataset: { align, href = '' } }) => ({ align, href }) },
    ],
    toDOM: ({ attrs: { src, alt, width, height, href, align: at } }) => {
      const more = { 'data-align': at, 'data-href': href === '' ? null : href }
      return src === '' ? ['div', { class: 'no-image', ...more }] : ['img', { src, alt, width, height, ...more }]
    },
  },
  divider: { group: block, parseDOM: [{ tag: 'hr' }], toDOM: () => ['hr'] },
} satisfies Record<string, NodeSpec>

const frames = {
  columns: {
    content: 'column{2,3}',
    isolating: true,
    attrs: { split: { default: '', validate: isSplit } },
    parseDOM: [{ tag: 'div[data-columns]', getAttrs: (dom) => ({ split: dom.getAttribute('data-columns') }) }],
    toDOM: ({ attrs }) => ['div', { 'data-columns': attrs.split }, 0],
  },
  column: {
    content: 'column_block+',
    isolating: true,
    parseDOM: [{ tag: 'div[data-column]' }],
    toDOM: () => ['div', { 'data-column': '' }, 0],
  },
  /** Holds paragraphs and is no text itself: else Enter at the end of a block would try to make one of it. */
  footer: {
    content: 'paragraph+',
    isolating: true,
    defining: true,
    selectable: false,
    attrs: { view: { default: true, validate: isYesOrNo } },
    parseDOM: [{ tag: 'footer[data-footer]' }],
    toDOM: () => ['footer', { 'data-footer': '' }, 0],
  },
} satisfies Record<string, NodeSpec>

/** What a place of a designer's HTML may hold; each is the whole of what is written there. */
const places = {
  line: { content: 'inline*' },
  /** In a link that is the designer's. */
  linked_line: { content: 'inline*', marks: 'strong em' },
  /** Where no mail program shows how words are written, such as a title. */
  plain_line: { content: '(text | field)*', marks: '' },
  words: { content: '(paragraph | heading | bullet_list | ordered_list)+' },
} satisfies Record<string, NodeSpec>

const inline = {
  text: { group: 'inline' },
  hard_break: { inline: true, group: 'inline', selectable: false, parseDOM: [{ tag: 'br' }], toDOM: () => ['br'] },
  /** One thing: no caret gets inside, and no formatting splits it. */
  field: {
    inline: true,
    group: 'inline',
    atom: true,
    attrs: { name: { validate: isField }, fallback: { default: '', validate: isWords } },
    leafText: ({ attrs }) => `{{${attrs.name}}}`,
    parseDOM: [
      {
        tag: 'span[data-field]',
        getAttrs: (dom) => ({
          name: dom.getAttribute('data-field'),
          fallback: dom.getAttribute('data-fallback') ?? '',
        }),
      },
    ],
    toDOM: ({ attrs }) => [
      'span',
      { 'data-field': attrs.name, 'data-fallback': attrs.fallback === '' ? null : attrs.fallback },
      `{{${attrs.name}}}`,
    ],
  },
} satisfies Record<string, NodeSpec>

/** The nodes of `@sillage/core/document`, as a grammar. It asks for the footer, so that no edit can lose it. */
export const nodeSpecs = {
  doc: { content: '(block | columns)+ footer' },
  ...texts,
  ...things,
  ...frames,
  ...places,
  ...inline,
} satisfies Record<string, NodeSpec>
