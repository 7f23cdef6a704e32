import assert from 'node:assert/strict'
import type { AdapterCase } from '../adapter-case.ts'
import { expectError } from './fixtures.ts'

const group = 'webhooks'
/** Never leads anywhere (RFC 2606). */
const hook = { url: 'https://hook.invalid/', events: ['message.clicked'] }
/** Nobody listens there, and no case waits for a resolver. */
const unheard = 'http://127.0.0.1:9/'
const authorize = () => true

export const webhookCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a webhook is made, read, listed, changed and deleted, and its secret is said once',
    async run({ start }) {
      const { request } = await start({ authorize })
      const made = await request('createWebhook', { method: 'POST', body: { ...hook, description: 'The “CRM” é' } })
      assert.equal(made.status, 201, made.text)
      const { secret, ...webhook } = made.json() as Record<string, unknown>
      assert.match(String(secret), /^whsec_[A-Za-z0-9+/]{32}$/)
      const params = { id: String(webhook.id) }
      assert.deepEqual((await request('getWebhook', { params })).json(), webhook)
      assert.deepEqual((await request('listWebhooks')).json().items, [webhook])
      const changed = await request('updateWebhook', { method: 'PATCH', params, body: { enabled: false } })
      assert.deepEqual([changed.status, changed.json().enabled], [200, false])
      const rotated = await request('rotateWebhookSecret', { method: 'POST', params, body: { overlapMs: 0 } })
      assert.equal(rotated.status, 200, rotated.text)
      assert.notEqual(rotated.json().secret, secret)
      assert.equal((await request('deleteWebhook', { method: 'DELETE', params })).status, 204)
      expectError(await request('getWebhook', { params }), 404, 'not_found')
    },
  },
  {
    group,
    name: 'a test says what came of it, is listed and sent again, and only so often',
    async run({ start }) {
      const { request } = await start({ authorize }, { webhooks: { allowPrivate: true } })
      const made = await request('createWebhook', { method: 'POST', body: { ...hook, url: unheard } })
      const params = { id: String(made.json().id) }
      const test = await request('testWebhook', { method: 'POST', params })
      assert.equal(test.status, 200, test.text)
      const { status, type, attempts, answer } = test.json() as Record<string, unknown>
      assert.deepEqual([status, type, attempts, answer], ['failed', 'webhook.test', 1, null])
      const listed = await request('listDeliveries', { params, query: { failed: 'true' } })
      assert.deepEqual(listed.json().items, [test.json()])
      const delivery = String(test.json().id)
      const again = await request('redeliver', { method: 'POST', params: { ...params, delivery } })
      assert.deepEqual([again.status, (again.json() as Record<string, unknown>).attempts], [200, 2])
      const ask = () => request('testWebhook', { method: 'POST', params })
      let last = await ask()
      for (let n = 0; n < 20 && last.status === 200; n += 1) last = await ask()
      expectError(last, 429, 'rate_limited')
      assert.match(last.headers.get('retry-after') ?? '', /^\d{1,2}$/)
    },
  },
  {
    group,
    name: 'what no webhook can be is refused by its field',
    async run({ start }) {
      const { request } = await start({ authorize })
      const wrong: [object, string][] = [
        [{ url: 'ftp://hook.invalid/' }, 'url'],
        [{ url: 'https://user:pass@hook.invalid/' }, 'url'],
        [{ url: 'http://127.0.0.1:9/' }, 'url'],
        [{ url: 'http://[::ffff:10.0.0.1]/' }, 'url'],
        [{ url: 'http://localhost/' }, 'url'],
        [{ events: [] }, 'events'],
        [{ events: ['message.hit'] }, 'events[0]'],
        [{ secret: 'whsec_short' }, 'secret'],
      ]
      for (const [changes, field] of wrong) {
        const answer = await request('createWebhook', { method: 'POST', body: { ...hook, ...changes } })
        assert.deepEqual([answer.status, answer.json().error?.field], [400, field], JSON.stringify(changes))
      }
      assert.deepEqual((await request('listWebhooks')).json().items, [])
    },
  },
]
