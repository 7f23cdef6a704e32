import { button as buttonOf, paragraph } from '@sillage/core/document'
import { expect, test, vi } from 'vitest'
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
  said,
  settled,
  shape,
  writeIn,
} from './support/editor.ts'

const picture = 'https://harbour.example/boat.png'

/** Fills a field of the open form, as a person would. */
async function fill(editor: SillageEditor, name: string, value: string): Promise<void> {
  const field = part<HTMLInputElement>(editor, `.form [name=${name}]`)
  if (field.localName === 'select') await userEvent.selectOptions(field, value)
  else await userEvent.fill(field, value)
}

test.each([
  ['Heading', 'h2(x)'],
  ['Button', 'button<>(x)'],
  ['Line', 'divider p(x)'],
  ['List', 'ul(li(p(x)))'],
  ['Numbered list', 'ol(li(p(x)))'],
  ['Quote', 'quote(p(x))'],
  ['Two columns', 'columns(column(p(x)) column(p()))'],
  ['Three columns', 'columns(column(p(x)) column(p()) column(p()))'],
])('"%s" of the list takes the place of an empty paragraph, by pointer and by keys', async (label, made) => {
  const editor = await writeIn('')
  await click(editor, 'Insert')
  await click(editor, label)
  await press('x')
  expect(shape(editor.value)).toBe(made)
  await press('{Control>}zz{/Control}')
  expect(shape(editor.value)).toBe('p()')
  await press(`/${label.toLowerCase()}`)
  await settled(editor)
  await press('{Enter}x')
  expect(shape(editor.value)).toBe(made)
})

test('it stands below a paragraph with words, and a picture asks for its address at once', async () => {
  const editor = await writeIn('One', 'Two')
  await caretIn(editor, part(editor, '.message p'))
  await click(editor, 'Insert')
  await click(editor, 'Picture')
  await settled(editor)
  expect(focused(editor)).toBe(part(editor, '.form [name=src]'))
  await fill(editor, 'src', picture)
  await fill(editor, 'alt', 'A red boat')
  await fill(editor, 'href', 'harbour.example/boats')
  await fill(editor, 'width', '300')
  await fill(editor, 'align', 'right')
  await click(editor, 'Apply')
  expect(editor.value.content[1]).toEqual({
    type: 'image',
    attrs: { src: picture, alt: 'A red boat', href: 'https://harbour.example/boats', width: 300, align: 'right' },
  })
  expect(shape(editor.value)).toBe(`p(One) image<${picture}>@right p(Two)`)
  expect(focused(editor)).toBe(part(editor, '.message'))
})

test('below a picture one goes on without an empty line between', async () => {
  const editor = await writeIn('One')
  await click(editor, 'Insert')
  await click(editor, 'Picture')
  await fill(editor, 'src', picture)
  await click(editor, 'Apply')
  expect(shape(editor.value)).toBe(`p(One) image<${picture}> p()`)
  await click(editor, 'Insert')
  await click(editor, 'Button')
  await press('Go')
  expect(shape(editor.value)).toBe(`p(One) image<${picture}> button<>(Go)`)
})

test('a picture is chosen as a file, and described next; what happens is seen', async () => {
  const arrived = Promise.withResolvers<{ src: string }>()
  const editor = await mountEditor({ value: mail('One'), upload: () => arrived.promise })
  await caretAtEnd(editor)
  await click(editor, 'Insert')
  await click(editor, 'Picture')
  await settled(editor)
  expect(focused(editor)?.getAttribute('type')).toBe('file')
  await userEvent.upload(part(editor, '.form [type=file]'), new File(['GIF89a'], 'boat.gif', { type: 'image/gif' }))
  const label = () => part(editor, '.form .file').textContent?.trim()
  await expect.poll(label, { timeout: 10_000 }).toBe('The picture is being uploaded.')
  const status = part(editor, '[role=status]')
  expect(status.checkVisibility() && status.getBoundingClientRect().height > 20).toBe(true)
  arrived.resolve({ src: picture })
  await expect.poll(() => focused(editor)?.getAttribute('name')).toBe('alt')
  expect(said(editor)).toMatch(/Describe it/)

  // One goes on below it: by Enter, and by typing, also where the picture is chosen.
  await press('A boat{Enter}')
  await settled(editor)
  await press('{Enter}Two')
  expect(shape(editor.value)).toBe(`p(One) image<${picture}> p(Two)`)
  await userEvent.click(part(editor, '.message img[src]'))
  await press('With bread')
  expect(shape(editor.value)).toBe(`p(One) image<${picture}> p(With bread) p(Two)`)
})

