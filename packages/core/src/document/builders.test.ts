import { expect, it } from 'vitest'
import { documentInput } from '../domain/input/documents.ts'
import { parseInput } from '../domain/input/parse.ts'
import { button, document, field, footer, heading, image, paragraph } from './builders.ts'

const welcome = document(
  [
    heading(1, 'Welcome on board'),
    paragraph(
      'Hello ',
      field('name', 'there'),
      ',\nyour ',
      { bold: 'berth' },
      ' is ',
      { link: 'https://port.example/', text: 'ready' },
      '.',
    ),
    image('https://port.example/map.png', { alt: 'A map', width: 300 }),
    button('See it', 'https://port.example/berth'),
  ],
  { preheader: 'Your berth is ready', lang: 'en' },
)

it('make a document that is stored as it is, with a footer where none is given', () => {
  expect(parseInput(documentInput, welcome, 'document')).toEqual(welcome)
  expect(welcome).toMatchObject({ version: 1, kind: 'blocks', preheader: 'Your berth is ready', lang: 'en' })
  expect(welcome.content.at(1)).toEqual({
    type: 'paragraph',
    content: [
      { type: 'text', text: 'Hello ' },
      { type: 'field', attrs: { name: 'name', fallback: 'there' } },
      { type: 'text', text: ',' },
      { type: 'hard_break' },
      { type: 'text', text: 'your ' },
      { type: 'text', text: 'berth', marks: [{ type: 'strong' }] },
      { type: 'text', text: ' is ' },
      { type: 'text', text: 'ready', marks: [{ type: 'link', attrs: { href: 'https://port.example/' } }] },
      { type: 'text', text: '.' },
    ],
  })
  expect(welcome.content.at(-1)).toEqual({ type: 'footer', content: [{ type: 'paragraph' }] })
})

it('keep the footer that is given', () => {
  const own = footer('Port de Brest', 'Quai 1')
  expect(document([paragraph('x'), own]).content).toEqual([paragraph('x'), own])
  expect(own.content).toHaveLength(2)
})
