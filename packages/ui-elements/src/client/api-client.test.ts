import { englishNames, frenchNames, isSillageError } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { bucketQuery, createApiClient } from './api-client.ts'
import { isRefused } from './is-refused.ts'
import { createLatest } from './latest.ts'

function client(answer: () => Response | Promise<Response>) {
  const asked: { url: string; init: RequestInit | undefined }[] = []
  const api = createApiClient({
    baseUrl: 'https://mail.example/sillage/',
    headers: { authorization: 'Bearer x' },
    fetch: async (url, init) => {
      asked.push({ url: String(url), init })
      return answer()
    },
  })
  return { api, asked }
}

test('paths come from the names, parts are escaped, empty queries left out', () => {
  const french = createApiClient({ baseUrl: '/mail/', names: frenchNames })
  expect(french.url('getStats', { id: 'a/b' })).toBe('/mail/api/tracking/campagne/a%2Fb')
  const english = createApiClient({ baseUrl: '/mail' })
  expect(english.url('listContacts', {}, { q: 'é&', company: '', cursor: undefined, limit: 5 })).toBe(
    '/mail/api/contacts?q=%C3%A9%26&limit=5',
  )
})

test('days of a timeline are those of the browser, hours of none', () => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  expect(bucketQuery('day')).toEqual({ bucket: 'day', timeZone })
  expect(bucketQuery('hour')).toEqual({ bucket: 'hour' })
})

test('names of a host are laid over the English ones', async () => {
  const asked: string[] = []
  const api = createApiClient({
    baseUrl: '/mail',
    names: { paths: { getCampaign: '/news/:id' } },
    fetch: async (url) => {
      asked.push(String(url))
      return Response.json({})
    },
  })
  await api.getCampaign('7')
  await api.controlCampaign('7', 'pause')
  expect(asked).toEqual(['/mail/news/7', '/mail/api/campaigns/7/pause'])
  expect(api.names.events).toEqual(englishNames.events)
})

test('requests carry the configured headers and JSON', async () => {
  const { api, asked } = client(() => Response.json({ id: '1' }))
  await api.controlCampaign('7', 'retry', { include: ['failed'] })
  expect(asked[0]?.url).toBe('https://mail.example/sillage/api/campaigns/7/retry')
  const headers = new Headers(asked[0]?.init?.headers)
  expect(headers.get('authorization')).toBe('Bearer x')
  expect(headers.get('content-type')).toBe('application/json')
  expect(asked[0]?.init?.body).toBe('{"include":["failed"]}')
})

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) =>
      isSillageError(error) ? { code: error.code, field: error.field, refused: isRefused(error) } : error,
  )

test('errors of the server keep code and field', async () => {
  const { api } = client(() =>
    Response.json({ error: { code: 'invalid_field', message: 'no', field: 'delayMs' } }, { status: 400 }),
  )
  expect(await failure(api.getCampaign('1'))).toEqual({ code: 'invalid_field', field: 'delayMs', refused: true })
})

test('errors of the server keep what their code carries', async () => {
  const details = { issues: [{ field: 'delayMs', message: 'expected a number of milliseconds' }] }
  const { api } = client(() =>
    Response.json({ error: { code: 'invalid_field', message: 'no', field: 'delayMs', details } }, { status: 400 }),
  )
  await expect(api.getCampaign('1')).rejects.toMatchObject({ details })
})

test.each([
  ['a page of a proxy', () => new Response('<h1>502</h1>', { status: 502 })],
  ['a code nobody knows', () => Response.json({ error: { code: 'toString' } }, { status: 500 })],
  ['a page where JSON should be', () => new Response('<h1>Sign in</h1>')],
])('%s is an unexpected answer', async (_, answer) => {
  const { api } = client(answer)
  expect(await failure(api.getCampaign('1'))).toEqual({ code: 'unexpected_answer', field: undefined, refused: false })
})

test('no answer at all has an unknown outcome', async () => {
  const { api } = client(() => Promise.reject(new TypeError('failed to fetch')))
  expect(await failure(api.createCampaign({ name: 'x', html: '<p>x</p>' }))).toEqual({
    code: 'no_answer',
    field: undefined,
    refused: false,
  })
})

test('only the latest request is answered, and late errors are dropped with their request', async () => {
  const latest = createLatest()
  const answers: ((value: string) => void)[] = []
  const ask = () => latest.run(() => new Promise<string>((resolve) => answers.push(resolve)))
  const first = ask()
  const failing = latest.run(() => Promise.reject(new Error('late')))
  const last = ask()
  answers[1]?.('second')
  answers[0]?.('first')
  expect(await Promise.all([first, failing, last])).toEqual([undefined, undefined, 'second'])
})
