import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, focused, one, said, settled, type, until } from '../../../test/support/mount.ts'
import { fail, hold, openRoom } from '../../../test/support/room.ts'

const dialog = () => one<HTMLDialogElement>('dialog', contactRoot())
const contactRoot = () => one('sillage-contact').shadowRoot as ShadowRoot
const field = (id: string) => one<HTMLInputElement>(`#${id}`, contactRoot())
const closed = () => until(() => !dialog().open, 'the dialog to be closed')
const named = (label: string) => all<HTMLInputElement>(`.fields input[aria-label="${label}"]`, contactRoot())
const title = () => one('h2', contactRoot()).textContent?.trim()
const question = () => said(one('sillage-confirm', contactRoot()).shadowRoot as ShadowRoot)

async function directory(lang = 'en') {
  const server = createFakeServer({ contacts: 3 })
  const { notices } = await openRoom('contact-manager', server, lang)
  await until(() => all('.who').length === 3, 'three contacts')
  return { server, notices }
}

/** Opens the first contact of the directory, once it is known whether it may be written to. */
async function openFirst(lang = 'en') {
  const opened = await directory(lang)
  const [opener] = all('.who')
  opener?.focus()
  opener?.click()
  await until(() => all('h3', contactRoot()).length === 3, 'the contact')
  return { ...opened, opener }
}

/** Opens an empty form and gives it an address. */
async function openNew(email: string) {
  const opened = await directory()
  button('Add a contact').focus()
  button('Add a contact').click()
  await until(() => dialog().open)
  type(field('email'), email)
  await settled()
  return opened
}

test('a new contact is sent as typed and once, shown in the list, and the focus goes back', async () => {
  const { server, notices } = await directory()
  const opener = button('Add a contact')
  opener.focus()
  opener.click()
  await until(() => dialog().open)
  expect(title()).toBe('Add a contact')
  expect(focused()).toBe(field('email'))
  expect([field('email').type, field('name').type]).toEqual(['email', 'text'])
  expect(all('h3', contactRoot())).toEqual([])
  expect(() => button('Delete', contactRoot())).toThrow()
  type(field('email'), ' zoe@port.example')
  type(field('name'), 'Zoé Le Guen')
  type(field('company'), 'Port')
  type(field('ref'), '7')
  type(field('tags'), 'client, port , client')
  for (const name of ['first', 'city', 'wrong']) {
    button('Add a field').click()
    const added = await until(() => named('Name of the field').find(({ value }) => value === ''))
    type(added, name)
    await settled()
  }
  for (const name of ['city', 'wrong']) {
    type(one<HTMLInputElement>(`[aria-label="Value ${name}"]`, contactRoot()), `${name} of Brest`)
    await settled()
  }
  button('Remove the field wrong').click()
  await until(() => named('Name of the field').length === 2)
  const release = hold(server, 'createContact')
  const save = button('Save')
  save.click()
  await until(() => save.matches('.busy:disabled'), 'the button to be busy')
  one<HTMLFormElement>('form', contactRoot()).requestSubmit()
  await settled()
  release()
  await closed()
  const asked = server.asked('createContact')
  expect(asked.map(({ method, url, body }) => [method, url.pathname, body])).toEqual([
    [
      'POST',
      '/sillage/api/contacts',
      {
        email: 'zoe@port.example',
        name: 'Zoé Le Guen',
        company: 'Port',
        ref: '7',
        tags: ['client', 'port'],
        data: { first: '', city: 'city of Brest' },
      },
    ],
  ])
  expect(notices).toEqual(['success: Contact saved Zoé Le Guen'])
  await until(() => said().includes('4 contacts'))
  expect(said(all('.who')[0])).toContain('Zoé Le Guen')
  expect(focused()).toBe(opener)
  expect(save.matches('.busy, :disabled')).toBe(false)
  opener.click()
  await until(() => dialog().open)
  expect([title(), field('email').value, named('Name of the field').length]).toEqual(['Add a contact', '', 0])
})

test('what is no address is refused beside its field, and nothing is sent until it is mended', async () => {
  const { server } = await openNew('nobody')
  const problem = () => one('#problem', contactRoot()).textContent
  const isInvalid = () => field('email').getAttribute('aria-invalid')
  expect([problem(), isInvalid(), field('email').getAttribute('aria-describedby')]).toEqual(['', 'false', 'problem'])
  expect(field('tags').getAttribute('aria-describedby')).toBe('tags-hint')
  expect(one('#tags-hint', contactRoot()).textContent).toBe('Separated by commas.')
  expect(field('name').hasAttribute('aria-describedby')).toBe(false)
  field('name').focus()
  button('Save').click()
  await until(() => problem() === 'Give an email address.')
  expect(focused()).toBe(field('email'))
  expect([isInvalid(), field('name').getAttribute('aria-invalid')]).toEqual(['true', 'false'])
  expect(server.asked('createContact')).toEqual([])
  type(field('email'), 'nobody@port.example')
  await settled()
  expect([problem(), isInvalid()]).toEqual(['', 'false'])
  button('Save').click()
  await closed()
  expect(server.asked('createContact').map(({ body }) => body)).toEqual([
    { email: 'nobody@port.example', tags: [], data: {} },
  ])
})

