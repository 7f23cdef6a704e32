import { type RegionValue, regionDocument, renderRegions } from '@sillage/core/document'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { documentInput } from '../../../core/src/domain/input/documents.ts'
import { editorTag, type SillageTemplateEditor } from '../../src/index.ts'
import { button, click, focused, mountTemplate, part, parts, press, said, settled } from '../support/editor.ts'
import { box, mailOf, place, writeAt } from '../support/template.ts'
import { marked, plain } from './mails.ts'

const text = (words: string) => ({ type: 'text', text: words })
const sent = (editor: SillageTemplateEditor) => new DOMParser().parseFromString(editor.html, 'text/html')
const values = (editor: SillageTemplateEditor): Record<string, RegionValue> => {
  documentInput.parse(editor.value)
  return editor.value.values
}

/** Fills a form and applies it. */
async function fill(editor: SillageTemplateEditor, given: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(given))
    await userEvent.fill(part<HTMLInputElement>(editor, `.form [name=${name}]`), value)
  await click(editor, 'Apply')
}

test('words, blocks, a link, a picture and what is not seen are changed where they stand, and all else stays', async () => {
  const editor = await mountTemplate(marked)
  expect(editor.value).toEqual({ version: 1, kind: 'regions', source: marked, values: {} })
  const untouched = renderRegions(regionDocument(marked)).html
  expect(editor.html).toBe(untouched)

  await writeAt(editor, 'headline')
  await press(' & {{{{company}}')
  await writeAt(editor, 'story')
  await press('{Enter}- one{Enter}two')
  await writeAt(editor, 'go')
  await press('!{Control>}k{/Control}')
  await fill(editor, { href: 'harbour.example/new' })
  await userEvent.click(box(editor, 'photo'))
  await fill(editor, { src: 'https://harbour.example/boat.png', alt: 'A boat' })
  expect(mailOf(editor).activeElement).toBe(box(editor, 'photo'))
  const hidden = parts(editor, '.line[role=textbox]')
  expect(hidden.map((line) => [line.getAttribute('aria-label'), line.textContent])).toEqual([
    ['Preview text', 'Boats and bread'],
    ['title', 'Harbour news'],
  ])
  await userEvent.click(hidden[0] as HTMLElement)
  await press('{End}, and wine')

  expect(values(editor)).toEqual({
    headline: { content: [text('Summer & '), { type: 'field', attrs: { name: 'company' } }] },
    story: {
      content: [
        {
          type: 'paragraph',
          content: [
            text('Dear '),
            { type: 'field', attrs: { name: 'name' } },
            text(', come '),
            { ...text('early'), marks: [{ type: 'strong' }] },
            text('.'),
          ],
        },
        {
          type: 'bullet_list',
          content: ['one', 'two'].map((words) => ({
            type: 'list_item',
            content: [{ type: 'paragraph', content: [text(words)] }],
          })),
        },
      ],
    },
    go: { content: [text('Come along!')], href: 'https://harbour.example/new' },
    photo: { src: 'https://harbour.example/boat.png', alt: 'A boat', width: null, height: null },
    preview: { content: [text('Boats and bread, and wine')] },
  })
  expect(editor.html).toBe(renderRegions(editor.value).html)
  expect(editor.notes).toEqual(renderRegions(editor.value).notes)
  const mail = sent(editor)
  expect(mail.querySelector('h1')?.outerHTML).toBe('<h1 style="color:rgb(122, 46, 29)">Summer &amp; {{company}}</h1>')
  expect(mail.querySelector('p.lead')?.getAttribute('style')).toBe('margin:0 0 10px')
  expect(mail.querySelector('a')?.outerHTML).toBe(
    '<a href="https://harbour.example/new" style="color:rgb(0, 60, 110)">Come along!</a>',
  )
  // What is drawn is what is sent.
  expect(place(editor, 'story').querySelectorAll('li')).toHaveLength(2)
  expect(place(editor, 'photo').getAttribute('src')).toBe('https://harbour.example/boat.png')
})

