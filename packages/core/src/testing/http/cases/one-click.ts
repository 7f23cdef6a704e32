import assert from 'node:assert/strict'
import type { AdapterCase } from '../adapter-case.ts'
import { type RawRequest, rawRequest } from '../raw-request.ts'
import { sendOne, tokensOf } from './fixtures.ts'

const group = 'one-click'
const KB = 1024

const boundary = 'multipart/form-data; boundary=part'
const parts = '--part\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--part--\r\n'
const oneClick = 'List-Unsubscribe=One-Click'
const urlencoded = 'application/x-www-form-urlencoded'
const withLength = (body: string) => ({ 'content-length': String(Buffer.byteLength(body)) })
const post = (type: string | undefined, body: string): RawRequest => ({
  headers: { ...(type === undefined ? {} : { 'content-type': type }), ...withLength(body) },
  body,
})
const inChunks = (type: string | undefined, body: string): RawRequest => ({
  headers: { ...(type === undefined ? {} : { 'content-type': type }), 'transfer-encoding': 'chunked' },
  body,
})

/** What mail programs and their proxies send, and what they might. */
const requests: readonly (readonly [string, RawRequest])[] = [
  ['no body', { headers: { 'content-length': '0' } }],
  ['a type and no body', { headers: { 'content-length': '0', 'content-type': urlencoded } }],
  ['an invalid type and no body', { headers: { 'content-length': '0', 'content-type': 'nonsense' } }],
  ['an empty type and no body', { headers: { 'content-length': '0', 'content-type': '' } }],
  ['no bytes in chunks', inChunks(undefined, '')],
  ['a form', post(urlencoded, oneClick)],
  ['a form with a charset', post(`${urlencoded}; charset=utf-8`, oneClick)],
  ['a form in chunks', inChunks(urlencoded, oneClick)],
  ['parts', post(boundary, parts)],
  ['parts in chunks', inChunks(boundary, parts)],
  ['parts without a boundary', post('multipart/form-data', parts)],
  ['text', post('text/plain', oneClick)],
  ['JSON', post('application/json', '{"List-Unsubscribe":"One-Click"}')],
  ['HTML', post('text/html; charset=utf-8', '<p>')],
  ['bytes', post('application/octet-stream', '\u0000\u0001')],
  ['no type', post(undefined, oneClick)],
  ['no type in chunks', inChunks(undefined, oneClick)],
  ['an empty type', post('', oneClick)],
  ['an empty type in chunks', inChunks('', oneClick)],
  ...['nonsense', '/', 'a/b/c', ';', 'no/such; type;;', 'text /plain', '*/*', `a/${'b'.repeat(2_000)}`].map(
    (type) => [`the type ${JSON.stringify(type.slice(0, 20))}`, post(type, oneClick)] as const,
  ),
]

/** What a host's parser may refuse by itself. */
const ownRequests: readonly (readonly [string, RawRequest])[] = [
  ['broken JSON', post('application/json', '{"List-')],
  ['a form called JSON', post('application/json', oneClick)],
  ['a form of an unknown charset', post(`${urlencoded}; charset=nonsense`, oneClick)],
  ['a form that is not compressed as it says', gzip(post(urlencoded, oneClick))],
  ['a form as large as one may be', post(urlencoded, 'x'.repeat(8 * KB))],
  ['a form larger than that', post(urlencoded, 'x'.repeat(8 * KB + 1))],
  ['a form larger than that in chunks', inChunks(urlencoded, 'x'.repeat(20 * KB))],
  ['JSON of more than a megabyte', post('application/json', 'x'.repeat(1_100 * KB))],
  ['an invalid type with more than a megabyte', post('nonsense', 'x'.repeat(1_100 * KB))],
  ['more than any body may have', post('text/plain', 'x'.repeat(17 * KB * KB))],
]

function gzip({ headers, ...rest }: RawRequest): RawRequest {
  return { headers: { ...headers, 'content-encoding': 'gzip' }, ...rest }
}

const unsubscribes = (table: typeof requests): Pick<AdapterCase, 'run'> => ({
  async run({ start, names }) {
    const mounted = await start()
    const recipients = table.map((_, n) => ({ email: `p${n}@example.org`, name: 'Ada' }))
    const { id } = await sendOne(mounted, { recipients })
    for (const [n, [what, asked]] of table.entries()) {
      const { unsubscribe } = tokensOf(mounted.mails()[n] ?? '')
      const path = names.paths.unsubscribe.replace(':token', unsubscribe)
      const answer = await rawRequest(mounted.url, 'POST', path, asked)
      assert.deepEqual(
        [answer.status, String(answer.headers['content-type']).split(';')[0], answer.headers['set-cookie']],
        [200, 'text/html', undefined],
        `${what}: ${answer.status} ${answer.text.slice(0, 200)}`,
      )
      assert.equal((await mounted.sillage.campaigns.stats(id)).unsubscribes, n + 1, what)
    }
    const { items } = await mounted.sillage.suppressions.list({ limit: 200 })
    assert.equal(items.length, table.length)
  },
})

export const oneClickCases: readonly AdapterCase[] = [
  { group, name: 'a POST unsubscribes, whatever its type and its body are', ...unsubscribes(requests) },
  {
    group,
    name: 'a POST unsubscribes, also where its body could not be read',
    ownBody: true,
    ...unsubscribes(ownRequests),
  },
]
