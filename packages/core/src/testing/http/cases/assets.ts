import assert from 'node:assert/strict'
import { storeAssets } from '../../../campaigns/store-assets.ts'
import type { AdapterCase } from '../adapter-case.ts'
import { expectError } from './fixtures.ts'

const group = 'pictures'
const octets = { 'content-type': 'application/octet-stream' }
/** The head of a GIF of 3 × 2 pixels; its bytes are letters and control characters, so that it is text too. */
const gif = 'GIF89a\u0003\u0000\u0002\u0000\u0000\u0000\u0000;'

export const assetCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a picture is uploaded as bytes, has one address, and is given to everybody for ever',
    async run({ start, names }) {
      const { request, url } = await start({ authorize: () => ({ owner: 'a' }) }, { assets: storeAssets() })
      const upload = (body: string, query: Record<string, string> = { name: 'Логотип & 1.png' }) =>
        request('createAsset', { method: 'POST', body, headers: octets, query })
      const made = await upload(gif)
      assert.equal(made.status, 201, made.text)
      const { url: address, ...told } = made.json() as Record<string, unknown>
      assert.deepEqual(told, {
        name: 'Логотип & 1.png',
        contentType: 'image/gif',
        size: gif.length,
        width: 3,
        height: 2,
      })
      assert.match(String(address), /^http:\/\/mail\.example\/s\/track\/asset\/[0-9a-f]{64}\.gif$/)
      assert.equal((await upload(gif)).json().url, address)

      const name = String(address).split('/').at(-1) ?? ''
      for (const path of new Set([names.paths.asset, '/track/asset/:name', '/m/a/:name'])) {
        const answer = await fetch(url + path.replace(':name', name))
        assert.equal(answer.status, 200, path)
        assert.equal(await answer.text(), gif)
        const told = (header: string) => answer.headers.get(header)
        assert.equal(told('content-type'), 'image/gif')
        assert.equal(told('cache-control'), 'public, max-age=31536000, immutable')
        assert.equal(told('x-content-type-options'), 'nosniff')
        assert.equal(told('cross-origin-resource-policy'), 'cross-origin')
        assert.equal(told('set-cookie'), null)
        const head = await fetch(url + path.replace(':name', name), { method: 'HEAD' })
        assert.deepEqual(
          [head.status, head.headers.get('content-length'), await head.text()],
          [200, `${gif.length}`, ''],
        )
      }
      const others = [name.replace('.gif', '.png'), name.replace(/^./, 'x'), '0'.repeat(64), '__proto__', 'a.gif']
      for (const other of others) {
        const missing = await request('asset', { params: { name: other } })
        expectError(missing, 404, 'not_found')
        assert.match(missing.headers.get('cache-control') ?? '', /no-store/)
      }

      expectError(await upload('<svg xmlns="x"></svg>'), 400, 'invalid_field', 'bytes')
      expectError(await upload(gif, {}), 400, 'invalid_field', 'name')
      expectError(await upload(gif, { name: '../a' }), 400, 'invalid_field', 'name')
      const json = await request('createAsset', { method: 'POST', body: { a: 1 }, query: { name: 'a' } })
      expectError(json, 415, 'unsupported_media_type')
    },
  },
  {
    group,
    name: 'a picture is at most 2 MB, and without a place for pictures there is none',
    async run({ start }) {
      const { request } = await start(undefined, { assets: storeAssets() })
      const upload = { method: 'POST', headers: octets, query: { name: 'a.gif' } }
      const whole = gif.padEnd(2_000_000)
      assert.equal((await request('createAsset', { ...upload, body: whole })).status, 201)
      expectError(await request('createAsset', { ...upload, body: `${whole} ` }), 413, 'body_too_large')
      const closed = await start({ authorize: () => false }, { assets: storeAssets() })
      expectError(await closed.request('createAsset', { ...upload, body: gif }), 403, 'forbidden')
      const without = await start()
      expectError(await without.request('createAsset', { ...upload, body: gif }), 404, 'not_found')
      expectError(await without.request('asset', { params: { name: `${'0'.repeat(64)}.gif` } }), 404, 'not_found')
    },
  },
]
