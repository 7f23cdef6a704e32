import { expect, test } from 'vitest'
import { openComposer, send, write } from '../../../test/support/compose.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, focused, one, said, settled, until } from '../../../test/support/mount.ts'

test('templates that could not be loaded are not shown as none, and are loaded when the network is back', async () => {
  const server = createFakeServer()
  server.state.intercept = ({ route }) =>
    route === 'listTemplates' ? Promise.reject(new TypeError('lost')) : undefined
  await openComposer(server)
  await until(() => one('#content-error').textContent?.startsWith('No answer from the server.'))
  expect(said()).not.toContain('There are no templates yet')
  server.state.intercept = undefined
  dispatchEvent(new Event('online'))
  await until(() => all('select#content').length === 1)
  expect(one('#content-error').textContent).toBe('')
})

test('an own message is kept as a template, which can be chosen at once', async () => {
  const server = createFakeServer()
  await openComposer(server)
  button('Own message').click()
  await settled()
  expect(focused()).toBe(one('textarea#content'))
  button('Save as a template').click()
  await settled()
  expect(one('#name-error').textContent).toBe('Give the campaign a name.')
  expect(one('#recipients-error').textContent).toBe('')
  await write()
  button('Save as a template').click()
  button('Save as a template').click()
  await until(() => server.asked('createTemplate').length > 0)
  await settled()
  expect(server.asked('createTemplate').map(({ body }) => body)).toEqual([
    { name: 'Letter', subject: 'Hello {{name}}', html: '<p>Hello {{name}}</p>' },
  ])
  button('Template').click()
  await settled()
  expect(all('select#content option').at(-1)?.textContent).toBe('Letter')
})

test('a template that is refused says why at the message, and the key of a lost answer stays', async () => {
  const server = createFakeServer()
  await openComposer(server)
  await write()
  server.state.intercept = ({ route }) =>
    route === 'createCampaign' ? Promise.reject(new TypeError('lost')) : server.refuse('invalid_template', 'no', 'html')
  await send()
  await until(() => said().includes('No answer from the server.'))
  button('Save as a template').click()
  await until(() => one('#content-error').textContent === 'A merge field or section is not closed, or misspelt. (no)')
  server.state.intercept = undefined
  await send()
  await until(() => server.asked('createCampaign').length === 2)
  const [first, second] = server.asked('createCampaign').map(({ body }) => (body as { key: string }).key)
  expect(second).toBe(first)
})

test('the words of a template can be changed where the page has an editor; one that is gone meanwhile says so', async () => {
  const server = createFakeServer()
  await openComposer(server)
  const choose = () => {
    const select = one<HTMLSelectElement>('select#content')
    select.value = select.options[1]?.value ?? ''
    select.dispatchEvent(new Event('change', { bubbles: true }))
  }
  choose()
  await settled()
  expect(all('button').map(({ textContent }) => textContent?.trim())).not.toContain('Change the words')
  const editor = class extends HTMLElement {
    value = ''
    fields: unknown
    connectedCallback() {
      this.tabIndex = 0
    }
  }
  customElements.define('sillage-template-editor', editor)
  choose()
  await settled()
  server.state.intercept = ({ route }) =>
    route === 'getTemplate' ? server.refuse('unknown_template', 'gone', 'template') : undefined
  button('Change the words').click()
  await until(() => one('#content-error').textContent !== '')
  expect(one('#content-error').textContent).toMatch(/^This template no longer exists/)
  expect(all('select#content')).toHaveLength(1)
  server.state.intercept = undefined
  button('Change the words').click()
  await until(() => focused() === all('sillage-template-editor')[0])
  const { fields } = one<InstanceType<typeof editor>>('sillage-template-editor')
  expect(fields).toContainEqual({ name: 'email', label: 'Email' })
})
