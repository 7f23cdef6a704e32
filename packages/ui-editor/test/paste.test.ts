import { button as buttonOf, paragraph } from '@sillage/core/document'
import { describe, expect, test } from 'vitest'
import { commands } from 'vitest/browser'
import {
  caretAtEnd,
  caretIn,
  clipboardOf,
  mail,
  mountEditor,
  part,
  paste,
  press,
  said,
  shape,
  writeIn,
} from './support/editor.ts'

/** What a program puts on the clipboard. */
const from = (program: string) => commands.readFile(`packages/ui-editor/test/fixtures/${program}.html`)

const made: Record<string, string> = {
  'word-windows':
    'h1(Harbour festival) h2(On the quay) p@center(*Three talks*, _one boat_ and [a table](https://harbour.example/table).) ' +
    'ul(li(p(Boats) ul(li(p(Red ones)) li(p(Blue ones)))) li(p(*Music*))) ol(li(p(Come)) li(p(Stay))) quote(p(The best evening))',
  'word-mac': 'p(Dear {name},) ol(li(p(First) ol(li(p(Within) ol(li(p(Deeper)) li(p(Deepest)))))))',
  'word-online': 'h1(Harbour festival) p(*Three* talks) ul(li(p(Boats)))',
  'google-docs':
    'h1(Harbour festival) p@right(*Three talks* and _[one boat](https://harbour.example/boat)_) ul(li(p(Boats) ul(li(p(Red ones)))) li(p(Music)))',
  'web-page':
    'h3(News) p(Read here, there or [on the site](https://harbour.example/a?b=1&c=2).) p(A form) image<https://harbour.example/boat.png> p(The boat) ' +
    'divider quote(p(It was _fine_)) p(code here) p(When) p(June)',
  gmail: 'p(Hello Ada,) p(the boat leaves at *ten*.|Come early.) p([harbour.example](https://harbour.example/))',
  'apple-mail': 'p(Hello Ada,) p(the boat leaves at *ten*.)',
  outlook: 'p(Hello Ada,) p(the boat leaves at *ten*.) ul(li(p(Boats)))',
  libreoffice: 'h1(Harbour festival) p@center(*Three* talks) ol(li(p(One) ol(li(p(Within)))))',
  excel: 'p(Boat · Seats) p(Marie · 12)',
  'word-nested':
    'p(Programme) ol(li(p(Friday) ol(li(p(Boats, *red* ones) ul(li(p(At ten)) li(p(At noon)))) li(p(Soup) p(With bread)))) li(p(Saturday))) p(Boat · Seats) p(Marie · 12) p(Cancelled On) image<> p(After)',
  'google-docs-rich':
    'p(Harbour festival) h2(Where) p(First line|second line) ol(li(p(*Friday*) ol(li(p(Boats) ol(li(p(At ten)))))) li(p(Saturday))) p(Boat · Seats) p([the site](https://harbour.example/a?b=1)) image<https://lh7-rt.googleusercontent.com/docsz/abc>',
  'google-docs-pictures':
    'p(The quay) image<https://lh7-rt.googleusercontent.com/docsz/AD_4nXc0?key=a-b> image<> p(The end)',
  'outlook-web': 'p(Hello Ada,) p(the boat leaves at *ten*.) ul(li(p(Boats) ul(li(p(Red ones)))) li(p(Soup))) p(Marie)',
  'outlook-windows':
    'p(Hello Ada,) ol(li(p(One) ol(li(p(Within)))) li(p(Two))) p(See [the site](https://harbour.example/)) p(*From:* Marie|*Sent:* Friday)',
  'libreoffice-rich':
    'p(Plain, *bold* and _slanted_) ul(li(p(Boats) ul(li(p(Red ones)))) li(p(Soup))) h2@right(Where) p(Boat · Seats) p(Marie · 12) p([the site](https://harbour.example/)|below)',
  'excel-web': 'p(*Boat* · *Seats* · *Site*) p(Marie · 12,5 · [Book](https://harbour.example/marie))',
  'google-sheets': 'p(*Boat* · *Seats*) p(Marie|and Zoé · 12)',
  notion:
    'h1(Harbour festival) p(Three *talks*) ul(li(p(Boats) ul(li(p(Red ones)))) li(p([ ] Call the band))) p(💡 Come early) p(code) p(See there)',
  newsletter: 'image<https://harbour.example/logo.png> h1(News) p(of *today*) p([Go](https://harbour.example/go))',
}