test('the list for / is narrowed by typing, walked by arrows, and closed by Escape', async () => {
  const editor = await writeIn('')
  await press('/')
  await settled(editor)
  const message = part(editor, '.message')
  expect(parts(editor, '[role=option]').length).toBe(9)
  expect(message.getAttribute('aria-controls')).toBe('list')
  expect(message.getAttribute('aria-activedescendant')).toBe('entry-0')
  await press('{ArrowDown}{ArrowDown}{ArrowUp}')
  await settled(editor)
  expect(part(editor, '[aria-selected=true]').textContent).toBe('Picture')
  await press('col')
  await settled(editor)
  expect(parts(editor, '[role=option]').map(({ textContent }) => textContent)).toEqual(['Two columns', 'Three columns'])
  await press('{Escape}')
  await settled(editor)
  expect(parts(editor, '[role=listbox]')).toEqual([])
  expect(message.hasAttribute('aria-activedescendant')).toBe(false)
  // What was typed stays, and Enter is Enter again.
  await press('{Enter}x')
  expect(shape(editor.value)).toBe('p(/col) p(x)')
})

test('columns hold no columns, and get other widths, a third one, or one less', async () => {
  const column = (text: string) => ({ type: 'column' as const, content: [paragraph(text)] })
  const editor = await writeIn({ type: 'columns', content: [column('one'), column('two')] })
  await caretIn(editor, part(editor, '[data-column] p'))
  await click(editor, 'Insert')
  expect(parts(editor, '[role=option]').map(({ textContent }) => textContent)).not.toContain('Two columns')
  await press('{Escape}')
  for (const [split, made] of [
    ['1-2', 'columns:1-2(column(p(one)) column(p(two)))'],
    ['1-1-1', 'columns(column(p(one)) column(p(two)) column(p()))'],
    ['2-1', 'columns:2-1(column(p(one)) column(p(two) p()))'],
  ] as const) {
    await caretIn(editor, part(editor, '[data-column] p'))
    await click(editor, 'Columns')
    await fill(editor, 'split', split)
    await click(editor, 'Apply')
    expect(shape(editor.value)).toBe(made)
  }
})

test('a button lacks its address until it has one', async () => {
  const editor = await writeIn(buttonOf('Go', ''))
  expect(editor.notes.map(({ code }) => code)).toEqual(['button_without_link'])
  expect(part(editor, '[data-button=""]')).toBeDefined()
  await press('{Control>}k{/Control}')
  await settled(editor)
  await fill(editor, 'href', 'javascript:alert(1)')
  await press('{Enter}')
  await settled(editor)
  expect(part(editor, '.wrong').textContent).toMatch(/Give an address/)
  expect(focused(editor)?.getAttribute('aria-invalid')).toBe('true')
  await fill(editor, 'href', 'ada@harbour.example')
  await press('{Enter}')
  await settled(editor)
  expect(shape(editor.value)).toBe('button<mailto:ada@harbour.example>(Go)')
  expect(editor.notes).toEqual([])
})

test.each([
  ['boat', /web address of a picture/],
  ['https://harbour.example/boat.webp', /only PNG, JPEG and GIF/],
])('the address %s of a picture is refused', async (src, why) => {
  const editor = await writeIn('')
  await click(editor, 'Insert')
  await click(editor, 'Picture')
  await settled(editor)
  await fill(editor, 'src', src)
  await click(editor, 'Apply')
  expect(part(editor, '.wrong').textContent).toMatch(why)
})

