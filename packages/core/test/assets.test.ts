import { expect, it, onTestFinished } from 'vitest'
import { pixelGif } from '../src/content/pixel.ts'
import {
  type Assets,
  createSillage,
  memoryStore,
  neutralPaths,
  type Picture,
  type SillageOptions,
  storeAssets,
} from '../src/index.ts'
import { fakeClock } from '../src/testing/index.ts'

const DAY = 86_400_000

function installation(options: Partial<SillageOptions>) {
  const clock = fakeClock()
  const store = memoryStore()
  const sillage = createSillage({ store, clock, baseUrl: 'https://mail.example/s', ...options })
  onTestFinished(() => sillage.close())
  return { sillage, store, clock }
}

/** A PNG whose head says that it is so large. */
function pngOf(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(40)
  bytes.write('\u0089PNG\r\n\u001a\n\0\0\0\rIHDR', 'latin1')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

it('a place of the host is given each picture, with what it is and whose', async () => {
  const put: Picture[] = []
  const assets: Assets = {
    async put(picture) {
      put.push(picture)
      return { url: `https://cdn.example/${put.length}.gif` }
    },
  }
  const { sillage } = installation({ assets })
  const made = await sillage.for('acme').assets.create({ bytes: pixelGif, name: 'dot.webp' })
  const head = { width: 1, height: 1, name: 'dot.webp' }
  expect(made).toEqual({ url: 'https://cdn.example/1.gif', contentType: 'image/gif', size: 43, ...head })
  await sillage.assets.create({ bytes: pngOf(4_000, 4_000), name: 'a' })
  expect(put).toEqual([
    { bytes: pixelGif, type: 'image/gif', owner: 'acme', ...head },
    { bytes: pngOf(4_000, 4_000), type: 'image/png', owner: undefined, width: 4_000, height: 4_000, name: 'a' },
  ])
})

it.each<[what: string, bytes: Uint8Array, message: RegExp]>([
  ['too wide', pngOf(4_001, 1), /at most 4000 × 4000 pixels, got 4001 × 1/],
  ['too high', pngOf(1, 4_001), /got 1 × 4001/],
  ['too large', Buffer.concat([pixelGif, Buffer.alloc(2_000_000)]), /at most 2000000 bytes/],
  ['WebP', Buffer.from('RIFF\0\0\0\0WEBP'), /WebP, which Outlook for Windows does not show/],
])('refuses a picture that is %s, and gives it to nobody', async (_, bytes, message) => {
  const assets: Assets = { put: () => Promise.reject(new Error('given')) }
  const create = installation({ assets }).sillage.assets.create({ bytes, name: 'a.png' })
  await expect(create).rejects.toMatchObject({ code: 'invalid_field', field: 'bytes' })
  await expect(create).rejects.toThrow(message)
})

it('a place that gives no address is the fault of the host, and without one there are no pictures', async () => {
  const assets: Assets = { put: async () => ({ url: 'javascript:x' }) }
  const file = { bytes: pixelGif, name: 'a.gif' }
  await expect(installation({ assets }).sillage.assets.create(file)).rejects.toMatchObject({ code: 'invalid_option' })
  await expect(installation({}).sillage.assets.create(file)).rejects.toMatchObject({ code: 'not_found' })
})

it('the store has one address for the same bytes, under the base URL of the tenant and beside the paths of mails', async () => {
  const baseUrl = (owner: string | null) => `https://${owner ?? 'all'}.example/s`
  const { sillage } = installation({ assets: storeAssets(), baseUrl, tracking: { paths: neutralPaths } })
  const file = { bytes: pixelGif, name: 'a.gif' }
  const urls = [sillage, sillage.for('acme'), sillage.for('acme')].map(
    async (api) => (await api.assets.create(file)).url,
  )
  const [own, acme, again] = await Promise.all(urls)
  expect(own).toMatch(/^https:\/\/all\.example\/s\/m\/a\/[0-9a-f]{64}\.gif$/)
  expect([acme, again]).toEqual([own?.replace('all', 'acme'), acme])
})

it('housekeeping deletes what nothing named within 30 days, and nothing that a document shows', async () => {
  const { sillage, store, clock } = installation({ assets: storeAssets() })
  const [shown, unnamed] = await Promise.all(
    [1, 2].map(async (width) => (await sillage.assets.create({ bytes: pngOf(width, 1), name: 'a.png' })).url),
  )
  const hashOf = (url: string | undefined) => /[0-9a-f]{64}/.exec(url ?? '')?.[0] ?? ''
  const document = {
    version: 1 as const,
    kind: 'regions' as const,
    source: '<img data-edit="a" src="https://x.example/">',
    values: { a: { src: shown } },
  }
  await sillage.campaigns.preview({ document: { ...document, values: { a: { src: unnamed } } } })
  await sillage.templates.create({ name: 'T', subject: 'S', document })
  const kept = async () =>
    Promise.all([shown, unnamed].map(async (url) => (await store.assets.get(hashOf(url))) !== undefined))
  await clock.advance(29 * DAY)
  await sillage.start({ send: false })
  await clock.advance(1_000)
  expect(await kept()).toEqual([true, true])
  await clock.advance(DAY + 3_600_000)
  expect(await kept()).toEqual([true, false])
})
