import assert from 'node:assert/strict'
import type { RouteId } from '../../../domain/names.ts'
import type { Contact, RecipientInput } from '../../../domain/recipient.ts'
import { fakeClock } from '../../fake-clock.ts'
import { type AdapterCase, allow } from '../adapter-case.ts'
import { connectTo } from '../connection.ts'
import { campaign, expectError, sendOne } from './fixtures.ts'

const group = 'bounds'
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const KB = 1024

/** Requests that are answered before their body was read to its end. */
const early: readonly [string, RouteId, string, Record<string, string>, number][] = [
  ['a file refused at its header', 'importContacts', 'POST', { 'content-type': 'text/csv' }, 400],
  ['a media type that is refused', 'createCampaign', 'POST', { 'content-type': 'text/plain' }, 415],
  ['JSON refused while it comes', 'createCampaign', 'POST', { 'content-type': 'application/json' }, 400],
  ['an unsubscription, whose body is not read', 'unsubscribe', 'POST', form, 200],
  ['a GET that has a body', 'pixel', 'GET', {}, 200],
]
/** Refused at its beginning, as CSV and as JSON. */
const beginning = `${'['.repeat(100)}\nxxxx`

const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) })
/** Merge data whose JSON has this many bytes. */
const dataOf = (bytes: number) => ({ a: 'é'.repeat(10) + 'x'.repeat(bytes - 28) })