test.each(Object.entries(made))('what %s copied', async (program, expected) => {
  const editor = await writeIn('')
  await paste(editor, { 'text/html': await from(program) })
  expect(shape(editor.value)).toBe(expected)
  const notes = editor.notes.map(({ code }) => code).filter((code) => code !== 'image_without_alt')
  expect(notes).toEqual(expected.includes('image<>') ? ['image_without_source'] : [])
  await press('{Control>}z{/Control}')
  expect(shape(editor.value)).toBe('p()')
})

test('a picture that did not come along has its place, and a line says what to do', async () => {
  const editor = await mountEditor({ upload: () => Promise.reject(new Error('not asked for')) })
  // The end of the editor is below that of the window.
  editor.style.marginBlockStart = '75vh'
  await caretAtEnd(editor)
  await paste(editor, { 'text/html': await from('google-docs-pictures') })
  expect(said(editor)).toBe('Pictures did not come with the words. Press each place and choose its file.')
  expect(part(editor, '.said').getBoundingClientRect().bottom).toBeLessThanOrEqual(innerHeight)
  expect(editor.value.content[2]).toMatchObject({ type: 'image', attrs: { src: '', alt: 'A map' } })
  expect(editor.notes.map(({ code }) => code)).toContain('image_without_source')
  await press('{Control>}a{/Control}')
  const copied = clipboardOf(editor, 'copy')
  const other = await writeIn('')
  await paste(other, { 'text/html': copied })
  expect(shape(other.value)).toBe(shape(editor.value))
})

describe('plain text', () => {
  test.each([
    ['paragraphs and ends of lines', 'one\n\ntwo\nthree\r\n\r\n\r\nfour', 'p(one) p(two|three) p(four)'],
    ['addresses', 'see www.harbour.example.', 'p(see [www.harbour.example](https://www.harbour.example).)'],
    ['fields', 'Dear {{name}}', 'p(Dear {name})'],
    ['a list', '- one\n- two', 'ul(li(p(one)) li(p(two)))'],
    ['tags, which are words', '<b>bold</b> & <script>', 'p(<b>bold</b> & <script>)'],
  ])('%s', async (_, text, expected) => {
    const editor = await writeIn('')
    await paste(editor, { 'text/plain': text })
    expect(shape(editor.value)).toBe(expected)
  })

  test('it joins the words around the caret', async () => {
    const editor = await writeIn('ab')
    await press('{ArrowLeft}')
    await paste(editor, { 'text/plain': 'X' })
    await paste(editor, { 'text/plain': 'Y\n\nZ' })
    expect(shape(editor.value)).toBe('p(aXY) p(Zb)')
  })
})

test('in a button it is one line, without marks', async () => {
  const editor = await writeIn(buttonOf('Go ', 'https://harbour.example/'))
  await paste(editor, { 'text/html': '<p>to the <b>boats</b></p><p>and {{name}}</p>' })
  expect(shape(editor.value)).toBe('button<https://harbour.example/>(Go to the boats and {name})')
})

test('in a column lists are as deep as there is room for', async () => {
  const column = (text: string) => ({ type: 'column' as const, content: [paragraph(text)] })
  const editor = await mountEditor({ value: mail({ type: 'columns', content: [column('a'), column('b')] }) })
  await caretIn(editor, part(editor, '[data-column] p'))
  await paste(editor, { 'text/html': await from('word-mac') })
  expect(shape(editor.value)).toContain('ol(li(p(First) ol(li(p(Within)) li(p(Deeper)) li(p(Deepest)))))')
})

test('what the editor copied is what it was: fields with their words, buttons, columns, alignment', async () => {
  const blocks = mail(
    {
      type: 'heading',
      attrs: { level: 1, align: 'right' },
      content: [{ type: 'field', attrs: { name: 'name', fallback: 'you' } }],
    },
    {
      type: 'columns',
      attrs: { split: '1-2' },
      content: [
        { type: 'column', content: [buttonOf('Go', '')] },
        { type: 'column', content: [paragraph('b')] },
      ],
    },
    {
      type: 'image',
      attrs: {
        src: 'https://harbour.example/a.png',
        alt: 'A',
        width: 10,
        height: 20,
        href: 'https://harbour.example/',
        align: 'left',
      },
    },
  )
  const editor = await mountEditor({ value: blocks })
  const before = shape(editor.value)
  await caretIn(editor, part(editor, '.message h1'))
  await press('{Control>}a{/Control}')
  const copied = clipboardOf(editor, 'copy')
  const other = await writeIn('')
  await paste(other, { 'text/html': copied })
  expect(shape(other.value)).toContain(before)
  expect(other.value.content.find(({ type }) => type === 'image')).toEqual(blocks.content[2])
})
