import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import type { Ui } from '../../../http/ui.ts'
import type { AdapterCase } from '../adapter-case.ts'

const group = 'interface'

const SCRIPT = 'export const words = "déjà vu"\n'.repeat(20)
/** An interface of one file, whose page says what it was given. */
const ui: Ui = {
  page: ({ urlOf, ...given }) => ({
    contentType: 'text/html; charset=utf-8',
    body: JSON.stringify({
      ...given,
      names: undefined,
      script: urlOf('elements.js', 'h1'),
      plain: urlOf('elements.js'),
    }),
    hash: `page-${given.languages.length}`,
    headers: { 'content-security-policy': "default-src 'none'" },
  }),
  file: async (name) =>
    name === 'elements.js'
      ? { contentType: 'text/javascript; charset=utf-8', body: SCRIPT, gzip: gzipSync(SCRIPT), hash: 'h1' }
      : undefined,
}

export const uiCases: readonly AdapterCase[] = [
  {
    group,
    name: 'without one there is nothing at its address, nor beside public routes alone',
    async run({ start }) {
      for (const options of [{}, { ui, only: 'public' }] as const) {
        const { request } = await start(options)
        assert.equal((await request('ui')).status, 404)
        assert.equal((await request('uiFile', { params: { file: 'elements.js' } })).status, 404)
      }
    },
  },
  {
    group,
    name: 'whoever comes is given its page, with and without a slash behind it, whose addresses lead into the mount',
    async run({ start, names }) {
      for (const options of [{ ui }, { ui, only: 'manage' }, { ui, authorize: () => false }] as const) {
        const { url } = await start(options)
        for (const slash of ['', '/', '?lang=fr', '/?lang=fr']) {
          const page = `${url}${names.paths.ui}${slash}`
          const answer = await fetch(page, { redirect: 'error', headers: { 'accept-language': 'fr-CA, en;q=0.5' } })
          assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'text/html; charset=utf-8'], page)
          assert.equal(answer.headers.get('content-security-policy'), "default-src 'none'")
          assert.equal(answer.headers.get('vary'), 'accept-language')
          const told = (await answer.json()) as { [name: string]: string }
          assert.deepEqual(told.languages, ['fr-ca', 'en'])
          assert.equal(new URL(`${told.baseUrl}/x`, page).href, `${url}/x`)
          assert.equal(new URL(String(told.plain), page).href, `${url}/ui/elements.js`)
          assert.equal((await fetch(new URL(String(told.script), page))).status, 200)
        }
      }
    },
  },
  {
    group,
    name: 'its files are kept under the address with their hash, and asked for again under any other',
    async run({ start }) {
      const { request } = await start({ ui })
      const ask = (query: Record<string, string>, headers: Record<string, string> = {}, method = 'GET') =>
        request('uiFile', { params: { file: 'elements.js' }, query, headers, method })
      const answer = await ask({})
      assert.deepEqual([answer.status, answer.text], [200, SCRIPT])
      assert.equal(answer.headers.get('content-type'), 'text/javascript; charset=utf-8')
      assert.equal(answer.headers.get('cache-control'), 'no-cache')
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
      assert.equal((await ask({ v: 'h1' })).headers.get('cache-control'), 'public, max-age=31536000, immutable')
      assert.equal((await ask({ v: 'of another release' })).headers.get('cache-control'), 'no-cache')
      const etag = answer.headers.get('etag') ?? ''
      for (const list of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const same = await ask({}, { 'if-none-match': list })
        assert.deepEqual([same.status, same.text, same.headers.get('etag')], [304, '', etag], list)
      }
      assert.equal((await ask({}, { 'if-none-match': '"other"' })).status, 200)
      const head = await ask({}, {}, 'HEAD')
      assert.deepEqual([head.status, head.text, head.headers.get('etag')], [200, '', etag])
      assert.equal((await request('uiFile', { params: { file: 'other.js' } })).status, 404)
      assert.equal((await request('uiFile', { params: { file: '../elements.js' } })).status, 404)
    },
  },
  {
    group,
    name: 'its files come compressed for those that accept it',
    async run({ start }) {
      const { request } = await start({ ui })
      const ask = (accepted: string) =>
        request('uiFile', { params: { file: 'elements.js' }, headers: { 'accept-encoding': accepted } })
      const zipped = await ask('br;q=0.1, gzip;q=0.5')
      const plain = await ask('identity')
      const refused = await ask('gzip;q=0, identity')
      assert.deepEqual([zipped.text, plain.text, refused.text], [SCRIPT, SCRIPT, SCRIPT])
      const encodings = [zipped, plain, refused].map(({ headers }) => headers.get('content-encoding'))
      assert.deepEqual(encodings, ['gzip', null, null])
      assert.notEqual(zipped.headers.get('etag'), plain.headers.get('etag'))
      assert.equal(plain.headers.get('vary'), 'accept-encoding')
    },
  },
  {
    group,
    name: 'its page knows that there is a WebSocket',
    socket: true,
    async run({ start }) {
      const { request } = await start({ ui })
      assert.equal((await request('ui')).json().webSocket, true)
    },
  },
]