test('a field has words for those who lack it', async () => {
  const editor = await mountEditor({ value: mail('Dear '), fields: [{ name: 'first', label: 'First name' }] })
  await caretIn(editor, part(editor, '.message p'))
  await click(editor, 'Field')
  await click(editor, 'First name')
  expect(part(editor, '.sillage-field').textContent).toBe('First name')
  await press('{Shift>}{ArrowLeft}{/Shift}')
  await press('{Control>}k{/Control}')
  await settled(editor)
  await fill(editor, 'fallback', 'friend')
  await press('{Enter}')
  await settled(editor)
  expect(shape(editor.value)).toBe('p(Dear {first:friend})')
  expect(part(editor, '.sillage-field').getAttribute('aria-label')).toBe('First name, friend')
})

test('text is aligned, moved and deleted by the toolbar, and a kind is chosen there', async () => {
  const editor = await writeIn('One', 'Two')
  await click(editor, 'Alignment')
  await click(editor, 'Centre')
  await userEvent.selectOptions(part(editor, '.toolbar select'), 'heading1')
  expect(shape(editor.value)).toBe('p(One) h1(Two)')
  await click(editor, 'Alignment')
  await click(editor, 'Right')
  expect(shape(editor.value)).toBe('p(One) h1@right(Two)')
  await click(editor, 'Block')
  await click(editor, 'Move up')
  expect(shape(editor.value)).toBe('h1@right(Two) p(One)')
  expect(said(editor)).toBe('Moved to place 1 of 2')
  await click(editor, 'Block')
  await click(editor, 'Delete')
  expect(shape(editor.value)).toBe('p(One)')
  await click(editor, 'Undo')
  expect(shape(editor.value)).toBe('h1@right(Two) p(One)')
  await click(editor, 'Redo')
  expect(shape(editor.value)).toBe('p(One)')
})

test('each thing that is done at the selection is one step back', async () => {
  const column = (text: string) => ({ type: 'column' as const, content: [paragraph(text)] })
  const value = mail(
    'One',
    buttonOf('Go', 'https://harbour.example/'),
    { type: 'image', attrs: { src: picture, alt: 'Boat' } },
    { type: 'columns', content: [column('a'), column('b')] },
  )
  const editor = await mountEditor({ value })
  const before = JSON.stringify(editor.value.content)
  const words = () => part(editor, '.message p')
  const settings = async (open: string, given: Record<string, string>) => {
    await press(open)
    await settled(editor)
    for (const [name, text] of Object.entries(given)) await fill(editor, name, text)
    await click(editor, 'Apply')
  }
  const steps: Record<string, () => Promise<void>> = {
    alignment: () => click(editor, 'Alignment').then(() => click(editor, 'Right')),
    field: () => click(editor, 'Field').then(() => click(editor, 'Company')),
    line: () => click(editor, 'Insert').then(() => click(editor, 'Line')),
    moved: () => click(editor, 'Block').then(() => click(editor, 'Move down')),
    removed: () => click(editor, 'Block').then(() => click(editor, 'Delete')),
    link: () =>
      press('{Shift>}{Home}{/Shift}').then(() => settings('{Control>}k{/Control}', { href: 'harbour.example' })),
    button: () =>
      caretIn(editor, part(editor, '[data-button] span')).then(() =>
        settings('{Control>}k{/Control}', { href: 'tel:+331', align: 'right' }),
      ),
    picture: () =>
      userEvent.click(part(editor, '.message img')).then(() => settings('{Control>}k{/Control}', { alt: 'A boat' })),
    columns: async () => {
      await caretIn(editor, part(editor, '[data-column] p'))
      await click(editor, 'Columns')
      await fill(editor, 'split', '1-2')
      await click(editor, 'Apply')
    },
  }
  for (const [what, act] of Object.entries(steps)) {
    await caretIn(editor, words())
    await act()
    expect(JSON.stringify(editor.value.content), what).not.toBe(before)
    await click(editor, 'Undo')
    expect(JSON.stringify(editor.value.content), what).toBe(before)
  }
})

