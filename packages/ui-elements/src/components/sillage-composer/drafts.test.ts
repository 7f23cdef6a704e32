import { expect, test } from 'vitest'
import { paste, write } from '../../../test/support/compose.ts'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, mount, one, said, settled, type, until } from '../../../test/support/mount.ts'

async function composer(server = createFakeServer(), attributes: Record<string, string> = {}) {
  localStorage.clear()
  const element = await mount('campaign-composer', server.context(), attributes)
  await element.show()
  await settled()
  return element
}

const name = () => one<HTMLInputElement>('#name')
const opened = () => one<HTMLDialogElement>('#composer').open

test('with a draft key drafts outlive the session, each key has its own, and a sent one is gone', async () => {
  const server = createFakeServer()
  await composer(server, { 'draft-key': 'ada' })
  await write()
  expect(sessionStorage).toHaveLength(0)
  expect(said()).toContain('Draft kept')
  const again = async (key: string) => {
    const element = await mount('campaign-composer', server.context(), { 'draft-key': key })
    await element.show()
    await settled()
  }
  await again('grace')
  expect(name().value).toBe('')
  await again('ada')
  expect(name().value).toBe('Letter')
  await until(() => said(one('.people')).includes('2 contacts'))
  button('Save as draft').click()
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject({ name: 'Letter', start: false })
  await until(() => !opened())
  expect(localStorage).toHaveLength(0)
})

test('a long list is kept nowhere in the browser, and leaving says what would be lost', async () => {
  const server = createFakeServer()
  const element = await composer(server, { 'draft-key': 'ada' })
  type(name(), 'Long')
  await paste(Array.from({ length: 1_001 }, (_, n) => `p${n}@example.org`).join('\n'))
  expect(said()).toContain('Draft kept, but for the long list')
  expect(JSON.stringify({ ...localStorage })).not.toContain('p7@example.org')
  button('Close').click()
  await until(() => said().includes('A list of more than 1,000 people is not kept in the browser.'))
  await answer('Go on writing')
  await settled()
  expect(opened()).toBe(true)
  const leaving = new Event('beforeunload', { cancelable: true })
  dispatchEvent(leaving)
  expect(leaving.defaultPrevented).toBe(true)
  button('Close').click()
  await answer('Throw away')
  await until(() => !opened())
  await element.show()
  await settled()
  expect(name().value).toBe('Long')
  expect(said(one('.people'))).toContain('Nobody is chosen yet.')
})

test('where nothing can be kept, that is said, and closing asks', async () => {
  await composer()
  const { setItem } = Storage.prototype
  Storage.prototype.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  try {
    type(name(), 'Lost')
    await settled()
    expect(said()).toContain('Not kept: this browser has no room, or forbids it')
    expect(said()).not.toContain('Draft kept')
    button('Close').click()
    await until(() => said().includes('This browser keeps nothing of it.'))
    await answer('Go on writing')
  } finally {
    Storage.prototype.setItem = setItem
  }
})

/** Opens campaign 9 to change it, while somebody else changes it too, and saves. */
async function collide() {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ id: '9', name: 'Fair', status: 'draft', revision: 4 })]
  const element = await mount('campaign-composer', server.context())
  await element.show('edit', '9')
  await until(() => name().value === 'Fair')
  Object.assign(server.state.campaigns[0] ?? {}, { name: 'Fair in Nice', revision: 5 })
  type(name(), 'Fair in Lyon')
  await settled()
  button('Save changes').click()
  await until(() => said().includes('Somebody else changed this campaign meanwhile.'))
  expect(server.state.campaigns[0]?.name).toBe('Fair in Nice')
  return server
}

test('a change that somebody else made meanwhile is not overwritten; theirs can be taken and changed', async () => {
  const server = await collide()
  button('Take theirs').click()
  await until(() => name().value === 'Fair in Nice')
  expect(said()).not.toContain('Somebody else changed this campaign meanwhile.')
  type(name(), 'Fair in Nice, again')
  await settled()
  button('Save changes').click()
  await until(() => server.state.campaigns[0]?.name === 'Fair in Nice, again')
})

test('or one’s own is kept beside theirs, as a draft to the same people', async () => {
  const server = await collide()
  button('Save mine as a new draft').click()
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject({
    name: 'Fair in Lyon (my version)',
    start: false,
    recipients: { where: { planned: { campaignId: '9' } } },
  })
  expect(server.state.campaigns.map((one) => one.name)).toContain('Fair in Nice')
  await until(() => all<HTMLDialogElement>('#composer').every(({ open }) => !open))
})
