import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type ClientOptions, createClient } from '../../src/client/index.ts'
import { frenchNames } from '../../src/domain/names.ts'
import { isSillageError, type MountOptions } from '../../src/index.ts'
import { fetchServer } from '../http/fetch-server.ts'
import { kit } from '../test-sillage/kit.ts'

/** An installation and a client of it. */
async function remote(options: Partial<ClientOptions> = {}, mount: MountOptions<Request> = { authorize: () => true }) {
  const near = await kit()
  const server = await fetchServer(near.sillage, { prefix: '/mail', ...mount })
  onTestFinished(() => server.close())
  return { ...near, server, client: createClient({ baseUrl: `${server.url}/`, ...options }) }
}
/** A client of something that answers in its own way. */
const answered = (answer: () => Response | Promise<Response>) =>
  createClient({ baseUrl: 'https://mail.example/mail', fetch: async () => answer() })
const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => error,
  )
async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of list) items.push(item)
  return items
}

it('sends the cookies of its own origin with each request, and of no other', async () => {
  const credentials = new Set<RequestInit['credentials']>()
  const client = createClient({
    baseUrl: 'https://mail.example/mail',
    fetch: async (_, init) => {
      credentials.add(init?.credentials)
      return init?.method === 'DELETE' ? new Response(null, { status: 204 }) : Response.json({ items: [], next: null })
    },
  })
  await client.campaigns.list()
  await client.contacts.create({ email: 'ada@example.org' })
  await client.templates.delete('1')
  expect([...credentials]).toEqual(['same-origin'])
})

it('rejects with the error of the process, its details and status', async () => {
  const { client, campaign } = await remote()
  const id = await campaign('ada@example.org', { start: false })
  await client.campaigns.update(id, { name: 'n', ifRevision: 1 })
  const error = await errorOf(client.campaigns.update(id, { name: 'm', ifRevision: 1 }))
  if (!isSillageError(error, 'edit_conflict')) return expect.fail(String(error))
  expect([error.status, error.details.revision, Object.keys(error.details)]).toEqual([
    409,
    2,
    ['revision', 'updatedAt'],
  ])
  const wrong = await errorOf(client.campaigns.list({ limit: 201 }))
  expect(wrong).toMatchObject({ code: 'invalid_field', status: 400, field: 'limit', details: { issues: [{}] } })
  expect(await errorOf(client.campaigns.list({ limt: 1 } as never))).toMatchObject({ code: 'unknown_field' })
  expect(await errorOf(client.campaigns.resume(id))).toMatchObject({
    code: 'wrong_status',
    details: { status: 'draft' },
  })
})

it('keeps a code that is newer than this release, with its status', async () => {
  const body = { error: { code: 'out_of_ink', message: 'Buy ink.', field: 'pen', details: { left: 0 } } }
  const error = await errorOf(answered(() => Response.json(body, { status: 418 })).campaigns.get('1'))
  expect(isSillageError(error)).toBe(true)
  expect(error).toMatchObject({
    code: 'out_of_ink',
    status: 418,
    message: 'Buy ink.',
    field: 'pen',
    details: { left: 0 },
  })
})

const html = { headers: { 'content-type': 'text/html' } }
it.each([
  ['a page of a proxy', 502, () => new Response('<h1>502</h1>', { status: 502, ...html })],
  ['the login of the host', 401, () => new Response('Sign in', { status: 401 })],
  ['another error in JSON', 404, () => Response.json({ error: 'Not Found' }, { status: 404 })],
  ['a redirect to a login', 302, () => new Response(null, { status: 302, headers: { location: '/login' } })],
  ['a refusal in HTML', 403, () => new Response('<h1>No</h1>', { status: 403, ...html })],
  ['a page where the answer should be', 200, () => new Response('<h1>Welcome</h1>', html)],
])('%s is unexpected_answer, with its status', async (_, status, answer) => {
  const client = answered(answer)
  for (const asked of [
    client.campaigns.list(),
    client.campaigns.get('1'),
    client.campaigns.delete('1'),
    client.messages.exportCsv({ campaignId: '1' }),
    client.contacts.import('email\n'),
  ])
    expect(await errorOf(asked)).toMatchObject({
      code: 'unexpected_answer',
      status: 502,
      details: { status, ...([302, 401, 403].includes(status) ? { signedOut: true } : {}) },
    })
})