export const boundCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a form of more than 256 KB is 413, with and without its length, and changes nothing; one of 256 KB is accepted',
    ownBody: true,
    async run({ start, names }) {
      const mounted = await start()
      const { tokens } = await sendOne(mounted)
      const params = { token: tokens.preferences }
      const post = (body: string) => mounted.request('preferences', { method: 'POST', params, body, headers: form })
      expectError(await post('x'.repeat(256 * KB + 1)), 413, 'body_too_large')
      const connection = await connectTo(mounted.url)
      const path = names.paths.preferences.replace(':token', tokens.preferences)
      connection.request('POST', path, { ...form, 'transfer-encoding': 'chunked' })
      connection.write(`${KB.toString(16)}\r\n${'a&'.repeat(KB / 2)}\r\n`.repeat(257))
      await connection.until(() => connection.text().includes('body_too_large'))
      assert.deepEqual(connection.answers(), [413])
      connection.end()
      assert.match((await mounted.request('showPreferences', { params })).text, /name="opens" value="on" checked/)
      assert.equal((await post('x'.repeat(256 * KB))).status, 200)
      assert.doesNotMatch(
        (await mounted.request('showPreferences', { params })).text,
        /name="opens" value="on" checked/,
      )
    },
  },
  {
    group,
    name: 'a form that never ends is answered 408 after ten seconds, and its connection closed',
    ownBody: true,
    async run({ start, names }) {
      const clock = fakeClock()
      const mounted = await start({ authorize: allow }, { clock })
      let tokens: Awaited<ReturnType<typeof sendOne>>['tokens'] | undefined
      void sendOne(mounted).then((sent) => {
        tokens = sent.tokens
      })
      while (tokens === undefined) await clock.advance(100)
      for (const [body, headers] of [
        ['opens=', { ...form, 'content-length': 100 }],
        ['6\r\nopens=\r\n', { ...form, 'transfer-encoding': 'chunked' }],
      ] as const) {
        const connection = await connectTo(mounted.url)
        connection.request('POST', names.paths.preferences.replace(':token', tokens.preferences), headers)
        connection.write(body)
        let answered = false
        void connection
          .until(() => connection.text().includes('request_timeout'))
          .then(() => {
            answered = true
          })
        const before = clock.now()
        while (!answered) await clock.advance(1_000)
        assert.deepEqual(connection.answers(), [408])
        assert.ok(clock.now() - before >= 10_000)
        assert.match(connection.text(), /\r\nconnection: close\r\n/i)
        await connection.until(connection.isClosed)
      }
    },
  },
  ...early.flatMap(([what, route, method, headers, status]): AdapterCase[] => [
    {
      group,
      name: `${what}: a small body leaves the connection as it was`,
      ownBody: true,
      async run({ start, names }) {
        const mounted = await start()
        const { tokens } = await sendOne(mounted)
        const at = (id: RouteId) => names.paths[id].replace(':token', tokens[id as 'pixel'])
        const connection = await connectTo(mounted.url)
        connection.request(method, at(route), { ...headers, 'content-length': 20 * KB })
        connection.write(beginning)
        await connection.until(() => connection.answers().length === 1)
        connection.write('x'.repeat(20 * KB - beginning.length))
        connection.request('GET', at('pixel'), {})
        await connection.until(() => connection.answers().length === 2)
        assert.deepEqual(connection.answers(), [status, 200])
        connection.end()
      },
    },
    {
      group,
      name: `${what}: a large body ends the connection when its answer was read`,
      ownBody: true,
      async run({ start, names }) {
        const mounted = await start()
        const { tokens } = await sendOne(mounted)
        const connection = await connectTo(mounted.url)
        const path = names.paths[route].replace(':token', tokens[route as 'pixel'])
        connection.request(method, path, { ...headers, 'content-length': 4 * KB * KB })
        connection.write(beginning)
        connection.write('x'.repeat(4 * KB * KB - beginning.length))
        await connection.until(connection.isClosed)
        assert.deepEqual(connection.answers(), [status])
        const [head = '', body = ''] = connection.text().split('\r\n\r\n')
        assert.match(head, /\r\nconnection: close(?:\r\n|$)/i)
        const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
        if (length !== undefined) assert.equal(body.length, Number(length))
        if (status === 400) assert.match(body, /"code":"invalid_/)
        const suppressed = (await mounted.request('listSuppressions')).json().items as unknown as unknown[]
        assert.equal(suppressed.length, route === 'unsubscribe' ? 1 : 0)
      },
    },
  ]),
  {
    group,
    name: 'a HEAD request with a large body is answered, and its connection is not used again',
    ownBody: true,
    async run({ start, names }) {
      const mounted = await start()
      const { tokens } = await sendOne(mounted)
      const connection = await connectTo(mounted.url)
      connection.request('HEAD', names.paths.pixel.replace(':token', tokens.pixel), { 'content-length': 4 * KB * KB })
      connection.write(beginning)
      await connection.until(() => connection.answers().length === 1)
      assert.deepEqual(connection.answers(), [200])
      assert.match(connection.text(), /\r\nconnection: close\r\n/i)
      assert.equal(connection.text().split('\r\n\r\n')[1], '')
      connection.end()
    },
  },
  {
    group,
    name: 'merge data of more than 64 KB or 32 levels is refused wherever it is given, and what is within is stored',
    async run({ start }) {
      const { request } = await start()
      const email = 'ada@example.org'
      const made = await request('createContact', { method: 'POST', body: { email, data: dataOf(64 * KB) } })
      assert.equal(made.status, 201, made.text)
      const params = { id: String(made.json().id) }
      assert.deepEqual((await request('getContact', { params })).json().data, dataOf(64 * KB))
      for (const data of [dataOf(64 * KB + 1), nested(33), { a: Array(40_000).fill(0) }]) {
        const other = { email: 'eve@example.org', data }
        expectError(await request('createContact', { method: 'POST', body: other }), 400, 'invalid_field', 'data')
        expectError(
          await request('updateContact', { method: 'PATCH', params, body: { data } }),
          400,
          'invalid_field',
          'data',
        )
        const list: RecipientInput[] = [{ email }, { ...other, data: { ...data } }]
        const field = 'recipients[1].data'
        expectError(
          await request('createCampaign', { method: 'POST', body: campaign({ recipients: list }) }),
          400,
          'invalid_field',
          field,
        )
        expectError(
          await request('previewContent', { method: 'POST', body: { html: '<p>x</p>', data } }),
          400,
          'invalid_field',
          'data',
        )
      }
      assert.equal((await request('listContacts')).json().total, 1)
      assert.deepEqual((await request('listCampaigns')).json().items, [])
      const deep = await request('updateContact', { method: 'PATCH', params, body: { data: nested(32) } })
      assert.equal(deep.status, 200, deep.text)
    },
  },
  {
    group,
    name: 'an answer that cannot be serialised is 500 without internal details',
    async run({ start }) {
      const contact = { id: '1', email: 'ada@example.org', data: { big: 1n } } as unknown as Contact
      const directory = {
        search: async () => ({ items: [contact], next: null, total: 1 }),
        resolve: async () => [contact],
      }
      const { request } = await start({ authorize: allow }, { directory })
      for (const answer of [
        await request('listContacts'),
        await request('getContact', { params: { id: '1' } }),
        await request('listContacts', { method: 'HEAD' }),
      ]) {
        assert.equal(answer.status, 500)
        assert.doesNotMatch(answer.text, /BigInt|at .*\.ts/)
        if (answer.text !== '') expectError(answer, 500, 'internal')
      }
    },
  },
]
