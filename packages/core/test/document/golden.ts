import type { BlockDocument, InlineNode, ParagraphNode, TextNode } from '../../src/domain/email-document.ts'

const link = (href: string) => ({ type: 'link', attrs: { href } }) as const
export const text = (words: string, ...marks: NonNullable<TextNode['marks']>): TextNode =>
  marks.length === 0 ? { type: 'text', text: words } : { type: 'text', text: words, marks }
export const paragraph = (...content: InlineNode[]): ParagraphNode => ({ type: 'paragraph', content })

/** Holds every node and mark there is, each way it can stand. */
export const golden: BlockDocument = {
  version: 1,
  kind: 'blocks',
  preheader: 'Three talks, one boat and a table for twelve',
  lang: 'en',
  content: [
    { type: 'heading', attrs: { level: 1 }, content: [text('The harbour festival is back')] },
    paragraph(
      text('Hello '),
      { type: 'field', attrs: { name: 'name', fallback: 'there & {you}' } },
      text(', on 14 June the quay belongs to us. Here is '),
      text('what is new', { type: 'strong' }),
      text(' and '),
      text('what you should ', link('https://example.org/new?a=1&b=2')),
      text('book early', { type: 'strong' }, { type: 'em' }, link('https://example.org/new?a=1&b=2')),
      { type: 'hard_break' },
      text('Or write to us ', link('mailto:quay@example.org')),
      text('your own page', link('{{site}}')),
    ),
    {
      type: 'image',
      attrs: { src: 'https://example.org/boat.png', alt: 'A red "boat"', width: 1200, height: 600, href: '' },
    },
    { type: 'heading', attrs: { level: 2, align: 'center' }, content: [text('What there is')] },
    {
      type: 'bullet_list',
      content: [
        { type: 'list_item', content: [paragraph(text('Boat trips')), paragraph(text('from ten to six'))] },
        {
          type: 'list_item',
          content: [
            paragraph(text('A market')),
            {
              type: 'ordered_list',
              content: [
                { type: 'list_item', content: [paragraph(text('fish'))] },
                { type: 'list_item', content: [paragraph(text('rope'))] },
              ],
            },
          ],
        },
      ],
    },
    {
      type: 'button',
      attrs: { href: 'https://example.org/book?u={{email}}', align: 'center' },
      content: [text('Book a place for '), { type: 'field', attrs: { name: 'name', fallback: 'you' } }],
    },
    { type: 'divider' },
    {
      type: 'columns',
      attrs: { split: '1-2' },
      content: [
        {
          type: 'column',
          content: [
            { type: 'heading', attrs: { level: 3 }, content: [text('By train')] },
            { type: 'button', attrs: { href: 'https://example.org/train' }, content: [text('Timetable')] },
          ],
        },
        {
          type: 'column',
          content: [
            {
              type: 'image',
              attrs: { src: 'https://example.org/map.png', alt: 'Map', href: 'https://example.org/map' },
            },
            { type: 'paragraph', attrs: { align: 'right' }, content: [text('Bicycles can be left here.')] },
          ],
        },
      ],
    },
    { type: 'quote', content: [paragraph(text('The best evening.')), paragraph(text('Marie', { type: 'em' }))] },
    {
      type: 'columns',
      content: ['Friday', 'Saturday', 'Sunday'].map((day) => ({ type: 'column', content: [paragraph(text(day))] })),
    },
    paragraph(),
    paragraph(text('Braces {{typed}} by hand, {'), text('{mixed}}', { type: 'strong' }), text(' & <tags> stay.')),
    paragraph(),
    {
      type: 'footer',
      attrs: { view: true },
      content: [paragraph(text('Harbour Association, Quay Street 1, Hamburg'))],
    },
  ],
}
