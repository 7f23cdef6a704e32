import type { StreamProgress } from '@sillage/core/browser'
import { afterEach, expect, test, vi } from 'vitest'
import { streamStats } from '../../../test/support/fake-results.ts'
import { createFakeServer, type FakeServer } from '../../../test/support/fake-server.ts'
import { all, axe, button, mount, one, said, settled, until } from '../../../test/support/mount.ts'

afterEach(() => vi.restoreAllMocks())

const progress = { stream: 'receipts', status: 'sending', total: 481, queued: 0, sent: 481 } as StreamProgress

async function open(server: FakeServer = createFakeServer({ messages: 12 }), attributes: Record<string, string> = {}) {
  for (const [at, row] of server.state.rows.entries()) row.ref = `user_${1042 + at}`
  const element = await mount('campaign-stats', server.context(), { stream: 'receipts', ...attributes })
  await until(() => all('.card').length === 4, 'the cards')
  await until(() => all('.who').length > 3, 'the table')
  return { server, element }
}

const asked = (server: FakeServer) => server.asked('getStreamStats').at(-1)?.url.searchParams
const names = (selector: string) => all(selector).map((part) => part.textContent?.trim())

test('a stream shows the last 30 days at first: what was counted in them, and nothing of what was not', async () => {
  const { server } = await open()
  const midnight = new Date()
  midnight.setHours(0, 0, 0, 0)
  midnight.setDate(midnight.getDate() - 29)
  expect([...(asked(server) ?? [])]).toEqual([['since', midnight.toISOString()]])
  expect(names('h2')).toEqual(['Receipts'])
  expect(one('.card').textContent?.replaceAll(/\s+/g, ' ').trim()).toBe('Emails sent 480')
  expect(names('.indicator h3')).toEqual(['Click rate'])
  expect(names('.others dt')).toEqual(['Failures', 'Returned', 'Unsubscribed', 'Spam reports'])
  expect([...all('sillage-links'), ...all('.check')]).toEqual([])
  expect(names('th')).toContain('Reference')
  expect(said()).toContain('user_1042')
  expect(server.asked('listStreamMessages')[0]?.url.pathname).toBe('/sillage/api/tracking/streams/receipts/messages')
  expect(button('Export CSV').getAttribute('href')).toBe(
    '/sillage/api/tracking/streams/receipts/messages.csv?separator=%2C',
  )
  const timeline = server.asked('getStreamTimeline').at(-1)?.url.searchParams
  expect([timeline?.get('bucket'), timeline?.get('since')]).toEqual(['day', midnight.toISOString()])
})

test('all of a stream has read time, machines and links too, and a link leads to the people who clicked it', async () => {
  const { server } = await open()
  button('All').click()
  await until(() => all('sillage-links').length === 1)
  expect([...(asked(server) ?? [])]).toEqual([])
  expect(names('.indicator h3')).toEqual(['Click rate', 'Mean read time'])
  expect(names('.others dt')).toContain('Right after delivery')
  expect(said()).toContain('Include machines (62)')
  expect(all('button').filter(({ textContent }) => textContent?.trim() === 'By hour')).toEqual([])
  all<HTMLElement>('.links td button')[0]?.click()
  await until(() => server.asked('listStreamMessages').at(-1)?.url.searchParams.get('link') === '9')
})

test('days of one’s own are both included; an end before the beginning is said, and not asked for', async () => {
  const { server } = await open()
  button('From … to …').click()
  const [from, until_] = await until(() => {
    const fields = all<HTMLInputElement>('input[type=date]')
    return fields.length === 2 && fields
  })
  const choose = (field: HTMLInputElement | undefined, day: string) => {
    if (field !== undefined) field.value = day
    field?.dispatchEvent(new Event('change'))
  }
  choose(from, '2026-03-10')
  await settled()
  choose(until_, '2026-03-12')
  await until(() => asked(server)?.get('until') === new Date(2026, 2, 13).toISOString())
  expect(asked(server)?.get('since')).toBe(new Date(2026, 2, 10).toISOString())
  await until(() => server.asked('getStreamTimeline').at(-1)?.url.searchParams.get('bucket') === 'hour')
  const before = server.asked('getStreamStats').length
  choose(until_, '2026-03-09')
  await until(() => said().includes('The first day lies after the last one.'))
  expect(await axe()).toEqual([])
  expect(server.asked('getStreamStats')).toHaveLength(before)
})

test('figures come anew when something happens, but not while nobody can see them', async () => {
  const { server } = await open()
  const sockets = () => server.state.sockets.control.urls.filter((url) => url.includes('stream=receipts')).length
  expect([sockets(), server.state.sockets.open.size]).toEqual([1, 2])
  server.state.intercept = ({ route }) =>
    route === 'getStreamStats' ? Response.json(streamStats(true, 481)) : undefined
  server.push('stream_progress', progress)
  await until(() => one('.card').textContent?.includes('481'))
  const before = server.asked('getStreamStats').length
  const state = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  document.dispatchEvent(new Event('visibilitychange'))
  await until(() => server.state.sockets.open.size === 1)
  expect(server.asked('getStreamStats')).toHaveLength(before)
  state.mockReturnValue('visible')
  document.dispatchEvent(new Event('visibilitychange'))
  await until(() => server.asked('getStreamStats').length === before + 1)
  await until(() => sockets() === 2)
})

test('a stream that has no mail yet says so, and shows its figures once it has', async () => {
  const waits = vi.spyOn(globalThis, 'setTimeout')
  const server = createFakeServer({ messages: 4 })
  server.state.intercept = ({ route }) =>
    route === 'getStreamStats' ? server.refuse('not_found', 'No such stream.') : undefined
  await mount('campaign-stats', server.context(), { stream: 'receipts' })
  await until(() => said().includes('No mail of this kind yet.'))
  expect(server.state.sockets.control.urls.filter((url) => url.includes('stream='))).toEqual([])
  server.state.intercept = undefined
  const [again] = await until(() => waits.mock.calls.find(([, ms]) => ms === 8_000))
  again()
  await until(() => all('.card').length === 4)
})

test.each([
  ['light', 'en', 'By day'],
  ['dark', 'fr', 'Par jour'],
] as const)('the results of a stream have no faults, and fit a phone: %s, %s', async (theme, lang, byDay) => {
  const server = createFakeServer({ messages: 12 })
  server.state.intercept = ({ route }) => {
    const { stream, ...figures } = streamStats(true)
    return route === 'getStreamStats'
      ? Response.json({ ...figures, stream: { ...stream, status: 'paused' } })
      : undefined
  }
  const { element } = await open(server, { theme, lang })
  await until(() => all('canvas').length > 0)
  expect(said()).toContain(byDay)
  expect(all('.note.warn')).toHaveLength(1)
  expect(await axe()).toEqual([])
  element.style.inlineSize = '288px'
  await settled()
  expect(element.scrollWidth).toBeLessThanOrEqual(288)
  expect(await axe()).toEqual([])
})