it('JSON that is no page of a list is no empty list', async () => {
  for (const body of [null, {}, [], { items: null }]) {
    const { contacts } = answered(() => Response.json(body))
    expect(await errorOf(contacts.list())).toMatchObject({ code: 'unexpected_answer' })
    expect(await errorOf(all(contacts.companies()))).toMatchObject({ code: 'unexpected_answer' })
  }
})

it('no answer, and an answer that breaks off, is no_answer', async () => {
  const server = createServer((request, response) => {
    if (request.url?.includes('api/campaigns')) return request.socket.destroy()
    const type = request.url?.endsWith('.csv') ? 'text/csv' : 'application/json'
    response.writeHead(200, { 'content-type': type, 'content-length': '99' })
    response.write('{"id":', () => request.socket.destroy())
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const client = createClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  const csv = async () => all(await client.messages.exportCsv({ campaignId: '1' }))
  for (const asked of [client.campaigns.get('1'), client.templates.get('1'), csv()])
    expect(await errorOf(asked)).toMatchObject({ code: 'no_answer', status: 503, cause: expect.any(Error) })
})

it('ids that a URL cannot hold are not found, and nothing is asked', async () => {
  const fetch = vi.fn()
  const client = createClient({ baseUrl: '/mail', fetch })
  for (const id of ['', '.', '..'])
    for (const asked of [
      client.campaigns.get(id),
      client.campaigns.start(id),
      client.campaigns.delete(id),
      client.messages.list({ campaignId: id }),
      client.messages.exportCsv({ campaignId: id }),
      client.templates.put(id, { name: 'n', subject: 's', html: 'h' }),
    ])
      expect(await errorOf(asked)).toMatchObject({ code: 'not_found' })
  expect(fetch).not.toHaveBeenCalled()
  const { client: real } = await remote()
  expect(await errorOf(real.campaigns.get('../campaigns'))).toMatchObject({ code: 'not_found' })
})

it('reads a list page by page, and no page that is not asked for', async () => {
  let asked = 0
  const counted: typeof fetch = (...request) => {
    asked += 1
    return fetch(...request)
  }
  const { client, sillage } = await remote({ fetch: counted })
  for (const n of [1, 2, 3, 4, 5]) await sillage.templates.create({ name: `${n}`, subject: 's', html: 'h' })
  const list = client.templates.list({ limit: 2 })
  const page = await list
  expect([page.items.map(({ name }) => name), typeof page.next, asked]).toEqual([['5', '4'], 'string', 1])
  expect((await all(list)).map(({ name }) => name)).toEqual(['5', '4', '3', '2', '1'])
  expect(asked).toBe(3)
  for await (const { name } of client.templates.list({ limit: 1, cursor: page.next ?? '' })) if (name === '2') break
  expect(asked).toBe(5)
})

it('a list that is asked for and dropped ends in no unhandled rejection', async () => {
  const { client } = await remote({}, {})
  client.campaigns.list()
  client.messages.list(undefined as never)
  expect(await errorOf(client.campaigns.list())).toMatchObject({ code: 'forbidden' })
})

it('reads CSV as it comes: the first lines while the rest is not written', async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const client = answered(() => new Response(readable, { headers: { 'content-type': 'text/csv; charset=utf-8' } }))
  const lines = (await client.messages.exportCsv({ campaignId: '1' }))[Symbol.asyncIterator]()
  const bytes = new TextEncoder().encode('\uFEFFemail\nzoé@example.org\n')
  void writer.write(bytes.slice(0, 12))
  // Cut within the letter of two bytes.
  expect((await lines.next()).value).toBe('\uFEFFemail\nzo')
  void writer.write(bytes.slice(12))
  expect((await lines.next()).value).toBe('é@example.org\n')
  await lines.return?.()
  await expect(writer.closed).rejects.toBe(undefined)
})

it('imports a Blob and a text', async () => {
  const { client, sillage } = await remote()
  const file = new Blob(['email;name\nzoe@example.org;Zoé\n'], { type: 'application/vnd.ms-excel' })
  expect(await client.contacts.import(file)).toMatchObject({ accepted: 1 })
  expect(await client.contacts.import('email\nada@example.org\n')).toMatchObject({ accepted: 1 })
  const columns = { Adresse: 'email', Client: 'company' } as const
  await client.contacts.import('Adresse;Client;email\nmai@example.org;Port;other@example.org\n', { columns })
  expect((await sillage.contacts.list({ q: 'mai' })).items).toMatchObject([
    { email: 'mai@example.org', company: 'Port', data: { email: 'other@example.org' } },
  ])
  expect((await all(sillage.contacts.list())).map(({ email }) => email).sort()).toEqual([
    'ada@example.org',
    'mai@example.org',
    'zoe@example.org',
  ])
})

it('sends its headers, and finds the routes by the names of the mount', async () => {
  const authorize: MountOptions<Request>['authorize'] = ({ headers, url }) => {
    expect(url).toMatch(/\/mail\/api\/(campagnes|modeles|tracking\/campagne|apercu)/)
    return headers.authorization === 'Bearer x'
  }
  const headers = { authorization: 'Bearer x' }
  const { client, server, campaign } = await remote({ headers, names: frenchNames }, { authorize, names: frenchNames })
  const id = await campaign('ada@example.org', { start: false })
  expect((await client.campaigns.list()).items).toMatchObject([{ id }])
  expect(await client.campaigns.stats(id)).toMatchObject({ campaign: { id } })
  await client.templates.put('welcome', { name: 'n', subject: 's', html: 'h' })
  const anonymous = createClient({ baseUrl: server.url, names: frenchNames })
  expect(await errorOf(anonymous.campaigns.list())).toMatchObject({ code: 'forbidden', status: 403 })
})

it('sends a time as text, the key and an array of recipients', async () => {
  const { client, sillage } = await remote()
  const input = { key: 'k', name: 'n', subject: 's', html: 'h', scheduledAt: new Date('2026-05-01T10:00:00+02:00') }
  const recipients = [{ email: 'zoe@example.org' }, { email: 'ada@example.org' }]
  const made = await client.campaigns.create({ ...input, recipients })
  expect(made).toMatchObject({ created: true, scheduledAt: '2026-05-01T08:00:00.000Z', total: 2 })
  expect(await client.campaigns.create({ ...input, recipients })).toMatchObject({ id: made.id, created: false })
  await client.campaigns.update(made.id, { recipients: recipients.slice(1) })
  expect(await sillage.campaigns.get(made.id)).toMatchObject({ total: 1 })
})

const people = [{ email: 'zoe@example.org' }]
async function* slowly() {
  yield* people
}
it.each<[string, object]>([
  ['recipients', { recipients: slowly() }],
  ['recipients', { recipients: new Set(people) }],
  ['recipients[0].data.since', { recipients: [{ email: 'a@b.example', data: { since: new Date('soon') } }] }],
  ['scheduledAt', { scheduledAt: new Date('soon') }],
  ['delayMs', { delayMs: Number.NaN }],
  ['limits.perDay', { limits: { perDay: Number.POSITIVE_INFINITY } }],
  ['headers.X-A', { headers: { 'X-A': 1n } }],
  ['name', { name: () => 'n' }],
])('%s is refused where JSON cannot carry it, and nothing is asked', async (field, part) => {
  const fetch = vi.fn()
  const client = createClient({ baseUrl: '/mail', fetch })
  const refused = { code: 'invalid_field', field, message: expect.stringContaining('JSON can carry') }
  expect(await errorOf(client.campaigns.create({ name: 'n', ...part } as never))).toMatchObject(refused)
  expect(await errorOf(client.campaigns.update('1', part as never))).toMatchObject(refused)
  expect(fetch).not.toHaveBeenCalled()
})

it.each<[string, object]>([
  ['baseUrl', {}],
  ['baseUrl', { baseUrl: '/mail?a=1' }],
  ['header', { baseUrl: '/mail', header: {} }],
  ['headers.a', { baseUrl: '/mail', headers: { a: 1 } }],
  ['fetch', { baseUrl: '/mail', fetch: 'fetch' }],
  ['names.path', { baseUrl: '/mail', names: { path: {} } }],
])('refuses the option %s', (field, options) => {
  expect(() => createClient(options as never)).toThrow(expect.objectContaining({ code: 'invalid_option', field }))
})

it('refuses an event that there is not, and what is no listener', () => {
  const { live } = createClient({ baseUrl: '/mail' })
  expect(() => live.on('message.sent' as never, () => {})).toThrow('event: expected campaign_progress, ')
  expect(() => live.on('campaign_stats', undefined as never)).toThrow('listener: expected a function, got undefined')
})
