import { documentOfText } from '@sillage/core/document'
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
  const made = { document: { ...documentOfText(words), lang: 'en' } }
  const isMade = (body: unknown) => JSON.stringify((body as typeof made).document) === JSON.stringify(made.document)
  await until(() => server.asked('previewContent').some(({ body }) => isMade(body)))
  button('Send a test').click()
  type(one<HTMLInputElement>('#to'), 'me@example.com')
  await settled()
  button('Send test').click()
  await until(() => server.asked('sendTest').length === 1)
  expect(server.asked('sendTest')[0]?.body).toMatchObject(made)
  all<HTMLDialogElement>('dialog[open]').at(-1)?.close()
  button('Save as a template').click()
  await until(() => server.asked('createTemplate').length === 1)
  expect(server.asked('createTemplate')[0]?.body).toMatchObject(made)
  await until(() => !button(/^Create and send/).matches(':disabled'))
  await send()
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject(made)
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

test('a document of plain text is edited as plain text, and is left as it is where nobody changed it', async () => {
  const server = createFakeServer()
  const document = { lang: 'fr', ...documentOfText(`${words}\n\n- one\n- two`) }
  const rendered = { html: '<!doctype html><p>Dear</p>', text: 'Dear' }
  server.state.campaigns = [campaign({ id: '9', name: 'Fair', status: 'draft', document, ...rendered })]
  const composer = await mount('campaign-composer', server.context(), { lang: 'fr' })
  const field = () => one<HTMLTextAreaElement>('textarea#content')
  const save = async (count: number) => {
    button('Enregistrer').click()
    await until(() => server.asked('updateCampaign').length === count)
    return server.asked('updateCampaign')[count - 1]?.body
  }
  await composer.show('edit', '9')
  await until(() => field().value.includes('- one\n- two'))
  for (const part of ['document', 'html', 'text']) expect(await save(1)).not.toHaveProperty(part)
  await composer.show('edit', '9')
  await until(() => field().value !== '')
  type(field(), 'Shorter')
  await settled()
  expect(await save(2)).toMatchObject({ document: { ...documentOfText('Shorter'), lang: 'fr' }, template: null })
})

test.each(['{{#vip}}Dear{{/vip}}', '{{{raw}}}', 'https://port.example/{{id}}', 'Stop: {{unsubscribeUrl}}'])(
  'plain text that no document can say is sent as HTML: %s',
  async (own) => {
    const server = createFakeServer()
    await openComposer(server)
    await write()
    type(one<HTMLTextAreaElement>('textarea#content'), own)
    await settled()
    await until(() => !button(/^Create and send/).matches(':disabled'))
    await send()
    await until(() => server.asked('createCampaign').length === 1)
    expect(server.asked('createCampaign')[0]?.body).toMatchObject({ html: wordsToHtml(own, 'Unsubscribe') })
  },
)

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
