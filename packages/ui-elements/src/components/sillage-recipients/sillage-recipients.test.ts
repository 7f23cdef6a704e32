import { expect, test } from 'vitest'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, mount, one, said, settled, type, until } from '../../../test/support/mount.ts'
import type { CampaignComposer } from '../campaign-composer/campaign-composer.ts'

const matching = () => button(/^Select all \d+ matching$/) as HTMLButtonElement

async function directory() {
  const server = createFakeServer()
  const composer = await mount('campaign-composer', server.context())
  await composer.show()
  await until(() => all('.person').length > 0)
  return server
}

test('right after a search is typed, the people of the search before cannot be chosen', async () => {
  const server = await directory()
  const before = matching().textContent
  type(one<HTMLInputElement>('input[type=search]'), 'ch')
  await settled(1)
  matching().click()
  button('Select this page').click()
  await settled(1)
  expect(button(/^Create and send/).textContent?.trim()).toBe('Create and send')
  await until(() => server.asked('listContacts').some(({ url }) => url.searchParams.get('q') === 'ch'))
  await until(() => !matching().disabled)
  expect(matching().textContent).not.toBe(before)
  matching().click()
  await settled(1)
  expect(button(/^Create and send to 10 people$/)).toBeDefined()
})

test('a page of the old search that comes late is not mixed into the new one', async () => {
  const server = await directory()
  let release: (() => void) | undefined
  server.state.intercept = ({ url }) =>
    url.searchParams.get('cursor') === null
      ? undefined
      : new Promise((resolve) => {
          release = () => resolve(Response.json({ items: server.state.people.slice(50, 60), next: null, total: 60 }))
        })
  button('Show more').click()
  await until(() => release !== undefined)
  type(one<HTMLInputElement>('input[type=search]'), 'ch')
  release?.()
  await settled()
  expect(matching().disabled).toBe(true)
  await until(() => said().includes('10 contacts found'))
  expect(all('.person')).toHaveLength(10)
})

test('starting over also forgets what was searched for', async () => {
  await directory()
  type(one<HTMLInputElement>('input[type=search]'), 'ch')
  await until(() => said().includes('10 contacts found'))
  button('Close').click()
  await one<CampaignComposer>('campaign-composer').show()
  await settled()
  button('Start over').click()
  await settled(1)
  expect(matching().disabled).toBe(true)
  await until(() => !matching().disabled)
  expect(said()).not.toContain('10 contacts found')
})
