import { afterAll, expect, it } from 'vitest'
import { createSillage } from '../create-sillage.ts'
import { englishNames } from '../domain/names.ts'
import { memoryStore } from '../store/memory-store.ts'
import { createHttpApp } from './http-app.ts'
import { liveSocket } from './live-socket.ts'
import { sillageFetch } from './sillage-fetch.ts'
import type { MountOptions } from './types.ts'

const sillage = createSillage({ store: memoryStore(), baseUrl: 'http://mail.example/s' })
afterAll(() => sillage.close())

it.each([
  ['authorize: expected a function, got a boolean', { authorize: true }],
  ['only: expected public or manage, got "tracking"', { only: 'tracking' }],
  ['names: expected englishNames, frenchNames or one of their shape, got one without createCampaign', { names: 'fr' }],
  ['got one without campaign_progress', { names: { paths: englishNames.paths } }],
])('a mount is refused that could not work: %s', (message, options) => {
  expect(() => createHttpApp(sillage, options as MountOptions)).toThrow(message)
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
