import type { EmailDocument } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { send } from '../../../test/support/compose.ts'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { button, mount, one, said, settled, type, until } from '../../../test/support/mount.ts'

/** Opens campaign 9 to edit it, gives it another name and saves. */
async function rename(server: ReturnType<typeof createFakeServer>): Promise<void> {
  const composer = await mount('campaign-composer', server.context())
  await composer.show('edit', '9')
  await settled()
  type(one<HTMLInputElement>('#name'), 'Fair in Lyon')
  await settled()
  button('Save changes').click()
  await until(() => server.asked('updateCampaign').length === 1)
}

test('editing changes what exists and keeps its recipients', async () => {
  const server = createFakeServer()
  server.state.campaigns = [
    campaign({ id: '9', name: 'Fair', status: 'scheduled', scheduledAt: '2999-01-01T08:00:00.000Z' }),
  ]
  await rename(server)
  const { body } = server.asked('updateCampaign')[0] ?? {}
  expect(body).toMatchObject({
    name: 'Fair in Lyon',
    html: '<p>Hello {{name}}</p>',
    scheduledAt: '2999-01-01T08:00:00.000Z',
  })
  expect(body).not.toHaveProperty('recipients')
  expect(sessionStorage).toHaveLength(0)
})

const paragraph = { type: 'paragraph' as const }
const document: EmailDocument = {
  version: 1,
  kind: 'blocks',
  content: [paragraph, { type: 'footer', content: [paragraph] }],
}

test('editing leaves a document as it is, and a copy takes it along, until its HTML is changed', async () => {
  const server = createFakeServer()
  const made = { document, html: '<table><tr><td>Made</td></tr></table>', text: 'Made' }
  server.state.campaigns = [campaign({ id: '9', name: 'Fair', status: 'draft', ...made })]
  await rename(server)
  const { body } = server.asked('updateCampaign')[0] ?? {}
  for (const field of ['html', 'text', 'document']) expect(body).not.toHaveProperty(field)

  const composer = await mount('campaign-composer', server.context())
  await composer.show('duplicate', '9')
  await settled()
  await send()
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject({ document })
  expect(server.asked('createCampaign')[0]?.body).not.toHaveProperty('html')

  await composer.show('edit', '9')
  await settled()
  type(one<HTMLTextAreaElement>('textarea#content'), '<p>Own</p>')
  await settled()
  button('Save changes').click()
  await until(() => server.asked('updateCampaign').length === 2)
  expect(server.asked('updateCampaign')[1]?.body).toMatchObject({ html: '<p>Own</p>', text: 'Made' })
})

test('editing leaves it to the installation whether read time is measured, where it was not set', async () => {
  const server = createFakeServer()
  const undecided = campaign({ id: '9', status: 'draft' })
  undecided.tracking = {}
  server.state.campaigns = [undecided]
  await rename(server)
  expect(server.asked('updateCampaign')[0]?.body).toMatchObject({ tracking: { opens: true, clicks: true } })
  expect(server.asked('updateCampaign')[0]?.body).not.toHaveProperty('tracking.readTime')
})

test('a copy keeps the settings for which there are no fields', async () => {
  const server = createFakeServer()
  const first = campaign({ id: '9', name: 'Fair', replyTo: ['desk@harbour.example'] })
  first.limits = { perSecond: 3, perDay: 100 }
  first.tracking = { opens: true, clicks: false, readTime: false, aggregate: true, utm: { term: 'fair' } }
  first.topic = 'fairs'
  first.preheader = 'Doors open at nine'
  first.headers = { 'X-Fair': 'spring' }
  server.state.campaigns = [first]
  const composer = await mount('campaign-composer', server.context())
  await composer.show('duplicate', '9')
  await settled()
  button('Send a test').click()
  type(one<HTMLInputElement>('#to'), 'me@example.com')
  await settled()
  button('Send test').click()
  await until(() => server.asked('sendTest').length === 1)
  expect(server.asked('sendTest')[0]?.body).toMatchObject({
    preheader: 'Doors open at nine',
    from: first.from,
    replyTo: ['desk@harbour.example'],
    headers: { 'X-Fair': 'spring' },
  })
  await send()
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject({
    preheader: 'Doors open at nine',
    replyTo: ['desk@harbour.example'],
    topic: 'fairs',
    limits: { perSecond: 3, perDay: 100 },
    tracking: { opens: true, clicks: false, aggregate: true, utm: { term: 'fair' } },
  })
})

test('a campaign that cannot be loaded is never shown as a new one, and can be loaded again', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ id: '9', name: 'Fair', status: 'draft', templateId: 't2' })]
  server.state.intercept = ({ route }) => (route === 'getCampaign' ? Promise.reject(new TypeError('lost')) : undefined)
  const composer = await mount('campaign-composer', server.context())
  await composer.show('edit', '9')
  await until(() => said().includes('The campaign could not be loaded'))
  expect(button('Save changes').matches(':disabled')).toBe(true)
  expect(one('.compose').hidden).toBe(true)
  server.state.intercept = undefined
  button('Try again').click()
  await until(() => one<HTMLInputElement>('#name').value === 'Fair')
  expect(one<HTMLSelectElement>('select#content').value).toBe('t2')
  expect(one('.compose').hidden).toBe(false)
})
