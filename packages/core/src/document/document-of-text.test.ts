import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyCharacter } from '../../test/any-character.ts'
import { documentInput } from '../domain/input/documents.ts'
import { parseInput } from '../domain/input/parse.ts'
import { documentOfText } from './document-of-text.ts'
import { renderEmail } from './render-email.ts'
import { renderText } from './render-text.ts'

const wordsOf = (text: string) => renderText(documentOfText(text)).split(/(?:^|\n\n)-- \n/)[0]

it('prose becomes paragraphs, lines, lists, links and fields', () => {
  const { content } = documentOfText(
    '\n\nHello {{ name }},\nsee https://x.example/a_(b). \r\n\r\n  \n- one www.x.example\n* two\n\nWrite to a.b@x.example (or (https://y.example))!\n',
  )
  const link = (text: string, href: string) => ({ type: 'text', text, marks: [{ type: 'link', attrs: { href } }] })
  const text = (words: string) => ({ type: 'text', text: words })
  const item = (...inline: object[]) => ({ type: 'list_item', content: [{ type: 'paragraph', content: inline }] })
  expect(content).toEqual([
    {
      type: 'paragraph',
      content: [
        text('Hello '),
        { type: 'field', attrs: { name: 'name' } },
        text(','),
        { type: 'hard_break' },
        text('see '),
        link('https://x.example/a_(b)', 'https://x.example/a_(b)'),
        text('.'),
      ],
    },
    {
      type: 'bullet_list',
      content: [item(text('one '), link('www.x.example', 'https://www.x.example')), item(text('two'))],
    },
    {
      type: 'paragraph',
      content: [
        text('Write to '),
        link('a.b@x.example', 'mailto:a.b@x.example'),
        text(' (or ('),
        link('https://y.example', 'https://y.example'),
        text('))!'),
      ],
    },
    { type: 'footer', content: [{ type: 'paragraph' }] },
  ])
})

it.each(['', ' \n\n ', '{{', '<b>bold</b> &amp; <script>', '- ', '-', 'a\u0000b', '{{a b}}', '{{#a}}x{{/a}}'])(
  'of %j nothing is read as HTML or as a template',
  (text) => {
    const document = documentOfText(text)
    expect(parseInput(documentInput, document, 'document')).toEqual(document)
    const rows = renderEmail(document).html.split('s-surface"').at(-1) ?? ''
    expect(rows).not.toMatch(/<(?:b|script)>|\{\{[#/a]/)
  },
)

it('any text is a document, with all its words', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), (text) => {
      const document = documentOfText(text)
      parseInput(documentInput, document, 'document')
      const letters = (words = '') => words.replace(/[^a-z0-9]/gi, '')
      expect(letters(wordsOf(text))).toBe(letters(text.toWellFormed()))
    }),
    { numRuns: 500 },
  )
})