test('everything is one history: undo and redo go from place to place, and to the version of the template', async () => {
  const editor = await mountTemplate(marked, { latest: marked.replace('data-edit="story"', 'data-edit="tale"') })
  await writeAt(editor, 'headline')
  await press('!')
  await writeAt(editor, 'story')
  await press('{Home}Well. ')
  box(editor, 'photo').click()
  await settled(editor)
  await fill(editor, { alt: 'Boats' })
  const before = editor.value
  await click(editor, 'Take the new version')
  expect(parts(editor, '.version li').map(({ textContent }) => textContent)).toEqual(['Story'])
  expect(focused(editor)).toBe(button(editor, 'Keep this version'))
  await click(editor, 'Keep this version')
  expect(editor.value).toBe(before)
  await click(editor, 'Take the new version')
  await click(editor, 'Take the new version all the same')
  expect(Object.keys(values(editor))).toEqual(['headline', 'photo'])
  expect(parts(editor, '.version')).toEqual([])

  await click(editor, 'Undo')
  expect(editor.value).toBe(before)
  expect(parts(editor, '.version')).toHaveLength(1)
  await click(editor, 'Undo')
  expect(values(editor).photo).toBeUndefined()
  expect(place(editor, 'photo').getAttribute('alt')).toBe('Quay')
  await click(editor, 'Undo')
  expect(Object.keys(values(editor))).toEqual(['headline'])
  expect(place(editor, 'story').textContent).toBe('Dear Name, come early.')
  await press('{Control>}z{/Control}')
  expect(values(editor)).toEqual({})
  expect(editor.html).toBe(renderRegions(regionDocument(marked)).html)
  for (let step = 0; step < 3; step += 1) await press('{Control>}y{/Control}')
  expect(editor.value).toEqual(before)
  await writeAt(editor, 'headline')
  await press('?')
  expect(button(editor, 'Redo').getAttribute('aria-disabled')).toBe('true')
})

test('Tab leads from place to place in the order of the mail, and out; sections are no places', async () => {
  const editor = await mountTemplate(marked)
  const seen: (string | null | undefined)[] = []
  part(editor, '.toolbar button').focus()
  const label = () => (mailOf(editor).activeElement ?? focused(editor))?.getAttribute('aria-label')
  for (let step = 0; step < 7; step += 1) {
    await press('{Tab}')
    seen.push(label())
  }
  expect(seen).toEqual(['Preview text', 'title', 'Summer', 'Story', 'Picture: Photo', 'Come along', undefined])
  expect(values(editor)).toEqual({})
  await writeAt(editor, 'headline')
  await press('{Alt>}{F10}{/Alt}')
  expect(focused(editor)?.getAttribute('aria-label')).toBe('Bold')
  await press('{Escape}x')
  expect(place(editor, 'headline').textContent).toBe('Summerx')
  await press('{Enter}')
  expect(parts(editor, '.count').map(({ textContent, className }) => [textContent, className])).toEqual([
    ['7 of 20 letters', 'count '],
  ])
  await press('and quite some words')
  expect(part(editor, '.count').className).toBe('count over')
  expect(editor.notes).toEqual([{ code: 'long_words', subject: 'headline' }])
})

test('a press puts the caret there; what is pasted is words alone where there is no room for blocks', async () => {
  const editor = await mountTemplate(plain)
  const [news, words] = mailOf(editor).querySelectorAll<HTMLElement>('[data-edit]')
  const heading = (news as HTMLElement).querySelector('.sillage-box') as HTMLElement
  await userEvent.click(heading, { position: { x: 1, y: 12 } })
  await press('Old ')
  expect(heading.textContent).toBe('Old News')
  const clipboardData = new DataTransfer()
  clipboardData.setData(
    'text/html',
    '<p>One <b>two</b></p><ul><li>three</li></ul><script>x()</script><img src="https://a.example/b.png">',
  )
  mailOf(editor).activeElement?.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }),
  )
  await settled(editor)
  const [value] = Object.values(values(editor))
  expect(value?.content).toEqual([
    text('Old One '),
    { ...text('two'), marks: [{ type: 'strong' }] },
    { type: 'hard_break' },
    text('threeNews'),
  ])
  // The link is the author's here: the whole line is the place.
  await userEvent.click(words?.querySelector('a') as HTMLElement)
  await settled(editor)
  await press('{Control>}k{/Control}')
  expect(part<HTMLInputElement>(editor, '.form [name=href]').value).toBe('https://harbour.example/bread')
})

