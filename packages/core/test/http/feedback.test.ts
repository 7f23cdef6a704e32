import { beforeEach, expect, it } from 'vitest'
import { createHttpApp, type HttpRequest, sillageFetch } from '../../src/http/index.ts'
import {
  createSillage,
  type FeedbackReading,
  type FeedbackRequest,
  type FeedbackSource,
  type Sillage,
  SillageError,
} from '../../src/index.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import type { Store } from '../../src/store/port/store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

const [newKey, oldKey] = ['n'.repeat(22), 'o'.repeat(43)]
const logged: [string, object, string][] = []
let asked: FeedbackRequest[]
let reading: FeedbackReading
let sillage: Sillage
let store: Store
let clock: ReturnType<typeof fakeClock>

const source = (more: Partial<FeedbackSource> = {}): FeedbackSource => ({
  name: 'own',
  async read(request) {
    asked.push(request)
    return reading
  },
  ...more,
})

beforeEach(async () => {
  asked = []
  logged.length = 0
  reading = { kind: 'events', events: [] }
  clock = fakeClock()
  store = memoryStore()
  const log = (level: string) => (details: object, message: string) => void logged.push([level, details, message])
  sillage = createSillage({
    store,
    clock,
    baseUrl: 'https://mail.example/s',
    logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') } as never,
    feedback: {
      sources: { one: source(), signed: source({ signsBytes: true }), mails: source({ takesMails: true }) },
      keys: [newKey, oldKey],
    },
  })
  await sillage.migrate()
})

const fetchApp = () => sillageFetch(sillage)
const post = (url: string, body = '{}', headers: Record<string, string> = {}) =>
  fetchApp()(new Request(url, { method: 'POST', body, headers, duplex: 'half' } as RequestInit))
const urlOf = (name: string, key: string) => `https://mail.example/s/track/feedback/${name}/${key}`

it('the URL of a source holds the newest key, and older ones are taken too', async () => {
  expect(sillage.feedback.url('one')).toBe(urlOf('one', newKey))
  expect(() => sillage.feedback.url('two')).toThrow(/feedback\.sources/)
  for (const key of [newKey, oldKey]) {
    const response = await post(urlOf('one', key), '{"a":1}', { 'x-a': 'b' })
    expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual([
      200,
      '{}',
      'application/json',
    ])
  }
  expect(asked.map(({ body, headers, query }) => [Buffer.from(body).toString(), headers['x-a'], query])).toEqual([
    ['{"a":1}', 'b', ''],
    ['{"a":1}', 'b', ''],
  ])
})
it('another name or key is 404, read by nobody, and too many of them are 429', async () => {
  for (const url of [urlOf('two', newKey), urlOf('one', `${newKey}x`), urlOf('one', 'x'), urlOf('constructor', newKey)])
    expect((await post(url)).status).toBe(404)
  expect(asked).toEqual([])
  let status = 404
  for (let n = 0; n < 400; n++) status = (await post(urlOf('one', 'x'))).status
  expect(status).toBe(429)
  expect((await post(urlOf('one', newKey))).status, 'the right key is never limited').toBe(200)
})
it('GET and HEAD say whether somebody is there, and read nothing', async () => {
  for (const method of ['GET', 'HEAD']) {
    expect((await fetchApp()(new Request(urlOf('one', newKey), { method }))).status).toBe(200)
    expect((await fetchApp()(new Request(urlOf('one', 'x'), { method }))).status).toBe(404)
  }
  expect(asked).toEqual([])
})
it('what a source refuses is answered with its status alone, and logged once a minute without the key', async () => {
  reading = { kind: 'refused', status: 401, why: 'bad_signature' }
  for (let n = 0; n < 3; n++) {
    const response = await post(urlOf('one', newKey))
    expect([response.status, await response.text()]).toEqual([401, ''])
  }
  await clock.advance(60_000)
  await post(urlOf('one', newKey))
  const warnings = logged.filter(([level]) => level === 'warn')
  expect(warnings.map(([, details]) => details)).toEqual(
    Array(2).fill({ source: 'one', status: 401, why: 'bad_signature' }),
  )
  expect(JSON.stringify(logged)).not.toContain(newKey)
})
it('a handshake is answered as the source says', async () => {
  reading = { kind: 'answer', status: 202, headers: { 'x-b': 'c' }, body: 'code' }
  const response = await post(urlOf('one', newKey))
  expect([response.status, response.headers.get('x-b'), await response.text()]).toEqual([202, 'c', 'code'])
})
it('a webhook of more than 2 MB is refused; of a mail the first MB is read', async () => {
  expect((await post(urlOf('one', newKey), 'x'.repeat(2 * 1024 * 1024 + 1))).status).toBe(413)
  expect((await post(urlOf('one', newKey), 'x'.repeat(2 * 1024 * 1024))).status).toBe(200)
  expect((await post(urlOf('mails', newKey), `From: a\r\n\r\n${'x'.repeat(5 * 1024 * 1024)}`)).status).toBe(200)
  expect(asked.at(-1)?.body.length).toBe(1024 * 1024)
  expect((await post(urlOf('one', newKey), 'x', { 'content-encoding': 'gzip' })).status).toBe(415)
})
it('a body that the host parsed is written again, and where bytes are signed it is 500 with how to mount', async () => {
  const app = createHttpApp(sillage, {})
  const route = app.routes.find(({ id }) => id === 'feedback')
  const respond = (name: string, parsed: unknown, type: string) => {
    const request: HttpRequest = {
      method: 'POST',
      params: { source: name, key: newKey },
      query: '',
      headers: { 'content-type': type },
      remoteAddress: undefined,
      body: { parsed },
    }
    return app.respond(route ?? expect.fail(), request, { url: '', raw: undefined })
  }
  expect((await respond('one', { a: [1] }, 'application/json')).status).toBe(200)
  expect((await respond('one', { a: 'b c', d: ['e', 'f'] }, 'application/x-www-form-urlencoded')).status).toBe(200)
  expect(asked.map(({ body }) => Buffer.from(body).toString())).toEqual(['{"a":[1]}', 'a=b+c&d=e&d=f'])
  expect((await respond('signed', Buffer.from('{}'), 'application/json')).status).toBe(200)
  expect((await respond('signed', { a: 1 }, 'application/json')).status).toBe(500)
  expect(logged.filter(([level]) => level === 'error').map(([, , text]) => text)).toEqual([
    expect.stringContaining('body parser'),
  ])
})
it('events and mails are recorded under the name of the source; a store that is away is 503', async () => {
  reading = { kind: 'events', events: [{ type: 'complaint', refs: { messageId: '9' } }] }
  expect((await post(urlOf('one', newKey))).status).toBe(200)
  reading = { kind: 'mails', mails: [Buffer.from('From: a@b.example\r\n\r\nhi'), new Uint8Array()] }
  expect((await post(urlOf('mails', newKey))).status).toBe(200)
  const said = logged.filter(([, , text]) => text === 'feedback').map(([, details]) => details)
  const away = () => Promise.reject(new SillageError('store_unavailable', 'The database is away.'))
  Object.assign(store.messages, { get: away })
  reading = { kind: 'events', events: [{ type: 'complaint', refs: { messageId: '9' } }] }
  expect((await post(urlOf('one', newKey))).status).toBe(503)
  expect(said).toMatchObject([
    { source: 'one', unknown: 1 },
    { source: 'mails', recorded: 0 },
    { source: 'mails', recorded: 0 },
  ])
})
