import { expect, it } from 'vitest'
import { SillageError } from '../domain/errors.ts'
import { object } from '../domain/expect/index.ts'
import type { SettingKey } from '../domain/setting.ts'
import type { Topic } from '../domain/topic.ts'
import { memoryStore } from '../store/memory/memory-store.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { defineBrand } from './brand.ts'
import { createOwnerSettings, type SettingsOptions } from './owner-settings.ts'
import { brandOption, sendersOption, topicsOption } from './setting-options.ts'

const checkOptions = object<SettingsOptions>({ brand: brandOption, senders: sendersOption, topics: topicsOption })

const news: Topic[] = [{ key: 'news', name: 'News' }]

function settingsOf(options: SettingsOptions = {}) {
  const store = memoryStore().ownerSettings
  const logged: unknown[] = []
  const log = (details: unknown) => logged.push(details)
  const logger = { debug: log, info: log, warn: log, error: log }
  const clock = fakeClock()
  return { store, logged, clock, settings: createOwnerSettings(store, options, { clock, logger }) }
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

it('a function of the host that does not answer leaves the default after two seconds', async () => {
  const { settings, logged, clock } = settingsOf({ topics: () => new Promise(() => {}) })
  const topics = settings.topics('a')
  await clock.advance(2_000)
  expect([await topics, logged.length]).toEqual([[], 1])
})

const refused: [SettingKey, unknown][] = [
  ...['https://cdn.example;sandbox/l.png', 'https://*/l.png', "https://a'b/l.png", 'https://a,b/l.png'].map(logoOf),
  ...['https://user:pass@cdn.example/l.png', 'javascript:alert(1)', 'https://'].map(logoOf),
  ['brand', { font: "Georgia, 'Times" }],
  ['brand', { font: 'Georgia, "Times\'' }],
  ['brand', { font: 'Georgia,, serif' }],
  ['senders', [{ email: 'hello@port.example, evil@port.example' }]],
  ['senders', [{ email: 'hello@port.example', name: 'x'.repeat(201) }]],
  ['senders', [{ email: 'hello@port.example' }, { email: 'HELLO@port.example' }]],
  ['topics', [{ key: 'news', name: {} }]],
  ['topics', [{ key: 'news', name: { 'de-1a': 'Neues' } }]],
]
function logoOf(src: string): [SettingKey, unknown] {
  return ['brand', { logo: { src, alt: 'x' } }]
}

it.each(refused)('refuses what would break a page: %s %j', async (key, value) => {
  const { settings, logged } = settingsOf()
  await expect(settings.put('a', key, value)).rejects.toMatchObject({ code: 'invalid_field' })
  expect(() => checkOptions({ [key]: value }, 'content')).toThrow(expect.objectContaining({ code: 'invalid_option' }))
  expect(logged).toEqual([])
})

it.each([
  ['brand', { logo: { src: 'https://[2001:db8::1]:8443/l.png?v=1;2', alt: 'x' } }],
  ['brand', { logo: { src: 'http://münchen.example/l.png', alt: 'x', href: 'https://shop.example/a?b=*' } }],
  ['brand', { font: '"Segoe UI", \'Helvetica Neue\', sans-serif' }],
  ['senders', [{ email: 'hello@port.example' }, { email: 'hello@port.example', name: '{{agent}}, Port' }]],
  ['topics', [{ key: 'news', name: { 'pt-BR': 'Novidades', 'zh-Hant': '新聞' } }]],
] as [SettingKey, unknown][])('takes what pages can show: %s %j', async (key, value) => {
  await settingsOf().settings.put('a', key, value)
  checkOptions({ [key]: value }, 'content')
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
