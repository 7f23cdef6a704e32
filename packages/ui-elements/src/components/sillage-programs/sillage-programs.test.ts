import { expect, test } from 'vitest'
import { axe } from '../../../test/support/axe.ts'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer, type FakeServer } from '../../../test/support/fake-server.ts'
import { all, button, mount, one, said, settled, until } from '../../../test/support/mount.ts'

const rows = () =>
  all('sillage-programs')
    .flatMap((element) => [...(element.shadowRoot?.querySelectorAll('tbody tr') ?? [])])
    .map((row) => [...row.children].map((cell) => cell.textContent?.trim()))

/** What loads above it may move it out of view once more. */
const look = (place: Element, server: FakeServer) =>
  until(() => {
    place.scrollIntoView()
    return server.asked('getPrograms').length > 0
  }, 'the programs to be asked for')

test('programs and devices are asked for when they come into view, and show people; machines beside on request', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ id: '1', opened: 931, clicked: 264 })]
  const stats = await mount('campaign-stats', server.context(), { 'campaign-id': '1' })
  const place = await until(() => all('sillage-programs')[0])
  await settled()
  expect(server.asked('getPrograms')).toEqual([])
  await look(place, server)
  await until(() => rows().length > 0, 'the programs')
  expect(server.asked('getPrograms')).toHaveLength(1)
  expect(rows()).toEqual([
    ['Gmail', '402', '0'],
    ['Apple Mail', '288', '0'],
    ['Outlook', '190', '0'],
    ['Chrome', '39', '140'],
    ['Safari', '0', '141'],
    ['Thunderbird', '42', '0'],
    ['Phone', '314', '185'],
    ['Not known', '408', '1'],
    ['Computer', '263', '96'],
    ['Tablet', '4', '9'],
  ])
  expect(await axe()).toEqual([])
  button('Show all 9 programs').click()
  await until(() => said().includes('Another mail program'))
  expect(said()).toContain('Another program')
  button('Show fewer').click()
  one('.check input').click()
  await until(() => said().includes('Show all 10 programs'))
  expect(rows()[1]).toEqual(['Apple Mail', '288', '0', '96'])
  button('Show all 10 programs').click()
  await until(() => rows().some(([name]) => name === 'Another machine'))
  stats.style.inlineSize = '288px'
  await settled()
  for (const panel of all('.panel', place.shadowRoot ?? place))
    expect(panel.scrollWidth).toBeLessThanOrEqual(panel.clientWidth)
})

test('programs that cannot be loaded say so, and are asked for again by one press', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ id: '1', opened: 931 })]
  server.state.intercept = ({ route }) =>
    route === 'getPrograms' ? server.refuse('store_unavailable', 'down') : undefined
  await mount('campaign-stats', server.context(), { 'campaign-id': '1', lang: 'fr' })
  const place = await until(() => all('sillage-programs')[0])
  await look(place, server)
  await until(() => said().includes('Les logiciels n’ont pas pu être chargés'))
  server.state.intercept = undefined
  await until(() => all('[role=alert] button', place.shadowRoot ?? place)[0])
  // Where the page stands is no matter of a press.
  const gone = new Promise<void>((resolve) => {
    new IntersectionObserver(([entry]) => void (entry?.isIntersecting === false && resolve())).observe(place)
  })
  Object.assign((place as HTMLElement).style, { position: 'fixed', top: '-9999px' })
  await gone
  await settled()
  button('Réessayer', place.shadowRoot ?? place).click()
  await until(() => rows().length === 10, 'the programs')
  expect(rows().map(([name]) => name)).toContain('Téléphone')
})
