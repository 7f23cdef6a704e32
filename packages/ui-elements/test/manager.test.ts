import { frenchNames } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { campaign } from './support/fake-data.ts'
import { createFakeServer } from './support/fake-server.ts'
import { all, answer, button, focused, mount, one, said, settled, until } from './support/mount.ts'
import { fillScene } from './support/scene.ts'

test('a campaign is written, sent and read with the keyboard alone, and the focus returns', async () => {
  const server = createFakeServer()
  await mount('campaign-manager', server.context())
  await until(() => all('.empty').length === 1)

  const opener = button('New campaign')
  opener.focus()
  await userEvent.keyboard('{Enter}')
  await until(() => said().includes('Nobody is chosen yet.'))
  const tabTo = async (wanted: (element: Element) => boolean) => {
    for (let i = 0; i < 25; i += 1) {
      const at = focused()
      if (at !== null && wanted(at)) return at
      await userEvent.keyboard('{Tab}')
    }
    throw new Error('Not reached with Tab')
  }
  await tabTo((element) => element.id === 'name')
  await userEvent.keyboard('Spring letter')
  await tabTo((element) => element.id === 'content')
  await userEvent.keyboard('{ArrowDown}')
  await until(() => server.asked('previewContent').length > 0, 'a preview')
  await tabTo((element) => element.id === 'recipients')
  await userEvent.keyboard('{Enter}')
  await until(() => all('.pick').length > 0)
  await tabTo((element) => element.closest('.pick') !== null)
  await userEvent.keyboard('{ArrowDown}{ArrowDown} ')
  await tabTo((element) => element.textContent?.trim() === 'Done')
  await userEvent.keyboard('{Enter}')
  await until(() => said().includes('Create and send to 1 person'))
  expect(focused()?.id).toBe('recipients')
  await tabTo((element) => element.getAttribute('type') === 'submit')
  expect(focused()?.textContent?.trim()).toBe('Create and send to 1 person')
  await userEvent.keyboard('{Enter}')
  await until(() => said().includes('Send to 1 person?'))
  await tabTo((element) => element.textContent?.trim() === 'Create and send')
  await userEvent.keyboard('{Enter}')
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject({
    name: 'Spring letter',
    template: 't1',
    subject: '{{name}}, see you in Lyon?',
    recipients: { contactIds: ['3'] },
    delayMs: 1000,
    key: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
  await until(() => all('.item').length === 1)
  await until(() => focused() === opener, 'the focus back on the button')

  const details = button('See details of Spring letter')
  details.focus()
  await userEvent.keyboard('{Enter}')
  await until(() => all('.card').length === 4)
  await userEvent.keyboard('{Escape}')
  await until(() => focused() === details, 'the focus back on the row')
})

test('another lang on the page changes every word without a reload', async () => {
  const server = createFakeServer()
  fillScene(server)
  await mount('campaign-manager', server.context())
  await until(() => all('.item').length === 4)
  expect(said()).toContain('New campaign')
  document.documentElement.lang = 'fr-CA'
  await until(() => said().includes('Nouvelle campagne'))
  expect(said()).toContain('Voir détails')
  expect(said()).toContain('En pause : identifiants')
  expect(said()).not.toContain('See details')
  expect(server.asked('listCampaigns')).toHaveLength(1)
})

test('a provider decides for those inside it, and its lang wins over that of the page', async () => {
  const server = createFakeServer({ names: frenchNames })
  fillScene(server)
  const provider = await mount('sillage-provider', server.context(), { lang: 'en' })
  provider.setAttribute('lang', 'fr')
  const list = document.createElement('campaign-list')
  provider.append(list)
  await until(() => all('.item').length === 4)
  expect(said()).toContain('Envoi en cours')
  expect(server.asked('listCampaigns')[0]?.url.pathname).toBe('/sillage/api/campagnes')
})

test('an element without provider or base-url says what is missing', async () => {
  document.body.replaceChildren(document.createElement('campaign-list'))
  document.documentElement.lang = 'en'
  await until(() => said().includes('Set base-url'))
})

test('markup in names is text, wherever it is shown', async () => {
  const server = createFakeServer({ messages: 3 })
  const name = '<img src=x onerror="globalThis.broken = true"><b>bold</b>'
  server.state.campaigns = [campaign({ id: '1', name, opened: 1 })]
  for (const row of server.state.rows) row.name = name
  await mount('campaign-manager', server.context())
  await until(() => all('.item').length === 1)
  expect(one('.name').textContent).toBe(name)
  button(`See details of ${name}`).click()
  await until(() => all('.who').length === 3)
  expect(all('img, b b')).toEqual([])
  one('.who').click()
  await until(() => all('li.click').length > 0)
  expect(all('img')).toEqual([])
  expect('broken' in globalThis).toBe(false)
})

test('duplicating fills the composer with the content and the recipients of the earlier campaign', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ id: '7', name: 'First', total: 12, opened: 3 })]
  await mount('campaign-manager', server.context())
  await until(() => all('.item').length === 1)
  button('More actions for First').click()
  await settled()
  button('Duplicate').click()
  await until(() => all<HTMLInputElement>('#name')[0]?.value === 'First (copy)')
  expect(said()).toContain('recipients of “First”')
  button(/^Create and send/).click()
  await until(() => said().includes('Send to 12 people?'))
  await answer('Create and send')
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject({
    html: '<p>Hello {{name}}</p>',
    recipients: { where: { planned: { campaignId: '7' } } },
  })
})

test('a page that prevents a question of the manager answers it in its own way, with a listener like any other', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ id: '7', name: 'First' })]
  const manager = await mount('campaign-manager', server.context())
  await until(() => all('.item').length === 1)
  const asked: string[] = []
  manager.addEventListener('sillage-details', (event) => {
    event.preventDefault()
    asked.push(`details ${event.campaignId}`)
  })
  manager.addEventListener('sillage-compose', (event) => {
    event.preventDefault()
    asked.push(event.mode)
  })
  button('See details of First').click()
  button('New campaign').click()
  await settled()
  expect(asked).toEqual(['details 7', 'new'])
  expect(all('dialog[open]')).toEqual([])
})
