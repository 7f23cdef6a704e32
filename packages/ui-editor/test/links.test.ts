import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { SillageEditor } from '../src/index.ts'
import {
  button,
  caretAtEnd,
  caretIn,
  click,
  focused,
  mail,
  mountEditor,
  part,
  parts,
  press,
  settled,
  shape,
  writeIn,
} from './support/editor.ts'

const linked = (text: string, href: string, ...more: ('strong' | 'em')[]) => ({
  type: 'text' as const,
  text,
  marks: [...more.map((type) => ({ type })), { type: 'link' as const, attrs: { href } }],
})
const harbour = 'https://harbour.example/'

async function open(editor: SillageEditor): Promise<HTMLInputElement> {
  await press('{Control>}k{/Control}')
  await settled(editor)
  return part<HTMLInputElement>(editor, '.form [name=href]')
}

test('selected words become a link; while the form has the focus they are seen to be selected', async () => {
  const editor = await writeIn('See the boats')
  await press('{Control>}{Shift>}{ArrowLeft}{/Shift}{/Control}')
  const field = await open(editor)
  expect(focused(editor)).toBe(field)
  expect(part(editor, '.sillage-selected').textContent).toBe('boats')
  expect(parts(editor, '.form [name=words]')).toEqual([])
  await userEvent.fill(field, 'harbour.example/boats')
  await press('{Enter}')
  await settled(editor)
  expect(shape(editor.value)).toBe('p(See the [boats](https://harbour.example/boats))')
  expect(parts(editor, '.sillage-selected')).toEqual([])
  expect(focused(editor)).toBe(part(editor, '.message'))
  await press('{ArrowRight} here')
  expect(shape(editor.value)).toBe('p(See the [boats](https://harbour.example/boats) here)')
})

test.each([
  ['words of their own', 'ada@harbour.example', 'Ada', 'p(See [Ada](mailto:ada@harbour.example))'],
  ['the address', 'ada@harbour.example', '', 'p(See [ada@harbour.example](mailto:ada@harbour.example))'],
  ['a field', '{{{{ticket}}', 'it', 'p(See [it]({{ticket}}))'],
])('without a selection %s are written', async (_, address, words, made) => {
  const editor = await writeIn('See ')
  await userEvent.fill(await open(editor), address.replace('{{{{', '{{'))
  await userEvent.fill(part(editor, '.form [name=words]'), words)
  await press('{Enter}')
  await settled(editor)
  expect(shape(editor.value)).toBe(made)
})

test('at a caret the whole link is changed or removed, however its words are written', async () => {
  const content = [
    linked('what you ', harbour),
    linked('should', harbour, 'strong'),
    { type: 'text' as const, text: ' read' },
  ]
  const editor = await mountEditor({ value: mail({ type: 'paragraph', content }) })
  await caretIn(editor, part(editor, '.message p'))
  for (let i = 0; i < 7; i += 1) await press('{ArrowLeft}')
  const field = await open(editor)
  expect(field.value).toBe(harbour)
  await userEvent.fill(field, 'tel:+33123')
  await click(editor, 'Apply')
  expect(shape(editor.value)).toBe('p([what you ](tel:+33123)*[should](tel:+33123)* read)')
  await open(editor)
  await click(editor, 'Remove')
  expect(shape(editor.value)).toBe('p(what you *should* read)')
  await press('{Control>}z{/Control}')
  expect(shape(editor.value)).toBe('p([what you ](tel:+33123)*[should](tel:+33123)* read)')
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'no address', '/relative', ''])(
  '"%s" is refused',
  async (typed) => {
    const editor = await writeIn('See')
    await press('{Shift>}{Home}{/Shift}')
    await userEvent.fill(await open(editor), typed)
    await press('{Enter}')
    await settled(editor)
    expect(part(editor, '.wrong').textContent).toMatch(/Give an address/)
    await press('{Escape}')
    await settled(editor)
    expect(parts(editor, '.form')).toEqual([])
    expect(shape(editor.value)).toBe('p(See)')
    expect(focused(editor)).toBe(part(editor, '.message'))
  },
)

test('all of a form is seen where the page around it scrolls', async () => {
  const editor = await writeIn(...Array.from({ length: 9 }, (_, at) => `Line ${at}`))
  const scroller = document.createElement('div')
  Object.assign(scroller.style, { blockSize: '270px', overflow: 'auto' })
  scroller.append(...document.body.childNodes)
  document.body.append(scroller)
  await caretAtEnd(editor)
  await open(editor)
  const [form, page] = [part(editor, '.form'), scroller].map((one) => one.getBoundingClientRect())
  expect(form?.bottom).toBeLessThanOrEqual((page?.bottom ?? 0) + 1)
  expect(form?.top).toBeGreaterThanOrEqual((page?.top ?? 0) - 1)
})

test('the bubble at a selection writes bold and italic, and leads to the form', async () => {
  const editor = await writeIn('One')
  await press('{Shift>}{Home}{/Shift}')
  await settled(editor)
  for (const label of ['Bold', 'Italic', 'Link']) {
    const inBubble = parts(editor, '.bubble button').find((one) => one.getAttribute('aria-label') === label)
    await userEvent.click(inBubble as HTMLElement)
    await settled(editor)
  }
  expect(shape(editor.value)).toBe('p(*_One_*)')
  expect(focused(editor)?.getAttribute('name')).toBe('href')
  expect(button(editor, 'Bold').getAttribute('aria-pressed')).toBe('true')
})
