import { expect, test } from 'vitest'
import { campaign, statsOf } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, mount, one, until } from '../../../test/support/mount.ts'

test.each([1200, 320])('one long address hides no other link, and is whole in its title: %d px', async (width) => {
  const long = `https://shop.example/autumn?${'of=the-three-harbours&'.repeat(90)}`
  const urls = [long, 'https://shop.example/orders', 'https://shop.example/hours']
  const links = urls.map((url, index) => ({ id: `${index}`, url, total: 90 - index, unique: 72 - index }))
  const server = createFakeServer()
  server.state.campaigns = [campaign({ id: '1', opened: 931, clicked: 264 })]
  server.state.intercept = ({ route }) =>
    route === 'getStats' ? Response.json({ ...statsOf(campaign({ id: '1' })), links }) : undefined
  const stats = await mount('campaign-stats', server.context(), { 'campaign-id': '1' })
  stats.style.inlineSize = `${width}px`
  await until(() => all('.url').length === 3)
  expect(all('.url').map(({ title }) => title)).toEqual(urls)
  const box = one('.linkbox').getBoundingClientRect()
  for (const url of all('.url').slice(1)) {
    const shown = url.getBoundingClientRect()
    expect([shown.bottom < box.bottom, shown.right < box.right]).toEqual([true, true])
  }
})
