import {
  type BlockDocument,
  document as build,
  defaultBrand,
  field,
  paragraph,
  renderEmail,
  renderText,
} from '@sillage/core/document'
import { expect, test } from 'vitest'
import { addLocale, en, SillageEditor } from '../src/index.ts'
import { caretAtEnd, mail, mountEditor, part, parts, press, settled, shape, writeIn } from './support/editor.ts'

test('html, text and notes are what a server makes of the document', async () => {
  const editor = await writeIn('Hello')
  await press('!')
  expect(editor.html).toBe(renderEmail(editor.value).html)
  expect(editor.text).toBe(renderText(editor.value))
  expect(editor.notes).toEqual([])
  const { light } = defaultBrand
  editor.brand = { ...defaultBrand, light: { ...light, link: '#aaaaaa' } }
  await settled(editor)
  expect(editor.notes).toEqual([{ code: 'low_contrast', subject: 'light.link' }])
  expect(part(editor, '.frame').style.getPropertyValue('--_page-link')).toBe('#aaaaaa')
})

test('a field with many words for those who lack it is no wider than the message', async () => {
  const editor = await mountEditor({ value: build([paragraph(field('name', 'dear customer '.repeat(12)))]) })
  const [message, chip] = ['.message', '.sillage-field'].map((one) => part(editor, one).getBoundingClientRect())
  expect(chip?.right).toBeLessThan(message?.right ?? 0)
})

test('a new document speaks the language of the page, and has a footer', async () => {
  const editor = await mountEditor({ lang: 'fr' })
  expect(editor.value).toEqual(build([paragraph()], { lang: 'fr' }))
  expect(editor.html).toContain('Se désabonner')
})

test('input is said at each change through all shadow roots, and change when the author leaves', async () => {
  const heard: string[] = []
  const editor = await writeIn('Hello')
  document.body.addEventListener('input', (event) => heard.push(event.type))
  editor.addEventListener('change', (event) => heard.push(event.type))
  await press('ab')
  expect(heard).toEqual(['input', 'input'])
  await press('{Shift>}{Tab}{/Shift}')
  await press('Soon')
  expect(editor.value.preheader).toBe('Soon')
  expect(heard.splice(0)).toEqual(Array(6).fill('input'))
  await press('{Tab}{Tab}')
  expect(heard).toEqual(['change'])
  await caretAtEnd(editor)
  await press('{Tab}')
  expect(heard).toEqual(['change'])
  editor.value = mail('Another')
  expect(heard).toEqual(['change'])
})

test('what was not changed comes back as it was given; giving it again keeps the caret', async () => {
  const given: BlockDocument = mail({
    type: 'paragraph',
    attrs: { align: undefined },
    content: [{ type: 'text', text: 'One' }],
  })
  const editor = await mountEditor({ value: given })
  expect(editor.value).toBe(given)
  await caretAtEnd(editor)
  await press('!')
  editor.value = structuredClone(editor.value)
  await press('?')
  expect(shape(editor.value)).toBe('p(One!?)')
})

test('where the page has a field of its own for the preview text, there is no second one', async () => {
  const value = { ...mail('One'), preheader: 'Soon' }
  const editor = await mountEditor({ value, noPreheader: true })
  expect(parts(editor, '#preheader')).toEqual([])
  await caretAtEnd(editor)
  await press('!')
  expect(editor.value.preheader).toBe('Soon')
})

test('another document has a history of its own', async () => {
  const editor = await writeIn('One')
  await press('!')
  editor.value = mail('Two')
  await caretAtEnd(editor)
  await press('{Control>}z{/Control}')
  expect(shape(editor.value)).toBe('p(Two)')
})

test.each([
  [
    'words',
    'Hello {{name}},\n\nsee www.harbour.example',
    'p(Hello {name},) p(see [www.harbour.example](https://www.harbour.example))',
  ],
  ['an address in brackets', 'Ada <ada@harbour.example>', 'p(Ada <[ada@harbour.example](mailto:ada@harbour.example)>)'],
  [
    'HTML',
    '<h1>Title</h1><p style="color:red">Hello <b>{{name}}</b></p><script>x</script>',
    'h1(Title) p(Hello *{name}*)',
  ],
  ['nothing', '', 'p()'],
])('%s as the value become a document', async (_, value, made) => {
  const editor = await mountEditor({ value: mail('Before') })
  editor.value = value
  expect(shape(editor.value)).toBe(made)
  const early = await mountEditor({ value })
  expect(shape(early.value)).toBe(made)
})

