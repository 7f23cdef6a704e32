import fc from 'fast-check'
import { document } from '../../src/document/index.ts'
import type {
  BlockNode,
  ColumnBlock,
  DocumentMark,
  FieldNode,
  InlineNode,
  ParagraphNode,
} from '../../src/domain/email-document.ts'
import { anyCharacter } from '../any-character.ts'

const words = fc
  .oneof(
    fc.string({ unit: anyCharacter, minLength: 1, maxLength: 12 }),
    fc.constantFrom('{{a}}', '{{{a}}}', '{', '{{', '}', '<b>', '&amp;', '{{#a}}', 'https://x.example/', 'two\nlines'),
  )
  .map((text) => text.toWellFormed().replaceAll('\u0000', '0'))
const href = fc.constantFrom(
  'https://x.example/',
  'https://x.example/?a={{a}}&b=c',
  'https://x.example/{{{a}}}',
  '{{site}}',
  'mailto:a@b.example',
  'tel:+331',
)
const marks: fc.Arbitrary<DocumentMark[]> = fc
  .tuple(fc.boolean(), fc.boolean(), fc.option(href, { nil: undefined }))
  .map(([strong, em, to]) => [
    ...(strong ? [{ type: 'strong' } as const] : []),
    ...(em ? [{ type: 'em' } as const] : []),
    ...(to === undefined ? [] : [{ type: 'link', attrs: { href: to } } as const]),
  ])
const field: fc.Arbitrary<FieldNode> = fc
  .tuple(fc.constantFrom('a', 'name', 'none', 'order.id'), fc.option(words, { nil: undefined }))
  .map(([name, fallback]) => ({ type: 'field', attrs: fallback === undefined ? { name } : { name, fallback } }))
const inline: fc.Arbitrary<InlineNode[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('text' as const), text: words, marks }) },
    { weight: 2, arbitrary: field },
    fc.constant({ type: 'hard_break' as const }),
  ),
  { maxLength: 5 },
)
const paragraph: fc.Arbitrary<ParagraphNode> = inline.map((content) => ({ type: 'paragraph', content }))
const columnBlock: fc.Arbitrary<ColumnBlock> = fc.oneof(
  paragraph,
  inline.map((content): ColumnBlock => ({ type: 'heading', attrs: { level: 1 }, content })),
  fc.array(paragraph, { minLength: 1, maxLength: 2 }).map((content): ColumnBlock => ({ type: 'quote', content })),
  fc.array(paragraph, { minLength: 1, maxLength: 3 }).map(
    (items): ColumnBlock => ({
      type: 'bullet_list',
      content: items.map((item) => ({ type: 'list_item', content: [item] })),
    }),
  ),
  fc.tuple(href, field).map(([to, label]): ColumnBlock => ({ type: 'button', attrs: { href: to }, content: [label] })),
  fc
    .tuple(words, href)
    .map(([alt, to]): ColumnBlock => ({ type: 'image', attrs: { src: 'https://x.example/a.png', alt, href: to } })),
  fc.constant<ColumnBlock>({ type: 'divider' }),
)
const columns: fc.Arbitrary<BlockNode> = fc
  .array(fc.array(columnBlock, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 3 })
  .map((all) => ({ type: 'columns', content: all.map((content) => ({ type: 'column', content })) }))

/** Documents that are stored as they are. */
export const validDocument = fc
  .array(fc.oneof({ weight: 5, arbitrary: columnBlock }, columns), { minLength: 1, maxLength: 4 })
  .map((blocks) => document(blocks))
