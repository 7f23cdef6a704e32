import { expect, test } from 'vitest'
import { openComposer, send, write } from '../../../test/support/compose.ts'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, mount, one, said, settled, type, until } from '../../../test/support/mount.ts'
import { wordsToHtml } from './words-to-html.ts'

const words = 'Dear {{name}},\n\nsee www.example.org\nand <3'
/** As its author sees it. */
const shown = words.replace('{{name}}', '[Name]')

test('plain text is the same mail in preview, test, template and campaign', async () => {
  const server = createFakeServer()
  await openComposer(server)
  await write()
  const field = one<HTMLTextAreaElement>('textarea#content')
  type(field, '')
  await settled()
  expect(said()).toContain('a link to unsubscribe is added')
  type(field, words)
  const html = wordsToHtml(words, 'Unsubscribe')
  await until(() => server.asked('previewContent').some(({ body }) => (body as { html: string }).html === html))
  button('Send a test').click()
  type(one<HTMLInputElement>('#to'), 'me@example.com')
  await settled()
  button('Send test').click()
  await until(() => server.asked('sendTest').length === 1)
  expect(server.asked('sendTest')[0]?.body).toMatchObject({ html })
  all<HTMLDialogElement>('dialog[open]').at(-1)?.close()
  button('Save as a template').click()
  await until(() => server.asked('createTemplate').length === 1)
  expect(server.asked('createTemplate')[0]?.body).toMatchObject({ html })
  await until(() => !button(/^Create and send/).matches(':disabled'))
  await send()
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject({ html })
})

test('a campaign of plain text is edited and copied as plain text, and keeps its own unsubscribe link', async () => {
  const server = createFakeServer()
  const html = wordsToHtml(words, 'Se désinscrire')
  server.state.campaigns = [campaign({ id: '9', name: 'Fair', status: 'draft', html })]
  const composer = await mount('campaign-composer', server.context())
  await composer.show('duplicate', '9')
  await until(() => one<HTMLTextAreaElement>('textarea#content').value === shown)
  await composer.show('edit', '9')
  await until(() => one<HTMLTextAreaElement>('textarea#content').value === shown)
  type(one<HTMLTextAreaElement>('textarea#content'), 'Shorter')
  await settled()
  button('Save changes').click()
  await until(() => server.asked('updateCampaign').length === 1)
  expect(server.asked('updateCampaign')[0]?.body).toMatchObject({ html: wordsToHtml('Shorter', 'Se désinscrire') })
})

test('an editor of the host is given the HTML that is stored', async () => {
  const server = createFakeServer()
  const html = wordsToHtml(words, 'Unsubscribe')
  server.state.campaigns = [campaign({ id: '9', name: 'Fair', status: 'draft', html })]
  const composer = await mount('campaign-composer', server.context())
  const editor = document.createElement('textarea')
  editor.slot = 'editor'
  composer.append(editor)
  await composer.show('edit', '9')
  await until(() => editor.value === html)
})
