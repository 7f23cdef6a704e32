import { afterAll, expect, it } from 'vitest'
import { createSillage } from '../create-sillage.ts'
import { englishNames } from '../domain/names.ts'
import { memoryStore } from '../store/memory/memory-store.ts'
import { createHttpApp } from './http-app.ts'
import { liveSocket } from './live-socket.ts'
import { sillageFetch } from './sillage-fetch.ts'
import type { MountOptions } from './types.ts'

const sillage = createSillage({ store: memoryStore(), baseUrl: 'http://mail.example/s' })
afterAll(() => sillage.close())

/** The English names, some of them changed. */
const changed = ({ paths = {}, events = {} }: { paths?: object; events?: object }) => ({
  names: { paths: { ...englishNames.paths, ...paths }, events: { ...englishNames.events, ...events } },
})

it.each([
  ['authorize: expected a function, got a boolean', { authorize: true }],
  ['ui: expected an object with the functions page, file, got a boolean', { ui: true }],
  ['ui: expected an object with the functions page, file, got one without file', { ui: { page() {} } }],
  ['only: expected public or manage, got "tracking"', { only: 'tracking' }],
  ['names: expected an object, got a string', { names: 'fr' }],
  ['names.events: expected an object, got a string', { names: { events: 'fr' } }],
  ['names.path: expected one of paths, events, got "path"; did you mean paths?', { names: { path: {} } }],
  ['got "createCampain"; did you mean createCampaign?', changed({ paths: { createCampain: '/a' } })],
  ['got "campaign_stat"; did you mean campaign_stats?', changed({ events: { campaign_stat: 'a' } })],
  ['names.paths.live: expected a path that begins with a slash, got "live"', changed({ paths: { live: 'live' } })],
  ['got "campaign_stat"; did you mean campaign_stats?', { names: { events: { campaign_stat: 'a' } } }],
  ['names.events.campaign_stats: expected the name of an event, got ""', changed({ events: { campaign_stats: '' } })],
])('a mount is refused that could not work: %s', (message, options) => {
  expect(() => createHttpApp(sillage, options as MountOptions)).toThrow(message)
})

it('lays names of a host over the English ones', () => {
  const names = { paths: { listCampaigns: '/news', live: undefined }, events: {} }
  const { ui: _page, uiFile: _file, ...english } = englishNames.paths
  const { routes } = createHttpApp(sillage, { names })
  // Of those that lead to one route the chosen one comes first.
  const paths = new Map([...routes].reverse().map(({ id, path }) => [id, path]))
  expect(Object.fromEntries(paths)).toEqual({ ...english, listCampaigns: '/news' })
})

it.each([
  ['the path of baseUrl', {}, '/s/api/campaigns', '/api/campaigns'],
  ['the one given', { prefix: '/mail' }, '/mail/api/campaigns', '/s/api/campaigns'],
  ['none where that is given', { prefix: '' }, '/api/campaigns', '/s/api/campaigns'],
])('the prefix of Fetch is %s', async (_, options, known, unknown) => {
  const handle = sillageFetch(sillage, options)
  expect((await handle(new Request(`http://mail.example${known}`))).status).toBe(403)
  expect((await handle(new Request(`http://mail.example${unknown}`))).status).toBe(404)
})

it('says which installation or prefix was expected', () => {
  expect(() => createHttpApp(undefined as never)).toThrow(
    'sillage: expected what createSillage returned, got undefined',
  )
  expect(() => liveSocket({} as never)).toThrow('sillage: expected what createSillage returned')
  expect(() => sillageFetch(sillage, { prefix: 'mail' })).toThrow(
    'prefix: expected \'\' or a path such as /mail, got "mail"',
  )
})
