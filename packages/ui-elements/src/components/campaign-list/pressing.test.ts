import { expect, test, vi } from 'vitest'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, focused, mount, one, said, settled, type, until } from '../../../test/support/mount.ts'
import { fillScene } from '../../../test/support/scene.ts'

async function list() {
  const server = createFakeServer()
  fillScene(server)
  const element = await mount('campaign-list', server.context())
  await until(() => all('.item').length > 0)
  const asked: string[] = []
  element.addEventListener('sillage-details', (event) => asked.push(`details ${event.campaignId}`))
  element.addEventListener('sillage-compose', (event) => asked.push(`${event.mode} ${event.campaignId}`))
  const row = (status: string) => {
    const campaign = server.state.campaigns.find((one) => one.status === status)
    return { campaign, item: all('.item').find((item) => item.textContent?.includes(campaign?.name ?? '')) }
  }
  return { server, element, asked, row }
}

test('a press in a row is for its results, or for the form of one that waits; its buttons act for themselves', async () => {
  const { asked, row } = await list()
  const { campaign: done, item } = row('completed')
  item?.querySelector<HTMLElement>('.name')?.click()
  expect(asked).toEqual([`details ${done?.id}`])
  const { campaign: planned, item: waiting } = row('scheduled')
  waiting?.click()
  expect(asked.at(-1)).toBe(`edit ${planned?.id}`)
  waiting?.querySelector<HTMLElement>('sillage-menu')?.click()
  expect(asked).toHaveLength(2)
})

test('only campaigns of the chosen status are listed, and one of another status that changes is not asked for', async () => {
  const { server, element } = await list()
  const select = one<HTMLSelectElement>('select')
  select.value = 'draft'
  select.dispatchEvent(new Event('change'))
  await until(() => server.state.sockets.open.size === 1)
  await until(() => server.asked('listCampaigns').at(-1)?.url.searchParams.get('status') === 'draft')
  await settled()
  expect(one<HTMLSelectElement>('select').value).toBe('draft')
  const reload = vi.spyOn(element, 'reload')
  const counts = { total: 9, queued: 1, sent: 8, failed: 0, skipped: 0, unknown: 0, etaSeconds: 1, ratePerSecond: 1 }
  server.push('campaign_progress', { ...counts, campaignId: '99', status: 'sending' })
  expect(reload).not.toHaveBeenCalled()
  server.push('campaign_progress', { ...counts, campaignId: '98', status: 'draft' })
  expect(reload).toHaveBeenCalledOnce()
})

test('a campaign of which everything failed is red, and one that waits has no bar', async () => {
  const { server, row } = await list()
  const { item: waiting } = row('scheduled')
  expect(waiting?.querySelector('.wake')).toBeNull()
  const { campaign } = row('completed')
  Object.assign(campaign ?? {}, { sent: 0, failed: 3, total: 3 })
  await mount('campaign-list', server.context())
  await until(() => said().includes('All failed'))
  expect(one('.pill.bad').textContent).toBe('All failed')
})

test('deleting one that is not over says how many then never leave', async () => {
  const { row } = await list()
  const { campaign } = row('scheduled')
  button(`More actions for ${campaign?.name}`).click()
  await settled()
  const { item } = row('scheduled')
  const menu = item?.querySelector('sillage-menu')
  button('Delete', menu?.shadowRoot ?? document).click()
  await until(() => said().includes('not sent yet will never leave'))
})

test('the list is searched by name once the typing stops, and says where nothing fits', async () => {
  const { server } = await list()
  const count = server.asked('listCampaigns').length
  const box = one<HTMLInputElement>('.filter input')
  box.focus()
  for (const words of ['n', 'no', 'nov']) type(box, words)
  await until(() => all('.item').length === 1)
  expect(said()).toContain('November letter')
  expect(
    server
      .asked('listCampaigns')
      .map(({ url }) => url.searchParams.get('q'))
      .slice(count),
  ).toEqual(['nov'])
  type(box, 'none of these')
  await until(() => said().includes('No campaign of this kind.'))
  expect(focused()).toBe(box)
  type(box, '')
  await until(() => all('.item').length > 1)
})

test('the list is sorted by name or by date, also when it is loaded again and searched', async () => {
  const { server } = await list()
  const sort = one<HTMLSelectElement>('.filter select[aria-label=Order]')
  const asked = () => server.asked('listCampaigns').at(-1)?.url.searchParams
  expect([sort.value, asked()?.get('sort')]).toEqual(['newest', null])
  sort.value = 'nameDown'
  sort.dispatchEvent(new Event('change'))
  await until(() => asked()?.get('sort') === 'name' && all('.item').length > 1)
  expect(asked()?.get('order')).toBe('desc')
  type(one<HTMLInputElement>('.filter input'), 'nov')
  await until(() => all('.item').length === 1)
  expect([asked()?.get('q'), asked()?.get('sort'), asked()?.get('order')]).toEqual(['nov', 'name', 'desc'])
  expect(sort.value).toBe('nameDown')
})

test('a list of many pages keeps its length when it is loaded again', async () => {
  const server = createFakeServer()
  server.state.campaigns = Array.from({ length: 320 }, (_, n) => campaign({ id: String(n + 1), name: `Letter ${n}` }))
  const element = await mount('campaign-list', server.context())
  for (let shown = 50; shown < 250; shown += 50) {
    await until(() => all('.item').length === shown)
    button('Show more').click()
  }
  await until(() => all('.item').length === 250)
  server.state.campaigns.unshift(campaign({ id: '1000', name: 'The newest' }))
  element.reload()
  await until(() => one('.item').textContent?.includes('The newest'))
  expect(all('.item')).toHaveLength(250)
})
