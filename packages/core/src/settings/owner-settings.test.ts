import { expect, it } from 'vitest'
import { SillageError } from '../domain/errors.ts'
import type { Topic } from '../domain/topic.ts'
import { memoryStore } from '../store/memory/memory-store.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { defineBrand } from './brand.ts'
import { createOwnerSettings, type SettingsOptions } from './owner-settings.ts'

const news: Topic[] = [{ key: 'news', name: 'News' }]

function settingsOf(options: SettingsOptions = {}) {
  const store = memoryStore().ownerSettings
  const logged: unknown[] = []
  const log = (details: unknown) => logged.push(details)
  const logger = { debug: log, info: log, warn: log, error: log }
  return { store, logged, settings: createOwnerSettings(store, options, { clock: fakeClock(), logger }) }
}

it('a tenant sets its own, and sees none of another', async () => {
  const { settings } = settingsOf()
  await settings.put('a', 'topics', news)
  await settings.put(null, 'brand', { light: { button: '#ff0000' } })
  expect([await settings.topics('a'), await settings.topics('b'), await settings.topics(null)]).toEqual([news, [], []])
  expect((await settings.brand(null)).light.button).toBe('#ff0000')
  expect(await settings.brand('a')).toEqual(defineBrand({}))
  await settings.put('a', 'topics', null)
  expect(await settings.topics('a')).toEqual([])
})

it('an option wins over what was set, for each tenant, and makes it fixed', async () => {
  const topics = async (owner: string | null) => (owner === 'a' ? news : [])
  const { settings, store } = settingsOf({ topics, brand: { radius: 3 } })
  await store.put({ owner: 'b', key: 'topics', value: JSON.stringify(news), updatedAt: 1 })
  expect([await settings.topics('a'), await settings.topics('b')]).toEqual([news, []])
  expect(await settings.get('a', 'topics')).toEqual({ key: 'topics', value: news, fixed: true, updatedAt: null })
  await expect(settings.put('a', 'topics', news)).rejects.toMatchObject({ code: 'settings_fixed', status: 409 })
  expect([settings.common.radius, (await settings.brand('b')).radius]).toEqual([3, 3])
})

it.each<[string, SettingsOptions]>([
  [
    'throws',
    {
      brand: () => {
        throw new Error('no brand today')
      },
    },
  ],
  ['rejects', { brand: async () => Promise.reject(new Error('no brand today')) }],
  ['gives what cannot be used', { brand: () => ({ light: { button: 'red' } }) }],
])('a function of the host that %s leaves the default, and is logged', async (_, options) => {
  const { settings, logged } = settingsOf(options)
  expect(await settings.brand('a')).toEqual(defineBrand({}))
  expect(logged).toHaveLength(1)
  expect(settings.common).toEqual(defineBrand({}))
})

it('a store that is away is no reason to show a page without its topics', async () => {
  const { settings, store } = settingsOf()
  store.of = async () => {
    throw new SillageError('store_unavailable', 'away')
  }
  await expect(settings.topics(null)).rejects.toMatchObject({ code: 'store_unavailable' })
})

it('a brand is whole whatever is given, and says what cannot be used', () => {
  const brand = defineBrand({ font: 'Georgia, serif', logo: { src: 'https://cdn.example/l.png', alt: 'Port' } })
  expect([brand.headingFont, brand.width, brand.logo]).toEqual([
    'Georgia, serif',
    600,
    { src: 'https://cdn.example/l.png', alt: 'Port', width: 160, href: null },
  ])
  expect(() => defineBrand({ dark: { text: '#12345' } })).toThrow(
    expect.objectContaining({ code: 'invalid_option', field: 'dark.text' }),
  )
})
