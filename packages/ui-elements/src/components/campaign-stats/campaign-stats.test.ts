import { expect, test } from 'vitest'
import { campaign, statsOf } from '../../../test/support/fake-data.ts'
import { createFakeServer, type FakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, focused, mount, one, said, settled, type, until } from '../../../test/support/mount.ts'

async function open(server: FakeServer = createFakeServer()) {
  server.state.campaigns = [campaign({ id: '1', opened: 931, clicked: 264, total: server.state.rows.length })]
  const context = server.context()
  const stats = await mount('campaign-stats', context, { 'campaign-id': '1' })
  await until(() => all('.card').length === 4)
  await until(() => all('.who').length > 3)
  return { server, stats, context }
}

test('cards and indicators show counts, rates and on how many messages the read time is based', async () => {
  await open()
  const cards = all('.card').map((card) => card.textContent?.replaceAll(/\s+/g, ' ').trim())
  expect(cards[0]).toContain('Emails sent 1,982/ 500')
  expect(cards[1]).toContain('Opens 93147% 1,490 times in all')
  expect(cards[2]).toContain('264')
  expect(cards[3]).toContain('Open rate 47%')
  const text = said().replaceAll('\u00a0', ' ')
  expect(text).toContain('28.4% of those who opened')
  expect(text).toContain('measured on 212 of 931 readers; half of them for at least 8.2 s')
  expect(text).toContain('11.4 s')
})

test.each([
  [false, 'Not measured: it is switched off here'],
  [undefined, 'None measured yet'],
])('read time that is set to %s and was not measured says why', async (readTime, why) => {
  const server = createFakeServer()
  server.state.intercept = ({ route }) => {
    if (route !== 'getStats') return undefined
    const made = campaign({ id: '1' })
    made.tracking.readTime = readTime
    return Response.json({ ...statsOf(made), readTime: null })
  }
  await open(server)
  expect(said()).toContain(why)
})

test('frames change the cards at once, and rows without moving them', async () => {
  const { server } = await open()
  const card = all('.card')[1]
  const counting: Element[] = []
  new MutationObserver((changes) => {
    for (const { target } of changes) counting.push(target as Element)
  }).observe(one('.cards'), { attributeFilter: ['data-shown'], subtree: true })
  const line = () => one('.who').closest('tr')
  const row = line()
  const first = server.state.rows[0]
  if (first !== undefined) first.opens = 77
  server.push('campaign_stats', {
    campaignId: '1',
    opens: { total: 2000, unique: 991, machine: 118, early: 0, tracked: 1982 },
    clicks: { total: 300, unique: 264, machine: 23, early: 0, tracked: 1982 },
    openRate: 0.5,
    clickRate: 0.13,
  })
  await settled()
  expect(all('.card')[1]).toBe(card)
  expect(card?.textContent).toContain('991')
  await until(() => counting.some((figure) => figure.textContent === '991'), 'the figure to count')
  await until(() => all('[data-shown]').length === 0, 'the figures to come to rest')
  await until(() => row?.textContent?.includes('77'), 'the row to change in place')
  expect(line()).toBe(row)
})

test('frames of other campaigns change nothing', async () => {
  const { server } = await open()
  const before = server.state.requests.length
  server.push('campaign_error', { campaignId: '2', code: 'smtp_auth', message: 'x', fatal: true })
  await settled()
  expect(server.state.requests).toHaveLength(before)
})

