import assert from 'node:assert/strict'
import type { RouteId } from '../../../domain/names.ts'
import type { AdapterCase, MountedSillage, RequestOptions } from '../adapter-case.ts'
import { expectError, person, tokensOf } from './fixtures.ts'

const group = 'streams'
const receipt = {
  subject: 'Receipt {{order}}',
  html: '<p>{{name}}, <a href="https://shop.example/orders?id=7#top">your order</a></p>',
}
const params = { key: 'receipts' }

const resultsOf = ['getStreamStats', 'listStreamMessages', 'exportStreamMessages', 'getStreamTimeline'] as const
/** The routes that are asked for as another tenant here. */
export const streamRoutes: readonly RouteId[] = [
  ...(['listStreams', 'putStream', 'getStream', 'updateStream', 'deleteStream', 'controlStream'] as const),
  ...(['sendMessage', 'trackMessage', 'getMessage', 'cancelMessage'] as const),
  ...resultsOf,
]

/** Resolves with the next message that a server took. */
const nextSent = ({ sillage }: MountedSillage) =>
  new Promise<void>((resolve) => {
    const end = sillage.on('message.sent', () => {
      end()
      resolve()
    })
  })

async function withStream(mounted: MountedSillage) {
  const ask = (id: RouteId, method: string, options: RequestOptions = {}) =>
    mounted.request(id, { method, params, ...options })
  assert.equal((await ask('putStream', 'PUT', { body: receipt })).status, 201)
  return { ask, send: (body: object) => ask('sendMessage', 'POST', { body }) }
}

