import { expect, test } from 'vitest'
import { suppression } from '../../../test/support/fake-contacts.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, focused, one, said, settled, type, until } from '../../../test/support/mount.ts'
import { hold, openRoom } from '../../../test/support/room.ts'

const root = () => one('sillage-addresses').shadowRoot as ShadowRoot
const dialog = () => one<HTMLDialogElement>('dialog', root())
const field = () => one<HTMLTextAreaElement>('textarea', root())
const submit = () => one<HTMLButtonElement>('button[type=submit]', root())
const label = () => submit().textContent?.trim()
const problem = () => one('#problem', root()).textContent

async function open(lang = 'en') {
  const server = createFakeServer()
  server.kept.suppressions = [suppression('ada@old.example', 'bounce')]
  const { notices } = await openRoom('suppression-list', server, lang)
  await until(() => said().includes('ada@old.example'))
  const opener = button(lang === 'en' ? 'Add addresses' : 'Ajouter des adresses')
  opener.focus()
  opener.click()
  await until(() => dialog().open)
  return { server, notices, opener }
}

async function write(text: string): Promise<void> {
  type(field(), text)
  await settled()
}

test('addresses are held back one by one, once, and the list shows them', async () => {
  const { server, notices, opener } = await open()
  expect([one('h2', root()).textContent, one('label', root()).textContent]).toEqual([
    'Add addresses',
    'One address on a line.',
  ])
  expect(focused()).toBe(field())
  expect([label(), submit().disabled]).toEqual(['Stop mails to 0 addresses', true])
  await write('zoe@port.example')
  expect([label(), submit().disabled]).toEqual(['Stop mails to 1 address', false])
  await write('zoe@port.example\n\nBob <bob@port.example>\nzoe@port.example')
  expect(label()).toBe('Stop mails to 2 addresses')
  const release = hold(server, 'createSuppression')
  submit().click()
  await until(() => submit().matches('.busy:disabled'))
  one<HTMLFormElement>('form', root()).requestSubmit()
  await settled()
  expect(server.asked('createSuppression')).toHaveLength(1)
  release()
  await until(() => !dialog().open)
  expect(server.asked('createSuppression').map(({ method, url, body }) => [method, url.pathname, body])).toEqual([
    ['POST', '/sillage/api/suppressions', { email: 'zoe@port.example' }],
    ['POST', '/sillage/api/suppressions', { email: 'bob@port.example' }],
  ])
  expect(notices).toEqual(['success: 2 addresses get no more mail'])
  await until(() => said().includes('3 addresses '))
  expect(server.asked('listSuppressions')).toHaveLength(2)
  expect(focused()).toBe(opener)
  opener.click()
  await until(() => dialog().open)
  expect([field().value, label(), submit().classList.contains('busy')]).toEqual([
    '',
    'Stop mails to 0 addresses',
    false,
  ])
})

test('lines without an address are named, and nothing is sent until they are mended', async () => {
  const { server } = await open()
  await write('zoe@port.example\nnothing\n\nBob')
  expect([problem(), field().getAttribute('aria-invalid')]).toEqual(['', 'false'])
  submit().focus()
  submit().click()
  await until(() => problem() === 'Not an address: line 2 and 4.')
  expect([focused(), field().getAttribute('aria-invalid')]).toEqual([field(), 'true'])
  expect(server.asked('createSuppression')).toEqual([])
  // Closed and opened again, the text is there and the trouble is not.
  button('Back', root()).click()
  await until(() => !dialog().open)
  button('Add addresses').click()
  await until(() => dialog().open && problem() === '')
  expect(field().value).toContain('nothing')
  submit().click()
  await until(() => problem() !== '')
  await write('zoe@port.example')
  expect([problem(), field().getAttribute('aria-invalid')]).toEqual(['', 'false'])
})

test('pressing Enter on an empty field, as a form can be sent, asks nothing of the server', async () => {
  const { server } = await open()
  button('Back', root()).focus()
  one<HTMLFormElement>('form', root()).dispatchEvent(new SubmitEvent('submit', { cancelable: true, bubbles: true }))
  await settled()
  expect([server.asked('createSuppression'), dialog().open, focused()]).toEqual([[], true, field()])
})

test('where the server refuses one, those before stay held back, and what is left to do stays typed', async () => {
  const { server, notices } = await open()
  server.state.intercept = ({ route, body }) =>
    route === 'createSuppression' && (body as { email: string }).email.startsWith('bob')
      ? server.refuse('invalid_address', 'x')
      : undefined
  await write('zoe@port.example\nbob@port.example, Bob\ncleo@port.example')
  submit().click()
  await until(() => problem() === 'This is not a valid email address.')
  await settled()
  expect([field().value, dialog().open, label(), submit().disabled]).toEqual([
    'bob@port.example\ncleo@port.example',
    true,
    'Stop mails to 2 addresses',
    false,
  ])
  expect(notices).toEqual([])
  // The list has the one that was stored.
  await until(() => said().includes('2 addresses '))
  submit().click()
  await until(() => server.asked('createSuppression').length === 3)
  await settled()
  // Nothing was added: there is nothing to load again.
  expect(server.asked('listSuppressions')).toHaveLength(2)
  server.state.intercept = undefined
  submit().click()
  await until(() => !dialog().open)
  expect(notices).toEqual(['success: 2 addresses get no more mail'])
})

test('in French words take the form of one and of two', async () => {
  const { notices } = await open('fr')
  expect(label()).toBe('Ne plus écrire à 0 adresse')
  await write('zoe@port.example')
  expect(label()).toBe('Ne plus écrire à 1 adresse')
  submit().click()
  await until(() => !dialog().open)
  await until(() => said().includes('2 adresses '))
  button('Ajouter des adresses').click()
  await until(() => dialog().open)
  await write('bob@port.example\ncleo@port.example')
  expect(label()).toBe('Ne plus écrire à 2 adresses')
  submit().click()
  await until(() => !dialog().open)
  expect(notices).toEqual([
    'success: 1 adresse ne recevra plus d’e-mails',
    'success: 2 adresses ne recevront plus d’e-mails',
  ])
  expect(all('dialog[open]')).toEqual([])
})