test('a hundred thousand rows scroll with a bounded number of drawn ones, page after page', async () => {
  const { server } = await open(createFakeServer({ messages: 100_000 }))
  const scroller = one('.scroller')
  expect(scroller.scrollHeight).toBeGreaterThan(100_000 * 50)
  const height = Number.parseFloat(getComputedStyle(scroller).getPropertyValue('--row'))
  const drawn = () => all('tbody tr:not(.space)').length
  const most: number[] = [drawn()]
  for (let at = 0; at <= 1_110; at += 111) {
    scroller.scrollTop = at * height
    scroller.dispatchEvent(new Event('scroll'))
    await until(() => {
      const rows = all('tbody tr:not([aria-hidden])')
      return rows.some((row) => Number(row.getAttribute('aria-rowindex')) - 2 === at)
    }, `row ${at}`)
    most.push(drawn())
  }
  expect(Math.max(...most)).toBeLessThan(60)
  const cursors = server.asked('listMessages').map(({ url }) => url.searchParams.get('cursor'))
  expect(cursors).toEqual([null, '200', '400', '600', '800', '1000'])
})

test('searching waits until typing stops, and a late answer to an old search is dropped', async () => {
  const { server } = await open()
  const field = one<HTMLInputElement>('input[type=search]')
  let release: (() => void) | undefined
  server.state.intercept = ({ route, url }) => {
    if (route !== 'listMessages' || url.searchParams.get('q') !== 'slow') return undefined
    return new Promise((resolve) => {
      release = () => resolve(Response.json({ items: server.state.rows.slice(0, 1), next: null }))
    })
  }
  type(field, 'slow')
  await until(() => release !== undefined)
  type(field, 'c')
  type(field, 'ch')
  await until(() => all('.who').length > 0 && all('.who').every((who) => who.textContent?.includes('Chloé')))
  release?.()
  await settled()
  expect(all('.who').every((who) => who.textContent?.includes('Chloé'))).toBe(true)
  expect(server.asked('listMessages').map(({ url }) => url.searchParams.get('q'))).toEqual([null, 'slow', 'ch'])
})

test('filter and sort query the server, and an empty result is shown', async () => {
  const { server } = await open()
  button('Opens').click()
  await until(() => server.asked('listMessages').at(-1)?.url.searchParams.get('sort') === 'opens')
  expect(server.asked('listMessages').at(-1)?.url.searchParams.get('order')).toBe('desc')
  await until(() => one('th[aria-sort]').getAttribute('aria-sort') === 'descending')
  const filter = one<HTMLSelectElement>('.tools select')
  filter.value = 'bounced'
  filter.dispatchEvent(new Event('change'))
  await until(() => said().includes('Nobody matches.'))
})

test('machines stay out of the figures until they are shown on request', async () => {
  await open()
  expect(said()).not.toContain('by machines')
  one('.check input').click()
  await settled()
  expect(said()).toContain('+ 118 by machines')
  one('.who').click()
  await until(() => all('li.click').length === 1)
  expect(said()).toContain('a security scanner')
})

test('what came right after delivery stands beside where there is some, and what it means can be read', async () => {
  const server = createFakeServer()
  server.state.rows.splice(4)
  await open(server)
  const early = () => all('.others > div').find((part) => part.textContent?.startsWith('Right after delivery'))
  expect(early()?.textContent).toBe('Right after delivery11')
  expect(early()?.title).toContain('Counted')
  button('How to read these figures').click()
  const page = await until(() => all<HTMLDialogElement>('dialog[open]')[0])
  expect([...page.querySelectorAll('h3')].map(({ textContent }) => textContent)).toContain('Right after delivery')
  expect(page.textContent).toContain('“tracking.rules.earlyHits” with the value “leave-out”')
  button('Close', page).click()
  server.push('campaign_stats', {
    campaignId: '1',
    opens: { total: 2000, unique: 991, machine: 118, early: 0, tracked: 1982 },
    clicks: { total: 300, unique: 264, machine: 23, early: 0, tracked: 1982 },
    openRate: 0.5,
    clickRate: 0.13,
  })
  await until(() => early() === undefined, 'the figure to go where there is none')
})

test('the details of a message name who caused each event, as text', async () => {
  await open()
  one('.who').click()
  await until(() => all('li.click').length === 1)
  expect(said()).toContain('through the mail provider’s image proxy')
  expect(said()).toContain('https://harbour.example/fair/book')
  expect(all('li.machine')).toEqual([])
})