test('a block is dragged by its handle to another place', async () => {
  const editor = await writeIn('One', 'Two', 'Three')
  const dataTransfer = new DataTransfer()
  const handle = button(editor, 'Move or delete this block; it can be dragged')
  handle.dispatchEvent(new DragEvent('dragstart', { dataTransfer, bubbles: true }))
  const target = part(editor, '.message p').getBoundingClientRect()
  const at = { clientX: target.left + 2, clientY: target.top + 1, dataTransfer, bubbles: true, cancelable: true }
  const message = part(editor, '.message')
  message.dispatchEvent(new DragEvent('dragover', at))
  message.dispatchEvent(new DragEvent('drop', at))
  await settled(editor)
  expect(shape(editor.value)).toBe('p(Three) p(One) p(Two)')
})

test('the link to the view in the browser is a setting of the footer', async () => {
  const editor = await mountEditor({ value: mail('One') })
  await caretIn(editor, part(editor, 'footer p'))
  expect(part(editor, '.under').textContent).toContain('View in browser')
  await click(editor, 'Footer')
  await userEvent.click(part(editor, '.form [name=view]'))
  await click(editor, 'Apply')
  expect(editor.value.content.at(-1)).toMatchObject({ attrs: { view: false } })
  expect(part(editor, '.under').textContent).not.toContain('View in browser')
})

const file = new File([new Uint8Array([1, 2, 3])], 'boat.png', { type: 'image/png' })

test('a picture file that is dropped is uploaded to where it was dropped', async () => {
  const upload = vi.fn(async () => ({ src: picture, width: 800, height: 400 }))
  const editor = await mountEditor({ value: mail('One', 'Two'), upload })
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(file)
  const { left, top } = part(editor, '.message p').getBoundingClientRect()
  part(editor, '.message').dispatchEvent(
    new DragEvent('drop', { clientX: left + 5, clientY: top + 5, dataTransfer, bubbles: true, cancelable: true }),
  )
  await vi.waitFor(() => expect(shape(editor.value)).toBe(`p(One) image<${picture}> p(Two)`))
  expect(upload).toHaveBeenCalledOnce()
  expect(editor.value.content[1]).toEqual({ type: 'image', attrs: { src: picture, width: 800, height: 400 } })
  await settled(editor)
  expect(said(editor)).toMatch(/Describe it/)
})

test('the place of a picture that is uploaded is kept while the author goes on', async () => {
  let arrive: (picture: { src: string }) => void = () => {}
  const upload = () => new Promise<{ src: string }>((resolve) => (arrive = resolve))
  const editor = await mountEditor({ value: mail('One', 'Two'), upload })
  await caretIn(editor, part(editor, '.message p'))
  const clipboardData = new DataTransfer()
  clipboardData.items.add(file)
  part(editor, '.message').dispatchEvent(
    new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
  )
  await settled(editor)
  expect(parts(editor, '.waiting').length).toBe(1)
  await press('{ArrowLeft}Zero{Enter}')
  arrive({ src: picture })
  await vi.waitFor(() => expect(shape(editor.value)).toBe(`p(OnZero) p(e) image<${picture}> p(Two)`))
  expect(parts(editor, '.waiting')).toEqual([])
})

test('an upload that fails is said, and without one files are refused', async () => {
  const editor = await mountEditor({ value: mail('One'), upload: () => Promise.reject(new Error('no')) })
  const drop = async () => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(file)
    part(editor, '.message').dispatchEvent(
      new DragEvent('drop', { clientX: 50, clientY: 150, dataTransfer, bubbles: true, cancelable: true }),
    )
    await settled(editor)
  }
  await drop()
  await expect.poll(() => said(editor)).toMatch(/could not be uploaded/)
  editor.upload = undefined
  await drop()
  expect(said(editor)).toMatch(/web address/)
  expect(shape(editor.value)).toBe('p(One)')
})
