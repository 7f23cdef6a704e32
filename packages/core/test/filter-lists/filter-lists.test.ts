import { readFileSync } from 'node:fs'
import { FiltersEngine, Request } from '@ghostery/adblocker'
import { expect, it } from 'vitest'
import { createTokenSealer, neutralPaths, originalPaths, type TrackingPaths } from '../../src/index.ts'
import { createTrackingUrls } from '../../src/tracking/tracking-urls.ts'

const rules = readFileSync(new URL('rules.txt', import.meta.url), 'utf8')
const engine = FiltersEngine.parse(rules, { enableOptimizations: false, debug: true })
const sealer = createTokenSealer(['a secret for URLs that blockers see'])
const routes = ['pixel', 'click', 'read', 'unsubscribe', 'preferences', 'view'] as const
/** As a picture of a mail on a provider's page, as a page that a reader opens, as what a page sends when it is left. */
const types = ['image', 'main_frame', 'ping'] as const
const mounts = ['', '/mail', '/s', '/sillage', '/outils/mail']
const hosts = ['mail', 'click', 'track', 'news', 'link', 'email', 'go', 'www'].map((name) => `${name}.example.com`)
const ids = Array.from({ length: 40 }, (_, n) => 1 + n * 1_000_003)

/** The rules that block one of the URLs below this address, as a browser would ask for it. */
function blocking(base: string, paths: TrackingPaths, route: (typeof routes)[number], type: (typeof types)[number]) {
  const urls = createTrackingUrls({ baseUrl: `https://${base}`, sealer, paths })
  const found = new Set<string>()
  for (const id of ids) {
    const url = route === 'click' ? urls.click(id, id) : urls[route](id)
    expect(url).toMatch(/\/[0-9a-z]{26}$/)
    const sourceUrl = type === 'main_frame' ? '' : 'https://webmail.example.org/inbox'
    for (const rule of engine.matchAll(Request.fromRawDetails({ url, type, sourceUrl }))) found.add(String(rule))
  }
  return [...found]
}

const everyWay = (base: string, paths: TrackingPaths) =>
  routes.flatMap((route) => types.flatMap((type) => blocking(base, paths, route, type)))

it('has rules, and understands each of them', () => {
  const given = rules.split('\n').filter((line) => line !== '' && !line.startsWith('!'))
  expect(engine.getFilters().networkFilters).toHaveLength(given.length)
  expect(given.length).toBeGreaterThan(80)
})

it.each([
  ['pixel', ['/track/pixel/*']],
  ['read', ['/track/read/*']],
  ['view', ['/track/view/*']],
  ['click', []],
  ['unsubscribe', []],
  ['preferences', []],
] as const)('original paths: %s is named by %j, on every host', (route, expected) => {
  for (const host of hosts)
    for (const mount of mounts)
      for (const type of types) expect(blocking(host + mount, originalPaths, route, type)).toEqual(expected)
})

it.each(hosts.flatMap((host) => mounts.map((mount) => [host + mount])))('neutral paths: no rule at %s', (base) => {
  expect(everyWay(base, neutralPaths)).toEqual([])
})

// What docs/tracking.md says of names: these are blocked whatever the paths are.
it.each([
  ['ads.example.com', '://ads.'],
  ['promo.example.com', '://promo.'],
  ['click.email.example.com', '/click.email.'],
  ['clicks.email.example.com', '/clicks.email.'],
  ['track.email.example.com', '/track.email.'],
  ['email.example.com/o', '://email.*/o/'],
  ['click.example.com/q', '/click.*/q/*'],
  ['clicks.example.com/q', '/clicks.*/q/*'],
  ['links1.example.com/q', 'links1.*.com/q/*'],
  ['trk.example.com/o', 'trk.*.com/o/'],
  ['pixel.example.com/track', '/pixel.*/track/*'],
  ['beacon.example.com/track', '://beacon.*/track'],
  ['analytics.example.com/track', '/analytics.*/track'],
  ['link.news.example.com/mo', '/link.news.*/mo/*'],
  ['www.example.com/pixel/img', '/pixel/img/*'],
])('names: neutral paths do not help at %s', (base, rule) => {
  expect(everyWay(base, neutralPaths).join('\n')).toContain(rule)
})
