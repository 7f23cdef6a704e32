import type { Template } from '@sillage/core/browser'
import { documentOfText } from '@sillage/core/document'
import { expect, test } from 'vitest'
import { templates } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, focused, one, settled, type, until } from '../../../test/support/mount.ts'
import { hold, inside, isClosed, openDialog, openRoom, sentTo, spoil, texts } from '../../../test/support/room.ts'

/** The room with a template open: that of the id, or a new one. */
async function open(id?: string, change: Partial<Template> = {}) {
  const server = createFakeServer()
  Object.assign(server.state.templates.find((one) => one.id === id) ?? {}, change)
  const { notices } = await openRoom('template-manager', server)
  const opener = await until(
    () =>
      all('.picture').length > 0 &&
      button(id === 't2' ? 'Edit Newsletter' : id === 't1' ? 'Edit Invitation' : 'New template'),
  )
  opener.focus()
  opener.click()
  await openDialog('sillage-template')
  const form = inside('sillage-template')
  if (id !== undefined) await until(() => one('.scroll', form).ariaBusy === 'false')
  await settled(1)
  const field = (selector: string) => one<HTMLInputElement>(selector, form)
  const save = () => button('Save', form)
  const refused = () => ['name', 'subject', 'preheader', 'content'].flatMap((name) => texts(`#${name}-error`, form))
  const stored = () => sentTo(server, 'createTemplate', 'updateTemplate')
  return { server, notices, opener, form, field, save, refused, stored }
}

const closed = () => until(() => isClosed('sillage-template'), 'the dialog to close')

test('a new template needs a name, a subject and a message, is stored, said, and in the list', async () => {
  const { form, field, save, refused, stored, notices, opener } = await open()
  expect([texts('#heading', form), focused(), save().matches(':disabled')]).toEqual([
    ['New template'],
    field('#name'),
    false,
  ])
  expect(all('[aria-invalid=true]', form)).toEqual([])
  save().click()
  await settled(1)
  expect(refused()).toEqual(['Give the template a name.', 'Write a subject.', '', 'Write a message.'])
  expect(all('[aria-invalid=true]', form).map(({ id }) => id)).toEqual(['name', 'subject', 'content'])
  expect(focused()).toBe(field('#name'))
  type(field('#name'), ' Letter ')
  type(field('#subject'), ' ')
  await settled(1)
  expect(refused()).toEqual(['', '', '', 'Write a message.'])
  save().click()
  await settled(1)
  expect([refused(), focused()]).toEqual([['', 'Write a subject.', '', 'Write a message.'], field('#subject')])
  type(field('#subject'), ' Hello [Name] ')
  type(field('#preheader'), ' Doors open ')
  type(field('textarea#content'), '<p>Hello {{name}}</p>')
  await settled(1)
  expect([refused(), stored()]).toEqual([['', '', '', ''], []])
  save().click()
  await closed()
  const input = { name: 'Letter', subject: 'Hello {{name}}', preheader: 'Doors open' }
  expect(stored()).toEqual([['POST', '/templates', { ...input, html: '<p>Hello {{name}}</p>', text: null }]])
  expect(notices).toEqual(['success: Template saved Letter'])
  await until(() => texts('.card h2').includes('Letter'))
  expect(focused()).toBe(opener)

  opener.click()
  await openDialog('sillage-template')
  expect([field('#name').value, field('#preheader').value, field('textarea#content').value]).toEqual(['', '', ''])
})

test('plain text is stored as a document, and a message of text alone without HTML', async () => {
  const { field, form, save, stored } = await open()
  type(field('#name'), 'Letter')
  type(field('#subject'), 'News')
  type(field('textarea#content'), 'Dear [Company]')
  await settled(1)
  save().click()
  await closed()
  const named = { name: 'Letter', subject: 'News', preheader: null }
  const document = { ...documentOfText('Dear {{company}}'), lang: 'en' }
  expect(stored()).toEqual([['POST', '/templates', { ...named, document }]])

  const second = await open()
  type(second.field('#name'), 'Letter')
  type(second.field('#subject'), 'News')
  type(second.field('details textarea'), 'Only words')
  await settled(1)
  second.save().click()
  await closed()
  expect(form).not.toBe(second.form)
  expect(second.stored()[0]?.[2]).toMatchObject({ ...named, text: 'Only words' })
})