test('insertText puts words and fields where the caret is, also before the engine is there', async () => {
  const editor = await writeIn('Dear ')
  editor.insertText('{{name}}')
  editor.insertText(' and all')
  expect(shape(editor.value)).toBe('p(Dear {name} and all)')
  const early = new SillageEditor()
  early.insertText('{{name}}')
  document.body.append(early)
  await early.ready
  expect(shape(early.value)).toBe('p({name})')
})

test('importHtml takes the place of the message, keeps its footer, and can be undone', async () => {
  const editor = await writeIn('Before')
  editor.importHtml('<table><tr><td><h2>News</h2></td></tr><tr><td>of today</td></tr></table>')
  expect(shape(editor.value, true)).toBe('h2(News) p(of today) footer(p(Harbour, 1 Quay))')
  await press('{Control>}z{/Control}')
  expect(shape(editor.value)).toBe('p(Before)')
})

test.each(['readonly', 'disabled'] as const)('%s shows the mail, and nothing changes it', async (how) => {
  const editor = await mountEditor({ value: mail('One'), [how]: true })
  const message = part(editor, '.message')
  expect(parts(editor, '[role=toolbar], #preheader')).toEqual([])
  expect(message.getAttribute('aria-readonly')).toBe('true')
  message.focus()
  await press('x')
  expect(shape(editor.value)).toBe('p(One)')
  editor[how] = false
  await settled(editor)
  await caretAtEnd(editor)
  await press('x')
  expect(shape(editor.value)).toBe('p(Onex)')
})

test.each([
  ['a node', mail({ type: 'carousel' } as never, 'One')],
  ['an attribute', mail({ type: 'divider', attrs: { style: 'dotted' } } as never)],
  ['a mark', mail({ type: 'paragraph', content: [{ type: 'text', text: 'a', marks: [{ type: 'blink' } as never] }] })],
  ['a kind', { ...mail('One'), kind: 'regions' as never }],
  ['an address', mail({ type: 'button', attrs: { href: 'javascript:alert(1)' } })],
])('a document with %s that is not known is shown, and comes back as it was', async (_, value) => {
  const editor = new SillageEditor()
  document.body.replaceChildren(editor)
  document.documentElement.lang = 'en'
  editor.value = value
  await expect.poll(() => parts(editor, 'iframe').length).toBe(1)
  expect(part(editor, '.trouble').textContent).toBe(en.foreign)
  expect(part<HTMLIFrameElement>(editor, 'iframe').srcdoc).toBe(editor.html)
  expect(editor.value).toBe(value)
  editor.value = mail('Two')
  await editor.ready
  await caretAtEnd(editor)
  await press('!')
  expect(parts(editor, 'iframe')).toEqual([])
  expect(shape(editor.value)).toBe('p(Two!)')
})

test('moved to another shadow root it goes on with its history; taken away it is destroyed, and can come back', async () => {
  const editor = await writeIn('One')
  await press('!')
  const host = document.createElement('div')
  host.attachShadow({ mode: 'open' })
  document.body.append(host)
  host.shadowRoot?.append(editor)
  await caretAtEnd(editor)
  await press('?{ArrowLeft}X')
  expect(shape(editor.value)).toBe('p(One!X?)')
  await press('{Control>}z{/Control}')
  expect(shape(editor.value)).toBe('p(One)')
  const message = part(editor, '.message')
  editor.remove()
  await settled(editor)
  expect(message.isConnected).toBe(false)
  expect(shape(editor.value)).toBe('p(One)')
  editor.value = mail('Two')
  document.body.append(editor)
  await expect.poll(() => parts(editor, '.message').length).toBe(1)
  await caretAtEnd(editor)
  await press('!')
  expect(shape(editor.value)).toBe('p(Two!)')
})

test('French words come with the language of the page, and another language is one object', async () => {
  const editor = await mountEditor({ lang: 'fr' })
  await expect.poll(() => part(editor, '.toolbar').getAttribute('aria-label')).toBe('Mise en forme')
  expect(part(editor, '.message').getAttribute('aria-label')).toBe('Message')
  expect(part(editor, '.hint').dataset.hint).toMatch(/^Écrivez/)
  addLocale('de', async () => ({ ...en, tools: 'Format' }))
  document.documentElement.lang = 'de-AT'
  await expect.poll(() => part(editor, '.toolbar').getAttribute('aria-label')).toBe('Format')
})
