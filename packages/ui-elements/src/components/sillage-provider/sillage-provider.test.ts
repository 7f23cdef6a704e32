import { expect, test } from 'vitest'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, said, until } from '../../../test/support/mount.ts'
import type { SillageProvider } from './sillage-provider.ts'

function provide(markup: string, part: Partial<SillageProvider>): SillageProvider {
  document.documentElement.lang = 'en'
  document.body.innerHTML = `<sillage-provider>${markup}</sillage-provider>`
  const provider = document.querySelector('sillage-provider')
  if (provider === null) throw new Error('No provider')
  return Object.assign(provider, part)
}

test('those inside share one live connection and get its headers and fetch', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign()]
  const { fetch, WebSocket } = server
  provide('<campaign-list></campaign-list><div><campaign-stats campaign-id="1"></campaign-stats></div>', {
    baseUrl: '/sillage',
    fetch,
    WebSocket,
  })
  await until(() => all('.item').length === 1 && all('.card').length === 4)
  expect(server.state.sockets.control.urls).toHaveLength(1)
})

test('with headers nothing goes by WebSocket, and every request carries them', async () => {
  const server = createFakeServer()
  const { fetch, WebSocket } = server
  provide('<campaign-list></campaign-list>', {
    baseUrl: '/sillage',
    fetch,
    WebSocket,
    headers: { authorization: 'Bearer abc' },
  })
  await until(() => all('.empty').length === 1)
  await until(() => server.asked('live').length > 0)
  expect(server.state.sockets.control.urls).toEqual([])
  expect(new Set(server.state.requests.map(({ headers }) => headers.get('authorization')))).toEqual(
    new Set(['Bearer abc']),
  )
})

test('another base URL loads everything inside anew', async () => {
  const server = createFakeServer()
  const { fetch, WebSocket } = server
  const provider = provide('<campaign-list></campaign-list>', { baseUrl: '/wrong', fetch, WebSocket })
  await until(() => said().includes('could not be loaded'))
  provider.baseUrl = '/sillage'
  await until(() => all('.empty svg').length === 1)
})

test('its theme decides the colour scheme of what is inside', async () => {
  const provider = provide('<campaign-list></campaign-list>', {})
  const list = document.querySelector('campaign-list') as HTMLElement
  for (const [theme, scheme] of [
    ['dark', 'dark'],
    ['light', 'light'],
    ['auto', 'light dark'],
  ] as const) {
    provider.theme = theme
    await provider.updateComplete
    expect(getComputedStyle(list).colorScheme).toBe(scheme)
  }
})