test('a change names only what is another than before, and the revision it was made on', async () => {
  const { form, field, save, stored, notices, server } = await open('t1', { preheader: 'Doors open', revision: 4 })
  expect(texts('#heading', form)).toEqual(['Edit template'])
  expect([field('#name').value, field('#subject').value, field('#preheader').value]).toEqual([
    'Invitation',
    '[Name], see you in Lyon?',
    'Doors open',
  ])
  expect(field('textarea#content').value).toBe(templates()[0]?.html)
  const again = async (id: string, selector: string, value: string) => {
    if (isClosed('sillage-template')) button(`Edit ${server.state.templates[0]?.name}`).click()
    await openDialog('sillage-template')
    await until(() => one('.scroll', form).ariaBusy === 'false')
    await settled(1)
    type(field(selector), value)
    await settled(1)
    save().click()
    await closed()
    await until(() => texts('.card h2').includes(server.state.templates[0]?.name ?? id))
    await settled(1)
  }
  await again('t1', '#subject', '[Name], are you there?')
  await again('t1', '#preheader', '')
  await again('t1', '#name', 'Fair ')
  await again('t1', 'textarea#content', '<p>New</p>')
  await again('t1', 'details textarea', 'New')
  await again('t1', 'details textarea', ' ')
  expect(stored().map(([method, path]) => `${method} ${path}`)).toEqual(Array(6).fill('PATCH /templates/t1'))
  expect(stored().map(([, , body]) => body)).toEqual([
    { subject: '{{name}}, are you there?', ifRevision: 4 },
    { preheader: null, ifRevision: 5 },
    { name: 'Fair', ifRevision: 6 },
    { html: '<p>New</p>', text: null, ifRevision: 7 },
    { html: '<p>New</p>', text: 'New', ifRevision: 8 },
    { html: '<p>New</p>', text: null, ifRevision: 9 },
  ])
  expect([notices.length, notices[0], notices[2]]).toEqual([
    6,
    'success: Template saved Invitation',
    'success: Template saved Fair',
  ])
})

test('what was made of a document stays one: words as words, and others until their HTML is changed', async () => {
  const words = await open('t1', { document: documentOfText('Hello {{name}}'), html: '<table></table>', text: 'Hello' })
  expect(words.field('textarea#content').value).toBe('Hello [Name]')
  type(words.field('#name'), 'Fair')
  await settled(1)
  words.save().click()
  await closed()
  expect(words.stored()[0]?.[2]).toEqual({ name: 'Fair', ifRevision: 1 })

  const source = '<p>Made</p>'
  const document = { version: 1, kind: 'regions', source, regions: {} } as unknown as Template['document']
  const made = await open('t2', { document, html: '<p>Made</p>', text: 'Made' })
  type(made.field('#subject'), 'News')
  await settled(1)
  made.save().click()
  await closed()
  expect(made.stored()[0]?.[2]).toEqual({ subject: 'News', ifRevision: 1 })
  button('Edit Newsletter').click()
  await openDialog('sillage-template')
  await until(() => one('.scroll', made.form).ariaBusy === 'false')
  await settled(1)
  type(made.field('textarea#content'), '<p>Own</p>')
  await settled(1)
  made.save().click()
  await closed()
  expect(made.stored()[1]?.[2]).toEqual({ html: '<p>Own</p>', text: 'Made', ifRevision: 2 })

  const copied = await open('t2', { document, html: '<p>Made</p>', text: 'Made' })
  Object.assign(copied.server.state.templates[1] ?? {}, { revision: 3 })
  type(copied.field('#subject'), 'News')
  await settled(1)
  copied.save().click()
  await until(() => all('.note.warn', copied.form).length > 0)
  button('Save mine as another template', copied.form).click()
  await closed()
  const copy = { name: 'Newsletter (copy)', subject: 'News', preheader: null, document }
  expect(copied.stored()[1]?.[2]).toEqual(copy)
})