export const streamCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a stream is put, read, listed, changed, paused, resumed and deleted by its key',
    async run({ start }) {
      const mounted = await start()
      const { ask } = await withStream(mounted)
      assert.equal((await ask('putStream', 'PUT', { body: receipt })).status, 200)
      const stale = await ask('updateStream', 'PATCH', { body: { topic: 'orders' }, headers: { 'if-match': '"9"' } })
      expectError(stale, 409, 'edit_conflict', 'ifRevision')
      const changed = await ask('updateStream', 'PATCH', { body: { topic: 'orders' }, headers: { 'if-match': '"1"' } })
      assert.deepEqual([changed.json().topic, changed.json().revision], ['orders', 2])
      assert.equal((await ask('getStream', 'GET')).json().topic, 'orders')
      const control = (action: string) => ask('controlStream', 'POST', { params: { ...params, action } })
      assert.equal((await control('pause')).json().status, 'paused')
      expectError(await control('pause'), 409, 'wrong_status')
      assert.equal((await control('resume')).json().status, 'sending')
      expectError(await control('cancel'), 404, 'not_found')
      expectError(await control('retry'), 400, 'invalid_field', 'include')
      const retry = { params: { ...params, action: 'retry' }, body: { include: ['failed', 'unknown'] } }
      assert.equal((await ask('controlStream', 'POST', retry)).json().status, 'sending')
      const listed = (await mounted.request('listStreams')).json() as unknown as { items: { key: string }[] }
      assert.deepEqual(
        listed.items.map(({ key }) => key),
        ['receipts'],
      )
      assert.equal((await ask('deleteStream', 'DELETE')).status, 204)
      expectError(await ask('getStream', 'GET'), 404, 'not_found')
    },
  },
  {
    group,
    name: 'a message is sent once for each key, given in the body or by Idempotency-Key, and shown',
    async run({ start }) {
      const mounted = await start()
      const { ask, send } = await withStream(mounted)
      const to = { email: 'zoe@example.net', name: 'Zoe', ref: 'user 42' }
      const sent = nextSent(mounted)
      const first = await send({ to, data: { order: 'A-1007' }, key: 'A-1007' })
      assert.equal(first.status, 201, first.text)
      const { id } = first.json()
      await sent
      const again = await ask('sendMessage', 'POST', { body: { to }, headers: { 'idempotency-key': 'A-1007' } })
      assert.deepEqual([again.status, again.json().id, again.json().created], [200, id, false])
      const shown = await mounted.request('getMessage', { params: { id: String(id) } })
      const { stream, campaignId, key, ref, status } = shown.json()
      assert.deepEqual(
        { stream, campaignId, key, ref, status },
        {
          stream: 'receipts',
          campaignId: null,
          key: null,
          ref: 'user 42',
          status: 'sent',
        },
      )
      expectError(await send({ to, stream: 'other' }), 400, 'unknown_field', 'stream')
      const unknown = { method: 'POST', params: { key: 'unknown' }, body: { to } }
      expectError(await mounted.request('sendMessage', unknown), 400, 'unknown_stream', 'stream')
      expectError(await send({ to: 'nobody' }), 400, 'invalid_address', 'to')
    },
  },
  {
    group,
    name: 'a message that waits is cancelled and kept; one that has left is not',
    async run({ start }) {
      const mounted = await start()
      const { send } = await withStream(mounted)
      const cancel = (id: unknown) => mounted.request('cancelMessage', { method: 'DELETE', params: { id: String(id) } })
      const waiting = (await send({ to: 'a@example.org', scheduledAt: '2999-01-01T00:00:00Z' })).json().id
      const cancelled = await cancel(waiting)
      assert.deepEqual([cancelled.status, cancelled.json().status], [200, 'cancelled'])
      const sent = nextSent(mounted)
      const { id } = (await send({ to: 'b@example.org' })).json()
      await sent
      expectError(await cancel(id), 409, 'wrong_status')
      expectError(await cancel(999_999), 404, 'not_found')
    },
  },
  {
    group,
    name: 'results of a stream are its own: figures, messages, CSV and timeline, and no route of campaigns knows it',
    async run({ start }) {
      const mounted = await start()
      const { ask, send } = await withStream(mounted)
      const sent = nextSent(mounted)
      const { id } = (await send({ to: 'zoe@example.net', data: { order: 7 } })).json()
      await sent
      const { clicks } = tokensOf(mounted.mails()[0] ?? '')
      await mounted.request('click', { params: { token: clicks[0] ?? '' }, headers: person })
      const stats = (await ask('getStreamStats', 'GET')).json() as never as {
        sent: number
        clicks: { unique: number }
        links: { url: string; total: number }[]
        stream: { key: string }
      }
      assert.deepEqual([stats.sent, stats.clicks.unique, stats.stream.key], [1, 1, 'receipts'])
      assert.deepEqual(
        stats.links.map(({ url, total }) => [url, total]),
        [['https://shop.example/orders', 1]],
      )
      const listed = (await ask('listStreamMessages', 'GET')).json() as never as { items: { id: string }[] }
      assert.deepEqual(
        listed.items.map((one) => one.id),
        [id],
      )
      assert.match((await ask('exportStreamMessages', 'GET')).text, /zoe@example\.net/)
      assert.equal((await ask('getStreamTimeline', 'GET')).status, 200)
      const since = (query: Record<string, string>) => ask('getStreamStats', 'GET', { query })
      const period = (await since({ since: '2000-01-01T00:00:00Z' })).json() as never as Record<string, unknown>
      assert.deepEqual([period.sent, period.links], [1, null])
      assert.equal((await since({ since: '2999-01-01T00:00:00Z' })).json().sent, 0)
      const backwards = { since: '2001-01-01T00:00:00Z', until: '2000-01-01T00:00:00Z' }
      expectError(await since(backwards), 400, 'invalid_field', 'until')
      const contact = { body: { email: 'ZOE@example.net' }, method: 'POST' }
      const { id: contactId } = (await mounted.request('createContact', contact)).json()
      const history = await mounted.request('listContactMessages', { params: { id: String(contactId) } })
      const told = history.json() as never as { items: { id: string; stream: string }[] }
      assert.deepEqual(
        told.items.map((one) => [one.id, one.stream]),
        [[id, 'receipts']],
      )
      expectError(await mounted.request('listContactMessages', { params: { id: '999999' } }), 404, 'not_found')
      const campaigns = (await mounted.request('listCampaigns')).json() as never as { items: unknown[] }
      assert.deepEqual(campaigns.items, [])
      const stream = await mounted.sillage.messages.get(String(id))
      assert.equal(stream.campaignId, null)
      for (const number of ['1', '2']) {
        expectError(await mounted.request('getCampaign', { params: { id: number } }), 404, 'not_found')
        expectError(await mounted.request('getStats', { params: { id: number } }), 404, 'not_found')
      }
    },
  },
  {
    group,
    name: 'a mail that the host sends itself is tracked once for each key, its clicks count, and its stream is made',
    async run({ start }) {
      const mounted = await start()
      const track = (body: object, headers = {}) =>
        mounted.request('trackMessage', { method: 'POST', params, body, headers })
      const mail = { to: 'zoe@example.net', subject: 'Invoice', html: '<a href="https://shop.example/7">Seven</a>' }
      const first = await track({ ...mail, key: 'invoice 7' })
      assert.equal(first.status, 200, first.text)
      const { id, html, headers, suppressed } = first.json() as never as Record<string, string>
      assert.deepEqual([typeof id, suppressed], ['string', false])
      assert.match(JSON.stringify(headers), /"List-Unsubscribe":/)
      const again = await track(mail, { 'idempotency-key': 'invoice 7' })
      assert.equal(again.json().id, id)
      const [token = ''] = tokensOf(html ?? '').clicks
      const clicked = await mounted.request('click', { params: { token }, headers: person })
      assert.deepEqual([clicked.status, clicked.headers.get('location')], [302, 'https://shop.example/7'])
      const shown = await mounted.request('getMessage', { params: { id: String(id) } })
      assert.equal(shown.json().stream, 'receipts')
      expectError(await track({ ...mail, to: 'a@example.org, b@example.org' }), 400, 'invalid_address', 'to')
      expectError(await track({ ...mail, stream: 'other' }), 400, 'unknown_field', 'stream')
    },
  },
  {
    group,
    name: 'a tenant sees, changes and sends to its own streams only, whatever keys others have',
    async run({ start }) {
      const as = (tenant: string) => ({ 'x-owner': tenant })
      const { request } = await start({ authorize: ({ headers }) => ({ owner: headers['x-owner'] ?? 'none' }) })
      // A stream of a key is each tenant's own, and so are the messages that it was given.
      const ofStream = (route: RouteId, method: string, tenant: string, more: object = {}) =>
        request(route, { method, headers: as(tenant), params: { key: 'receipts' }, ...more })
      const content = { subject: 's', html: '<p>x</p>' }
      const note = { body: { to: 'ada@example.org', scheduledAt: '2999-01-01T00:00:00Z', key: 'k' } }
      for (const tenant of ['a', 'b'])
        assert.equal((await ofStream('putStream', 'PUT', tenant, { body: { ...content, name: tenant } })).status, 201)
      const given = [await ofStream('sendMessage', 'POST', 'a', note), await ofStream('sendMessage', 'POST', 'b', note)]
      assert.deepEqual(
        given.map((answer) => answer.status),
        [201, 201],
      )
      for (const [route, method] of [
        ['getMessage', 'GET'],
        ['cancelMessage', 'DELETE'],
      ] as const) {
        const of = { headers: as('b'), method, params: { id: String(given[0]?.json().id) } }
        expectError(await request(route, of), 404, 'not_found')
      }
      const mail = { body: { to: 'eva@example.org', html: '<p>x</p>', key: 'k 2' } }
      const tracked = await Promise.all(['a', 'b'].map((tenant) => ofStream('trackMessage', 'POST', tenant, mail)))
      assert.notEqual(tracked[0]?.json().id, tracked[1]?.json().id)
      assert.match((await ofStream('listStreams', 'GET', 'a')).text, /^[^b]*"name":"a"[^b]*$/)
      assert.equal((await ofStream('deleteStream', 'DELETE', 'a')).status, 204)
      for (const route of ['getStream', ...resultsOf] as const) {
        expectError(await ofStream(route, 'GET', 'a'), 404, 'not_found')
        assert.equal((await ofStream(route, 'GET', 'b')).status, 200)
      }
      const action = { params: { key: 'receipts', action: 'pause' } }
      expectError(await ofStream('controlStream', 'POST', 'a', action), 404, 'not_found')
      expectError(await ofStream('updateStream', 'PATCH', 'a', { body: { name: 'n' } }), 404, 'not_found')
    },
  },
]