test('failed messages are sent again only after it was said that blocked addresses stay out', async () => {
  const { server, context } = await open()
  const notices: string[] = []
  context.notices.subscribe(({ kind }) => notices.push(kind))
  button('Retry 18 failed').click()
  await until(() => said().includes('Try 18 failed messages again?'))
  expect(said()).toContain('Addresses that are unsubscribed or blocked by now get nothing')
  await answer('Back')
  await settled()
  expect(server.asked('controlCampaign')).toEqual([])
  button('Retry 18 failed').click()
  await answer('Send again')
  await until(() => server.asked('controlCampaign').length === 1)
  expect(server.asked('controlCampaign')[0]?.body).toEqual({ include: ['failed'] })
  await until(() => notices.length === 1)
  expect(notices).toEqual(['success'])
})

test('who clicked a link is shown with one press, and everybody again with another', async () => {
  const { server } = await open()
  const asked = () => server.asked('listMessages').at(-1)?.url.searchParams.get('link')
  const [most] = all<HTMLButtonElement>('.links td button')
  most?.focus()
  most?.click()
  await until(() => asked() === '1')
  expect(one('.chosen').textContent).toContain('https://harbour.example/fair/book?seat=window')
  await until(() => focused()?.getAttribute('aria-label') === 'Show all contacts', 'the way back to have the focus')
  one('.chosen button').click()
  await until(() => asked() === null)
  expect(all('.chosen')).toEqual([])
})

test('the export is a link to the CSV', async () => {
  await open()
  expect(button('Export CSV').getAttribute('href')).toBe('/sillage/api/tracking/campaigns/1/messages.csv?separator=%2C')
})

test('a campaign that is gone says so', async () => {
  const server = createFakeServer()
  await mount('campaign-stats', server.context(), { 'campaign-id': '404' })
  await until(() => said().includes('somebody may have deleted it'))
})

test('uncertain messages are sent again only after a warning that some may get them twice', async () => {
  const server = createFakeServer()
  server.state.intercept = ({ route }) => {
    if (route !== 'getStats') return undefined
    return Response.json(statsOf(campaign({ id: '1', unknown: 3 })))
  }
  await open(server)
  button('Send 3 uncertain again').click()
  await until(() => said().includes('Some people may get the mail twice.'))
  expect(server.asked('controlCampaign')).toEqual([])
  await answer('Send again')
  await until(() => server.asked('controlCampaign').length === 1)
  expect(server.asked('controlCampaign')[0]?.body).toEqual({ include: ['unknown'] })
})

test('before anything was opened a sentence is shown in place of the chart', async () => {
  const server = createFakeServer()
  server.state.intercept = ({ route }) =>
    route === 'getTimeline'
      ? Response.json({ bucket: 'hour', items: [{ at: '2026-11-18T08:00:00.000Z', sent: 9, opens: 0, clicks: 0 }] })
      : undefined
  await open(server)
  await until(() => said().includes('No opens or clicks yet'))
  expect(all('canvas')).toEqual([])
})

test('on a narrow screen every row has the height the scrollbar assumes, and nothing overflows', async () => {
  const { server, stats } = await open()
  for (const row of server.state.rows) row.name = `Donaudampfschifffahrtsgesellschaft ${row.name} von und zu Hohenlohe`
  stats.style.inlineSize = '288px'
  stats.campaignId = undefined
  await settled()
  stats.campaignId = '1'
  await until(() => all('.who').some((who) => who.textContent?.includes('Hohenlohe')))
  const rows = all('tbody tr[aria-rowindex]').map((row) => row.getBoundingClientRect().height)
  expect(new Set(rows)).toEqual(new Set([116]))
  expect(stats.scrollWidth).toBeLessThanOrEqual(288)
})
