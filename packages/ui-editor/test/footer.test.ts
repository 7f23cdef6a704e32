import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import {
  button,
  caretIn,
  click,
  clipboardOf,
  mail,
  mountEditor,
  part,
  paste,
  press,
  said,
  settled,
  shape,
  writeIn,
} from './support/editor.ts'

const footer = 'footer(p(Harbour, 1 Quay))'

test.each([
  ['deleted', '{Control>}a{/Control}{Delete}', `p() ${footer}`],
  ['cut', '{Control>}ax{/Control}', `p() ${footer}`],
  ['typed over', '{Control>}a{/Control}New', `p(New) ${footer}`],
])('the footer stays when all is %s', async (_, keys, left) => {
  const editor = await writeIn('One', 'Two')
  await press(keys)
  await settled(editor)
  expect(shape(editor.value, true)).toBe(left)
  expect(said(editor)).toMatch(/footer stays/)
  await press('{Control>}z{/Control}')
  await press('{Control>}z{/Control}')
  expect(shape(editor.value, true)).toBe(`p(One) p(Two) ${footer}`)
})

test('what is pasted over all of it stands above the footer', async () => {
  const editor = await writeIn('One')
  await press('{Control>}a{/Control}')
  await paste(editor, { 'text/html': '<h2>New</h2><p>words</p>' })
  expect(shape(editor.value, true)).toBe(`h2(New) p(words) ${footer}`)
})

test('all of it, copied and pasted, has one footer', async () => {
  const editor = await writeIn('One', 'Two')
  await press('{Control>}a{/Control}')
  const copied = clipboardOf(editor, 'copy')
  await caretIn(editor, part(editor, '.message p'))
  await paste(editor, { 'text/html': copied })
  expect(shape(editor.value, true)).toBe(`p(One) p(One) p(Two) p(Two) ${footer}`)
})

test('letters of it are changed and taken away one by one, and words go into it as paragraphs', async () => {
  const editor = await mountEditor({ value: mail('One') })
  await caretIn(editor, part(editor, 'footer p'))
  await press('{Backspace}{Backspace}{Backspace}{Backspace}Pier')
  expect(shape(editor.value, true)).toBe('p(One) footer(p(Harbour, 1 Pier))')
  await paste(editor, { 'text/html': '<h1>29200 Brest</h1>' })
  expect(shape(editor.value, true)).toBe('p(One) footer(p(Harbour, 1 Pier29200 Brest))')
})

test('a press on the ground around the message is one behind the words above it', async () => {
  const editor = await mountEditor({ value: mail('One') })
  const page = part(editor, '.page')
  await userEvent.click(page, { position: { x: 20, y: page.clientHeight - 10 } })
  await press(' more')
  expect(shape(editor.value, true)).toBe(`p(One more) ${footer}`)
})

test('an empty one says what belongs there, and nothing is moved or deleted in it', async () => {
  const editor = await mountEditor()
  expect(part(editor, 'footer p').dataset.hint).toMatch(/whom this mail is from/i)
  await caretIn(editor, part(editor, 'footer p'))
  await press('{Alt>}{ArrowUp}{/Alt}')
  expect(button(editor, 'Block').getAttribute('aria-disabled')).toBe('true')
  expect(shape(editor.value, true)).toBe('p() footer(p())')
})

test('a block that is inserted while the caret is in it stands above it', async () => {
  const editor = await mountEditor({ value: mail('One') })
  await caretIn(editor, part(editor, 'footer p'))
  await click(editor, 'Insert')
  await click(editor, 'Line')
  expect(shape(editor.value, true)).toBe(`p(One) divider p() ${footer}`)
})