test('a contact that the server refuses stays as typed, and can be saved again', async () => {
  const { server, notices } = await openNew('contact1@example.test')
  button('Save').click()
  await until(() => said(contactRoot()).includes('This exists already.'))
  expect([dialog().open, field('email').value]).toEqual([true, 'contact1@example.test'])
  expect(one('#problem', contactRoot()).textContent).toBe('This exists already.')
  expect(notices).toEqual([])
  type(field('email'), 'zoe@port.example')
  await settled()
  button('Save').click()
  await closed()
  expect(notices).toEqual(['success: Contact saved zoe@port.example'])
  expect(server.asked('createContact')).toHaveLength(2)
})

test('what was refused is not said any more when the form is opened again', async () => {
  await openNew('nobody')
  button('Save').click()
  await until(() => one('#problem', contactRoot()).textContent !== '')
  button('Close', contactRoot()).click()
  await answer('Discard changes')
  await closed()
  button('Add a contact').click()
  await until(() => dialog().open)
  expect([one('#problem', contactRoot()).textContent, field('email').value]).toEqual(['', ''])
})

test('of a contact that is there only what was changed is written', async () => {
  const { server, notices } = await openFirst()
  expect(title()).toBe('Amélie Fontaine')
  expect(['email', 'name', 'company'].map((id) => field(id).value)).toEqual([
    'contact1@example.test',
    'Amélie Fontaine',
    'Atelier du Port',
  ])
  type(field('name'), ' ')
  type(field('company'), 'Port de Brest')
  await settled()
  button('Save').click()
  await closed()
  const [asked, ...more] = server.asked('updateContact')
  expect([asked?.method, asked?.url.pathname, asked?.body, more]).toEqual([
    'PATCH',
    '/sillage/api/contacts/1',
    { name: null, company: 'Port de Brest' },
    [],
  ])
  expect(server.asked('createContact')).toEqual([])
  expect(notices).toEqual(['success: Contact saved contact1@example.test'])
  await until(() => all('.who')[0]?.textContent?.trim() === 'contact1@example.test')
  all('.who')[0]?.click()
  await until(() => dialog().open)
  expect(title()).toBe('contact1@example.test')
})

test('what was typed is not lost by closing: a question comes first, and Back keeps it', async () => {
  const { opener } = await openFirst()
  button('Close', contactRoot()).click()
  await closed()
  expect(focused()).toBe(opener)
  opener?.click()
  await until(() => dialog().open)
  type(field('name'), 'Another')
  await settled()
  await userEvent.keyboard('{Escape}')
  await until(() => question().includes('Close without saving?'))
  expect(question()).toContain('What you changed is lost.')
  await answer('Back')
  await settled()
  expect([dialog().open, field('name').value]).toEqual([true, 'Another'])
  button('Close', contactRoot()).click()
  await answer('Discard changes')
  await closed()
  opener?.click()
  await until(() => dialog().open)
  expect(field('name').value).toBe('Amélie Fontaine')
})

test('a contact is deleted after a question, also one that was changed, and leaves the list', async () => {
  const { server, notices } = await openFirst()
  type(field('company'), 'Changed')
  await settled()
  button('Delete', contactRoot()).click()
  await until(() => question().includes('Delete Amélie Fontaine?'))
  expect(question()).toContain('The contact leaves your directory. What was sent to the address stays in the results.')
  expect(one('.danger', contactRoot()).textContent?.trim()).toBe('Delete the contact')
  await answer('Back')
  await settled()
  expect([server.asked('deleteContact'), dialog().open, field('company').value]).toEqual([[], true, 'Changed'])
  fail(server, 'deleteContact')
  button('Delete', contactRoot()).click()
  await answer('Delete the contact')
  await until(() => notices.length === 1)
  expect(notices[0]).toBe('error: That did not work The database cannot be reached right now. Try again in a moment.')
  expect([dialog().open, field('company').value]).toEqual([true, 'Changed'])
  server.state.intercept = undefined
  button('Delete', contactRoot()).click()
  await answer('Delete the contact')
  await closed()
  const asked = server.asked('deleteContact').map(({ method, url }) => `${method} ${url.pathname}`)
  expect(asked).toEqual(['DELETE /sillage/api/contacts/1', 'DELETE /sillage/api/contacts/1'])
  expect(notices[1]).toBe('success: Contact deleted Amélie Fontaine')
  await until(() => said().includes('2 contacts'))
  expect(server.asked('updateContact')).toEqual([])
})

test('what a contact without a name is asked and said is by its address, in French too', async () => {
  const { server, notices } = await openFirst('fr')
  expect(all('label', contactRoot()).map((label) => label.textContent)).toEqual([
    'E-mail',
    'Nom',
    'Entreprise',
    'Étiquettes',
    'Votre propre référence',
  ])
  Object.assign(server.state.people[0] ?? {}, { name: null })
  type(field('name'), '')
  await settled()
  button('Enregistrer').click()
  await closed()
  await until(() => all('.who')[0]?.textContent?.trim() === 'contact1@example.test')
  all('.who')[0]?.click()
  await until(() => dialog().open)
  button('Supprimer', contactRoot()).click()
  await until(() => question().includes('Supprimer contact1@example.test ?'))
  await answer('Supprimer le contact')
  await closed()
  expect(notices).toEqual([
    'success: Contact enregistré contact1@example.test',
    'success: Contact supprimé contact1@example.test',
  ])
})
