import { button as buttonOf, heading, paragraph } from '@sillage/core/document'
import { expect, test } from 'vitest'
import { caretIn, clipboardOf, focused, part, paste, press, said, settled, shape, writeIn } from './support/editor.ts'

test.each([
  ['bold', 'one{Shift>}{Home}{/Shift}{Control>}b{/Control}', 'p(*one*)'],
  ['italic', 'one{Shift>}{Home}{/Shift}{Control>}i{/Control}', 'p(_one_)'],
  ['a large heading', 'one{Control>}{Alt>}1{/Alt}{/Control}', 'h1(one)'],
  ['a heading', 'one{Control>}{Alt>}2{/Alt}{/Control}', 'h2(one)'],
  ['a small heading', 'one{Control>}{Alt>}3{/Alt}{/Control}', 'h3(one)'],
  ['text again', '# one{Control>}{Alt>}0{/Alt}{/Control}', 'p(one)'],
  ['a numbered list', 'one{Control>}{Shift>}7{/Shift}{/Control}', 'ol(li(p(one)))'],
  ['a list', 'one{Control>}{Shift>}8{/Shift}{/Control}', 'ul(li(p(one)))'],
  ['numbers for bullets', '- one{Control>}{Shift>}7{/Shift}{/Control}', 'ol(li(p(one)))'],
  ['a heading out of a list', '- one{Control>}{Alt>}2{/Alt}{/Control}', 'h2(one)'],
  ['deeper', '- one{Enter}two{Control>}]{/Control}', 'ul(li(p(one) ul(li(p(two)))))'],
  ['shallower', '- one{Enter}two{Control>}][[{/Control}', 'ul(li(p(one)) li(p(two)))'],
  ['out of a list by Enter', '- one{Enter}{Enter}two', 'ul(li(p(one))) p(two)'],
  ['the end of a line', 'one{Shift>}{Enter}{/Shift}two', 'p(one|two)'],
  ['a paragraph', 'one{Enter}two', 'p(one) p(two)'],
])('%s', async (_, keys, made) => {
  const editor = await writeIn('')
  await press(keys)
  expect(shape(editor.value)).toBe(made)
  // Each of them is undone by keys alone, to the last.
  for (let i = 0; i < 8; i += 1) await press('{Control>}z{/Control}')
  expect(shape(editor.value)).toBe('p()')
})

test('lists are as deep as a document may be, and no deeper', async () => {
  const editor = await writeIn('')
  await press('- a{Enter}b{Control>}]{/Control}{Enter}c{Control>}]{/Control}{Enter}d{Control>}]{/Control}')
  expect(shape(editor.value)).toBe('ul(li(p(a) ul(li(p(b) ul(li(p(c)) li(p(d)))))))')
})

test('undo and redo', async () => {
  const editor = await writeIn('Hello')
  await press(' you{Control>}{Alt>}2{/Alt}{/Control}{Control>}zz{/Control}')
  expect(shape(editor.value)).toBe('p(Hello)')
  await press('{Control>}y{/Control}{Control>}{Shift>}z{/Shift}{/Control}')
  expect(shape(editor.value)).toBe('h2(Hello you)')
})

test('Alt with the arrows moves a block among its neighbours, and undo takes the move alone', async () => {
  const editor = await writeIn(heading(2, 'one'), 'two', 'three')
  await press('!{Alt>}{ArrowUp}{/Alt}')
  await settled(editor)
  expect(shape(editor.value)).toBe('h2(one) p(three!) p(two)')
  expect(said(editor)).toBe('Moved to place 2 of 3')
  await press('?')
  expect(shape(editor.value)).toBe('h2(one) p(three!?) p(two)')
  await press('{Control>}zz{/Control}')
  expect(shape(editor.value)).toBe('h2(one) p(two) p(three!)')
  await press('{Alt>}{ArrowDown}{/Alt}')
  expect(shape(editor.value, true)).toBe('h2(one) p(two) p(three!) footer(p(Harbour, 1 Quay))')
})

test('in a column it moves among the blocks of the column', async () => {
  const column = (...words: string[]) => ({ type: 'column' as const, content: words.map((text) => paragraph(text)) })
  const editor = await writeIn({ type: 'columns', content: [column('one', 'two'), column('three')] })
  await caretIn(editor, part(editor, '[data-column] p'))
  await press('{Alt>}{ArrowDown}{/Alt}')
  await press('{Alt>}{ArrowDown}{/Alt}')
  expect(shape(editor.value)).toBe('columns(column(p(two) p(one)) column(p(three)))')
})

test('Enter in a button goes on below it, and Backspace in an empty one takes it away', async () => {
  const editor = await writeIn(buttonOf('Go', 'https://harbour.example/'))
  await press('{Enter}below')
  expect(shape(editor.value)).toBe('button<https://harbour.example/>(Go) p(below)')
  await caretIn(editor, part(editor, '[data-button] span'))
  await press('{Backspace}{Backspace}{Backspace}')
  expect(shape(editor.value)).toBe('p() p(below)')
})

test('Backspace in columns that are all empty takes them away', async () => {
  const empty = { type: 'column' as const, content: [paragraph()] }
  const editor = await writeIn({ type: 'columns', content: [empty, empty] })
  await caretIn(editor, part(editor, '[data-column] p'))
  await press('{Backspace}')
  expect(shape(editor.value)).toBe('p()')
})

test('a block goes into columns and out of them by cut and paste', async () => {
  const column = (text: string) => ({ type: 'column' as const, content: [paragraph(text)] })
  const editor = await writeIn({ type: 'columns', content: [column('one'), column('two')] }, 'three')
  const take = async (words: HTMLElement) => {
    await caretIn(editor, words, true)
    return clipboardOf(editor, 'cut')
  }
  const taken = await take(part(editor, '.message > p'))
  await caretIn(editor, part(editor, '[data-column] p'))
  await press('{Enter}')
  await paste(editor, { 'text/html': taken })
  expect(shape(editor.value)).toBe('columns(column(p(one) p(three)) column(p(two))) p()')
  const back = await take(part(editor, '[data-column]:last-child p'))
  await caretIn(editor, part(editor, '.message > p'))
  await paste(editor, { 'text/html': back })
  expect(shape(editor.value)).toBe('columns(column(p(one) p(three)) column(p())) p(two)')
})

test('Tab leads through toolbar, preview text and message, and out; Alt+F10 and Escape to the toolbar and back', async () => {
  const editor = await writeIn('Hello')
  const after = document.createElement('button')
  document.body.append(after)
  await press('{Tab}')
  expect(document.activeElement).toBe(after)
  await press('{Shift>}{Tab}{/Shift}')
  expect(focused(editor)).toBe(part(editor, '.message'))
  await press('{Shift>}{Tab}{/Shift}')
  expect(focused(editor)?.id).toBe('preheader')
  await press('{Shift>}{Tab}{/Shift}')
  expect(focused(editor)).toBe(part(editor, 'select'))
  await press('{ArrowRight}{ArrowRight}')
  expect(focused(editor)).toBe(part(editor, '[data-stop=italic]'))
  await press('{Tab}')
  expect(focused(editor)?.id).toBe('preheader')
  await press('{Shift>}{Tab}{/Shift}')
  expect(focused(editor)).toBe(part(editor, '[data-stop=italic]'))
  await press('{Escape}{End}!')
  expect(shape(editor.value)).toBe('p(Hello!)')
  await press('{Alt>}{F10}{/Alt}{End}')
  expect(focused(editor)).toBe(part(editor, '[data-stop=redo]'))
})
