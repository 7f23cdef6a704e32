import { expect, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import { documentLimits, type EmailDocument } from '../email-document.ts'
import { documentInput } from './documents.ts'
import { parseInput } from './parse.ts'

const words = (text = 'x', marks?: object[]) => ({ type: 'text', text, ...(marks === undefined ? {} : { marks }) })
const paragraph = (...content: object[]) => ({ type: 'paragraph', content })
const footer = { type: 'footer', content: [paragraph()] }
const documentOf = (...blocks: object[]) => ({ version: 1, kind: 'blocks', content: [...blocks, footer] })
const inItem = (...content: object[]) => ({ type: 'bullet_list', content: [{ type: 'list_item', content }] })
const linked = (href: unknown) => documentOf(paragraph(words('x', [{ type: 'link', attrs: { href } }])))
const picture = (attrs: object) => documentOf({ type: 'image', attrs: { src: 'https://x.example/a.png', ...attrs } })
const regionsOf = (values: object, more: object = {}) => ({
  version: 1,
  kind: 'regions',
  source: '<p>x</p>',
  values,
  ...more,
})
const columns = (count: number, split: string) =>
  documentOf({
    type: 'columns',
    attrs: { split },
    content: Array(count).fill({ type: 'column', content: [paragraph()] }),
  })

it('is the type of documents', () => {
  expectTypeOf<EmailDocument>().toEqualTypeOf<z.output<typeof documentInput> & EmailDocument>()
})

const refused: [what: string, field: string, given: unknown, message: RegExp][] = [
  ['no object', '', 7, /expected an object/],
  ['another version', '.version', { ...documentOf(paragraph()), version: 2 }, /expected 1/],
  ['another kind', '.kind', { ...documentOf(paragraph()), kind: 'mjml' }, /blocks/],
  ['a field of its own', '.colour', { ...documentOf(paragraph()), colour: 'red' }, /not a field/],
  ['a language that is none', '.lang', { ...documentOf(paragraph()), lang: 'english!' }, /such as en/],
  ['two lines of preview text', '.preheader', { ...documentOf(paragraph()), preheader: 'a\nb' }, /one line/],
  ['no footer', '.content[1]', { version: 1, kind: 'blocks', content: [paragraph()] }, /footer/],
  ['a footer amid', '.content[0]', documentOf(footer, paragraph()), /last/],
  ['no blocks', '.content[0]', documentOf(), /block/],
  ['an unknown node', '.content[0].type', documentOf({ type: 'video' }), /video|another value|paragraph/],
  [
    'an item by itself',
    '.content[0].type',
    documentOf({ type: 'list_item', content: [paragraph()] }),
    /expected paragraph, heading/,
  ],
  [
    'a list that begins with a list',
    '.content[0].content[0].content',
    documentOf(inItem(inItem(paragraph()))),
    /paragraph/,
  ],
  [
    'columns in columns',
    '.content[0].content[0].content[0].type',
    documentOf({ type: 'columns', content: [{ type: 'column', content: [{ type: 'columns' }] }] }),
    /./,
  ],
  ['one column', '.content[0].content', columns(1, '1-1'), /at least 2/],
  ['shares for other columns', '.content[0].attrs.split', columns(3, '1-1'), /shares/],
  ['a style', '.content[0].attrs.style', documentOf({ type: 'paragraph', attrs: { style: 'x' } }), /not a field/],
  ['an empty text', '.content[0].content[0].text', documentOf(paragraph(words(''))), /text/],
  [
    'a field that is none',
    '.content[0].content[0].attrs.name',
    documentOf(paragraph({ type: 'field', attrs: { name: '#a' } })),
    /name/,
  ],
  [
    'marks in a button',
    '.content[0].content[0].marks[0]',
    documentOf({ type: 'button', attrs: { href: '' }, content: [words('x', [{ type: 'em' }])] }),
    /./,
  ],
  ['half a character', '.content[0].content[0].text', documentOf(paragraph(words('\ud800'))), /Unicode/],
  [
    'a picture of a format that mail programs leave out',
    '.content[0].attrs.src',
    picture({ src: 'https://x.example/a.webp?b' }),
    /PNG/,
  ],
  ['a picture in itself', '.content[0].attrs.src', picture({ src: 'data:image/png;base64,AA' }), /http/],
  ['HTML without words', '.source', regionsOf({}, { source: '' }), /expected HTML/],
  ['blocks beside places', '.content', regionsOf({}, { content: [] }), /not a field/],
  ['a place of no name', '.values.-a', regionsOf({ '-a': {} }), /name of a place/],
  ['HTML in a place', '.values.a.html', regionsOf({ a: { html: '<b>' } }), /not a field/],
  [
    'a picture in words',
    '.values.a.content[0].type',
    regionsOf({ a: { content: [{ type: 'image' }] } }),
    /expected text/,
  ],
  ['a link of a place that runs code', '.values.a.href', regionsOf({ a: { href: 'javascript:x' } }), /http/],
  ['a picture of a place that is a script', '.values.a.src', regionsOf({ a: { src: 'javascript:x' } }), /http/],
  ['a width of none', '.content[0].attrs.width', picture({ width: 0 }), /at least 1/],
  ['a link of a picture that runs code', '.content[0].attrs.href', picture({ href: 'javascript:x' }), /http/],
  ...['javascript:x', '/news', '', '#a', 'ftp://x.example/', '{{a}}{{b}}', 'data:text/html,x'].map(
    (href): (typeof refused)[number] => [
      `a link to ${href}`,
      '.content[0].content[0].marks[0].attrs.href',
      linked(href),
      /http/,
    ],
  ),
]

it.each(refused)('refuses %s and names its place', (_, field, given, message) => {
  expect(() => parseInput(documentInput, given, 'document')).toThrow(
    expect.objectContaining({ field: `document${field}`, message: expect.stringMatching(message) }),
  )
})

it.each(['https://x.example/?a={{b}}', 'HTTP://x.example', 'mailto:a@x.example', 'tel:+331', '{{site}}'])(
  'takes a link to %s',
  (href) => {
    expect(parseInput(documentInput, linked(href), 'document')).toEqual(linked(href))
  },
)

const deep = (levels: number): object => (levels <= 1 ? paragraph(words()) : inItem(paragraph(), deep(levels - 1)))
const { nodes, bytes } = documentLimits

it('has bounds: nodes, depth and size, and reads nothing beyond them', () => {
  const paragraphs = (count: number) => documentOf(...Array.from({ length: count }, () => paragraph()))
  // The footer and its paragraph are two of them.
  expect(() => parseInput(documentInput, paragraphs(nodes - 2), 'document')).not.toThrow()
  expect(() => parseInput(documentInput, paragraphs(nodes - 1), 'document')).toThrow(
    /content\[1999\]\.content\[0\].*2000 nodes/,
  )
  expect(() => parseInput(documentInput, documentOf(deep(4)), 'document')).not.toThrow()
  expect(() => parseInput(documentInput, documentOf(deep(5)), 'document')).toThrow(/at most 8 nodes within each other/)
  expect(() => parseInput(documentInput, documentOf(deep(5_000)), 'document')).toThrow(/at most 8 nodes/)
  expect(() => parseInput(documentInput, documentOf(paragraph(words('é'.repeat(bytes / 2)))), 'document')).toThrow(
    /200 KB/,
  )
  const circle: Record<string, unknown> = documentOf(paragraph())
  circle.content = [circle]
  expect(() => parseInput(documentInput, circle, 'document')).toThrow(expect.objectContaining({ field: 'document' }))
})

it('takes words in places of HTML as they are, however long that is, and no more words than blocks may have', () => {
  const { bytes, nodes } = documentLimits
  const content = [words(), paragraph(words()), { type: 'heading', attrs: { level: 2 }, content: [words()] }]
  const whole = { content, src: 'https://x.example/a.png', alt: '', href: '', width: 1, height: null }
  const long = regionsOf({ 'Über uns': whole }, { source: 'x'.repeat(2 * bytes), preheader: 'p' })
  expect(parseInput(documentInput, long, 'document')).toEqual(long)
  const many = (count: number) =>
    regionsOf({ a: { content: Array(count - 1).fill(words()) }, b: { content: [words()] } })
  expect(() => parseInput(documentInput, many(nodes), 'document')).not.toThrow()
  expect(() => parseInput(documentInput, many(nodes + 1), 'document')).toThrow(
    expect.objectContaining({ field: 'document.values.b.content[0]', message: expect.stringMatching(/at most 2000/) }),
  )
  const large = regionsOf({ a: { content: [words('x'.repeat(bytes))] } })
  expect(() => parseInput(documentInput, large, 'document')).toThrow(/200 KB/)
  expect(() => parseInput(documentInput, regionsOf({ a: { content: [deep(4)] } }), 'document')).not.toThrow()
  expect(() => parseInput(documentInput, regionsOf({ a: { content: [deep(5)] } }), 'document')).toThrow(
    /8 nodes within/,
  )
})