test("a press beside the words of a designer's button is one on the button, also while it is written", async () => {
  const look = 'display:inline-block;width:80px;padding:20px 40px;line-height:60px'
  const editor = await mountTemplate(
    `<p><a data-edit="go" href="https://harbour.example/" style="${look}">Come along</a></p>`,
  )
  const link = place(editor, 'go')
  await userEvent.click(link, { position: { x: 5, y: 40 } })
  await press('{End}!')
  // Between two lines.
  await userEvent.click(link, { position: { x: 80, y: 80 } })
  await press('{End}?')
  expect([link.textContent, mailOf(editor).activeElement?.textContent]).toEqual(['Come along!?', 'Come along!?'])
  expect(values(editor)).toEqual({ go: { content: [text('Come along!?')] } })
})

test('a field has words for those who lack it, also after another form was open', async () => {
  const editor = await mountTemplate(marked)
  box(editor, 'photo').focus()
  await press('{Enter}')
  expect(parts(editor, '.form [name=alt]')).toHaveLength(1)
  await press('{Escape}')
  await writeAt(editor, 'story')
  await userEvent.click(place(editor, 'story').querySelector('.sillage-field') as HTMLElement)
  await settled(editor)
  // The field of the toolbar is a list, that of the selection the settings of it.
  const settings = parts(editor, '.bubble button').find(({ textContent }) => textContent?.trim() === 'Field')
  await userEvent.click(settings as HTMLElement)
  await fill(editor, { fallback: 'you' })
  expect(editor.html).toContain('Dear {{name}}{{^name}}you{{/name}}, come')
  expect(place(editor, 'story').querySelector('.sillage-field')?.textContent).toBe('Name | you')
})

test('where the page has a field of its own for the preview text, there is no second one', async () => {
  const editor = await mountTemplate(plain, { noPreheader: true })
  expect(parts(editor, '#preheader')).toEqual([])
  editor.noPreheader = false
  await settled(editor)
  expect(parts(editor, '#preheader')).toHaveLength(1)
})

test('hidden words of which the designer said nothing are called what they are as a rule', async () => {
  const hidden = (words: string) => `<div style="display:none">${words}</div>`
  const editor = await mountTemplate(`${hidden('First')}${hidden('Second')}<p>Seen</p>`)
  const lines = parts(editor, '.above .row')
  expect(lines.map((line) => line.querySelector('span')?.textContent)).toEqual(['Preview text', 'Hidden words'])
  await userEvent.click(lines[0]?.querySelector('.line') as HTMLElement)
  await press('{End}!')
  expect(editor.html).toContain('none">First!</div>')
})

test('it is an editor of documents as the other one: events, text at the caret, given back as it was', async () => {
  const heard: string[] = []
  const editor = await mountTemplate(plain)
  document.body.addEventListener('input', ({ type }) => heard.push(type))
  editor.addEventListener('change', ({ type }) => heard.push(type))
  expect(editor.value.source).toBe(plain)
  expect(editor.html).toBe(plain)
  editor.insertText(' for {{name}}')
  expect(mailOf(editor).querySelector('h2')?.textContent).toBe('News for Name')
  expect(heard).toEqual(['input'])
  const given = editor.value
  editor.value = structuredClone(given)
  expect(editor.value).toBe(given)
  part(editor, '.toolbar button').focus()
  await press('{Shift>}{Tab}{/Shift}')
  expect(heard).toEqual(['input', 'change'])
  editor.value = regionDocument(marked, { headline: { content: [{ type: 'text', text: '{{old}}' }] } })
  expect(place(editor, 'headline').textContent).toBe('{{old}}')
  expect(heard).toEqual(['input', 'change'])
  expect([editorTag(editor.value), editorTag({ kind: 'blocks' })]).toEqual([
    'sillage-template-editor',
    'sillage-editor',
  ])
  const unknown = { version: 1, kind: 'blocks', content: [] } as never
  editor.value = unknown
  await settled(editor)
  expect(part(editor, '.trouble').textContent).toMatch(/cannot be changed/)
  expect(editor.value).toBe(unknown)
})