test('a template that cannot be loaded is not shown as an empty one, and can be loaded again', async () => {
  const server = createFakeServer()
  await openRoom('template-manager', server)
  await until(() => all('.picture').length > 0)
  const mend = spoil(server, 'getTemplate', () => server.refuse('store_unavailable', 'no'))
  button('Edit Newsletter').click()
  await openDialog('sillage-template')
  const form = inside('sillage-template')
  await until(() => all('.scroll [role=alert]', form).length > 0)
  expect(texts('.scroll > [role=alert] > *', form)).toEqual([
    'The template could not be loaded',
    'The database cannot be reached right now. Try again in a moment.',
    'Try again',
  ])
  expect([one('.compose', form).hidden, button('Save', form).matches(':disabled')]).toEqual([true, true])
  mend()
  const free = hold(server, 'getTemplate')
  button('Try again', form).click()
  await settled(1)
  expect([one('.scroll', form).ariaBusy, button('Save', form).matches(':disabled')]).toEqual(['true', true])
  free()
  await until(() => !button('Save', form).matches(':disabled'))
  expect([one('.compose', form).hidden, all('.scroll > [role=alert]', form).length]).toEqual([false, 0])
  expect(one<HTMLInputElement>('#name', form).value).toBe('Newsletter')

  button('Close', form).click()
  await closed()
  spoil(server, 'getTemplate', () => server.refuse('busy', 'no'))
  button('Edit Invitation').click()
  await until(() => all('.scroll > [role=alert]', form).length > 0)
  button('Close', form).click()
  await closed()
  button('New template').click()
  await openDialog('sillage-template')
  expect([all('.scroll > [role=alert]', form).length, one('.compose', form).hidden]).toEqual([0, false])
  expect(button('Save', form).matches(':disabled')).toBe(false)
})

test('a refusal stands at its field, keeps what was written, and is gone once that is changed', async () => {
  const { server, field, form, save, refused, stored, notices } = await open('t1')
  type(field('#subject'), 'Hello')
  const invalid = 'A merge field or section is not closed, or misspelt. (no)'
  for (const [at, id, expected] of [
    ['subject', 'subject', ['', invalid, '', '']],
    ['preheader', 'preheader', ['', '', invalid, '']],
    ['html', 'content', ['', '', '', invalid]],
    ['text', 'content', ['', '', '', invalid]],
    ['name', 'name', [invalid, '', '', '']],
  ] as const) {
    spoil(server, 'updateTemplate', () => server.refuse('invalid_template', 'no', at))
    save().click()
    await until(() => refused().join('') !== '')
    expect(refused()).toEqual(expected)
    expect([focused()?.id, field(`#${id}`).getAttribute('aria-invalid')]).toEqual([id, 'true'])
    const input = field(id === 'content' ? 'textarea#content' : `#${id}`)
    type(input, `${input.value}x`)
    await settled(1)
    expect(refused()).toEqual(['', '', '', ''])
  }
  const mend = spoil(server, 'updateTemplate', () => server.refuse('forbidden', 'no'))
  save().click()
  await until(() => all('.note.bad', form).length > 0)
  expect(texts('.note.bad', form)).toEqual(['You are not allowed to do this. Sign in again, or ask for access.'])
  expect([isClosed('sillage-template'), field('#subject').value, notices]).toEqual([false, 'Hellox', []])
  mend()
  const free = hold(server, 'updateTemplate')
  const before = stored().length
  for (let press = 0; press < 2; press += 1) field('#name').form?.requestSubmit()
  await settled(1)
  expect([save().matches(':disabled'), save().className, all('.note.bad', form).length]).toEqual([
    true,
    'primary busy',
    1,
  ])
  free()
  await closed()
  expect([stored().length - before, save().matches(':disabled'), save().className.trim()]).toEqual([
    1,
    false,
    'primary',
  ])
  expect(stored().at(-1)?.[2]).toMatchObject({ name: 'Invitationx', subject: 'Hellox', preheader: 'x', ifRevision: 1 })
})

test('merge fields go to where the caret is, by their names in lines and words, as tags in HTML', async () => {
  const { form, field } = await open('t2')
  const insert = (into: string, value: string) => {
    const menu = one<HTMLSelectElement>(`#fields-${into}`, form)
    menu.value = value
    menu.dispatchEvent(new Event('change'))
    return menu
  }
  const subject = field('#subject')
  subject.setSelectionRange(4, 4)
  expect(insert('subject', 'company').value).toBe('')
  await settled(1)
  expect([subject.value, focused()]).toEqual(['News[Company] from the harbour', subject])
  insert('preheader', 'name')
  await settled(1)
  expect(field('#preheader').value).toBe('[Name]')
  const content = field('textarea#content')
  type(content, '<p></p>')
  await settled(1)
  content.setSelectionRange(3, 3)
  insert('html', 'email')
  await settled(1)
  expect([content.value, focused()]).toEqual(['<p>{{email}}</p>', content])
  type(content, 'Dear ')
  await settled(1)
  insert('html', 'email')
  await settled(1)
  expect(content.value).toBe('Dear [Email]')
})
