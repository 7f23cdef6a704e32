import { expect, test } from 'vitest'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, axe, button, mount, one, said, settled, type, until } from '../../../test/support/mount.ts'

test('delay and limits of a campaign are changed while it is sent, and not over somebody else’s change', async () => {
  const server = createFakeServer()
  const limits = { perSecond: 5, perDay: 900 }
  server.state.campaigns = [campaign({ id: '9', status: 'sending', revision: 4, limits })]
  await mount('campaign-stats', server.context(), { 'campaign-id': '9' })
  await until(() => all('sillage-pace').length === 1)
  await until(() => all('#perDay').length === 1)
  one<HTMLDetailsElement>('details', one('sillage-pace').shadowRoot ?? document).open = true
  await settled()
  expect(await axe()).toEqual([])
  expect(one<HTMLInputElement>('#perDay').value).toBe('900')
  type(one<HTMLInputElement>('#delay'), 'soon')
  button('Change').click()
  await until(() => said().includes('Give a delay of 0 to 86,400 seconds.'))
  type(one<HTMLInputElement>('#delay'), '2,5')
  await settled()
  type(one<HTMLInputElement>('#perDay'), '')
  await settled()
  type(one<HTMLInputElement>('#perHour'), '100')
  await settled()
  button('Change').click()
  await until(() => server.asked('updateCampaign').length === 1)
  expect(server.asked('updateCampaign')[0]?.body).toEqual({
    delayMs: 2_500,
    limits: { perSecond: 5, perHour: 100 },
    ifRevision: 4,
  })
  await until(() => !button('Change').matches(':disabled'))
  Object.assign(server.state.campaigns[0] ?? {}, { revision: 9, delayMs: 7_000 })
  button('Change').click()
  await until(() => said().includes('Somebody else changed this campaign meanwhile.'))
  await until(() => one<HTMLInputElement>('#delay').value === '7')
})

test('of what is over nothing can be changed', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ id: '9', status: 'completed' })]
  await mount('campaign-stats', server.context(), { 'campaign-id': '9' })
  await until(() => all('sillage-pace').length === 1)
  await settled()
  expect(all('#perDay')).toEqual([])
})