test.each(['readonly', 'disabled'] as const)('%s shows the mail, and nothing changes it', async (how) => {
  const editor = await mountTemplate(marked, { [how]: true })
  expect(parts(editor, '[role=toolbar], .above, input')).toEqual([])
  expect(mailOf(editor).querySelectorAll('[tabindex], [contenteditable]')).toHaveLength(0)
  expect(mailOf(editor).querySelector('h1')?.textContent).toBe('Summer')
  editor[how] = false
  await settled(editor)
  await writeAt(editor, 'headline')
  await press('!')
  expect(editor.html).toContain('Summer!')
})

test('pictures are uploaded, and a failure is said', async () => {
  const arrived = Promise.withResolvers<{ src: string; width: number; height: number }>()
  const editor = await mountTemplate(marked, {
    upload: ({ name }) => (name === 'bad.gif' ? Promise.reject(new Error('no')) : arrived.promise),
  })
  await userEvent.click(box(editor, 'photo'))
  const file = (name: string) => new File(['GIF89a'], name, { type: 'image/gif' })
  await userEvent.upload(part(editor, '.form input[type=file]'), file('bad.gif'))
  await expect.poll(() => parts(editor, '.wrong').length, { timeout: 10_000 }).toBe(1)
  expect(said(editor)).toMatch(/could not be uploaded/)
  await userEvent.upload(part(editor, '.form input[type=file]'), file('good.gif'))
  await expect.poll(() => said(editor), { timeout: 10_000 }).toMatch(/being uploaded/)
  arrived.resolve({ src: 'https://harbour.example/up.gif', width: 400, height: 100 })
  await expect
    .poll(() => values(editor).photo)
    .toEqual({ src: 'https://harbour.example/up.gif', width: 400, height: 100 })
  await fill(editor, { alt: 'Up' })
  expect(values(editor).photo).toMatchObject({ src: 'https://harbour.example/up.gif', alt: 'Up', width: 400 })
  expect(editor.html).toContain('height="50"')
})

test('a place called after its words has the names of their fields, also those that come later', async () => {
  const source = '<p>For {{company}}, in {{city}}</p><img src="https://harbour.example/a.png" alt="Of {{company}}">'
  const editor = await mountTemplate(source, { latest: '<p>Gone</p>' })
  const find = (role: string) => mailOf(editor).querySelector<HTMLElement>(`[role=${role}]`)
  const line = find('textbox')
  line?.focus()
  await press('!')
  editor.fields = [{ name: 'city', label: 'Town' }]
  await editor.updateComplete
  expect(line?.textContent).toBe('For Company, in Town!')
  expect(part(editor, '.bar span').textContent).toBe('For [Company], in [Town]')
  expect(find('button')?.ariaLabel).toBe('Picture: Of [Company]')
  find('button')?.focus()
  expect(line?.ariaLabel).toBe('For [Company], in [Town]')
  await click(editor, 'Take the new version')
  expect(part(editor, '.version li').textContent).toBe('For [Company], in [Town]')
})

test('the focus goes to the first place, and where it is', async () => {
  const editor = await mountTemplate('<div style="height:3000px"></div><p>Far below</p>')
  editor.focus()
  const [page, words] = [part(editor, '.stage'), mailOf(editor).activeElement].map((one) =>
    one?.getBoundingClientRect(),
  )
  expect(words?.bottom).toBeLessThanOrEqual(page?.bottom ?? 0)
})

test('a field that is called as every object has a part keeps its name', async () => {
  const editor = await mountTemplate('<p>Dear {{constructor}}</p>')
  expect(mailOf(editor).querySelector('[role=textbox]')?.textContent).toBe('Dear constructor')
})
