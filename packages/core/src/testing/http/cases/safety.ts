import assert from 'node:assert/strict'
import type { RouteId } from '../../../domain/names.ts'
import { routes } from '../../../http/routes/index.ts'
import type { AdapterCase, MountedSillage } from '../adapter-case.ts'
import { campaign, expectError, person, sendOne, type Tokens } from './fixtures.ts'

const group = 'safety'

/** An installation with one of each thing, and the parameters under which every route finds one. */
async function oneOfEach(mounted: MountedSillage) {
  const { request } = mounted
  const { id, tokens } = await sendOne(mounted)
  const make = async (route: RouteId, body: unknown) =>
    String((await request(route, { method: 'POST', body })).json().id)
  const template = await make('createTemplate', { name: 'T', subject: 'S', html: '<p>x</p>' })
  const contact = await make('createContact', { email: 'eve@example.org', company: 'Port' })
  await make('createSuppression', { email: 'no@example.org' })
  const webhook = await make('createWebhook', { url: 'https://hook.invalid/', events: ['*'] })
  // Streams go by a key, and so do settings.
  const stream = { subject: 'S', html: '<p>x</p>' }
  await request('putStream', { method: 'PUT', params: { key: 'topics' }, body: stream })
  const [message] = (await request('listMessages', { params: { id } })).json().items as unknown as { id: string }[]
  const ids: Partial<Record<RouteId, string>> = {
    getTemplate: template,
    updateTemplate: template,
    getContact: contact,
    updateContact: contact,
    listEvents: message?.id ?? '',
    getMessage: message?.id ?? '',
    getWebhook: webhook,
    updateWebhook: webhook,
    listDeliveries: webhook,
  }
  return {
    id,
    tokens,
    paramsOf: (route: RouteId) => ({ id: ids[route] ?? id, action: 'retry', key: 'topics', delivery: '1' }),
  }
}

/** Everything a caller can read, as text. */
async function everything({ request }: MountedSillage, id: string): Promise<string> {
  const directory = ['listContacts', 'listCompanies', 'listTags', 'listSuppressions'] as const
  const lists = ['listCampaigns', 'listTemplates', ...directory] as const
  const answers = await Promise.all([
    ...lists.map((list) => request(list)),
    ...(['getCampaign', 'getStats', 'listMessages'] as const).map((route) => request(route, { params: { id } })),
  ])
  return answers.map(({ text }) => text).join('\n')
}

const pagesOf = (tokens: Tokens): [RouteId, 'GET' | 'POST', string, number][] => [
  ['showUnsubscribe', 'GET', tokens.unsubscribe, 200],
  ['showPreferences', 'GET', tokens.preferences, 200],
  ['view', 'GET', tokens.view, 200],
  ['showUnsubscribe', 'GET', 'none', 404],
  ['click', 'GET', 'none', 404],
  ['unsubscribe', 'POST', tokens.unsubscribe, 200],
  ['preferences', 'POST', tokens.preferences, 200],
]

export const safetyCases: readonly AdapterCase[] = [
  {
    group,
    name: 'path parameters are decoded',
    async run({ start, names }) {
      const { url, request } = await start()
      const created = await request('createCampaign', { method: 'POST', body: campaign({ start: false }) })
      const id = String(created.json().id)
      const written = [...id].map((digit) => `%${digit.charCodeAt(0).toString(16)}`).join('')
      const answer = await fetch(url + names.paths.getCampaign.replace(':id', written))
      assert.deepEqual([answer.status, ((await answer.json()) as { id: string }).id], [200, id])
    },
  },
  {
    group,
    name: 'no management route accepts what a form of another page can send',
    async run({ start }) {
      const mounted = await start()
      const { id, paramsOf } = await oneOfEach(mounted)
      const before = await everything(mounted, id)
      const writing = routes.filter(({ access, method }) => access === 'manage' && !['GET', 'DELETE'].includes(method))
      assert.ok(writing.length >= 11)
      for (const { id: route, method } of writing) {
        const form = new FormData()
        form.set('name', 'x')
        const bodies: [unknown, Record<string, string>][] = [
          [new URLSearchParams({ name: 'x' }), {}],
          [form, {}],
          ['{"name":"x"}', { 'content-type': 'text/plain' }],
        ]
        for (const [body, headers] of bodies)
          expectError(
            await mounted.request(route, { method, params: paramsOf(route), body, headers }),
            415,
            'unsupported_media_type',
          )
      }
      assert.equal(await everything(mounted, id), before)
    },
  },
  {
    group,
    name: 'every management route that reads answers HEAD like GET without a body, and neither changes anything',
    async run({ start }) {
      const mounted = await start()
      const { id, paramsOf } = await oneOfEach(mounted)
      const before = await everything(mounted, id)
      for (const { id: route } of routes.filter(({ access, method }) => access === 'manage' && method === 'GET')) {
        const params = paramsOf(route)
        const head = await mounted.request(route, { method: 'HEAD', params })
        assert.deepEqual([head.status, head.text], [200, ''], route)
        if (route === 'live') continue
        const read = await mounted.request(route, { params })
        const told = ['content-type', 'cache-control', 'content-disposition'] as const
        assert.deepEqual(
          told.map((name) => head.headers.get(name)),
          told.map((name) => read.headers.get(name)),
          route,
        )
      }
      assert.equal(await everything(mounted, id), before)
    },
  },
  {
    group,
    name: 'every public route that reads answers HEAD without a body, and counts nothing of it',
    async run({ start }) {
      const mounted = await start()
      const { id, tokens, paramsOf } = await oneOfEach(mounted)
      const before = await everything(mounted, id)
      const token: Partial<Record<RouteId, string>> = {
        pixel: tokens.pixel,
        click: tokens.clicks[0] ?? '',
        view: tokens.view,
        showUnsubscribe: tokens.unsubscribe,
        showPreferences: tokens.preferences,
      }
      for (const { id: route } of routes.filter(({ access, method }) => access === 'public' && method === 'GET')) {
        // Where no source is named, or no pictures are kept, there is nothing.
        if (route === 'checkFeedback' || route === 'asset') continue
        const params = { token: token[route] ?? tokens.pixel }
        const head = await mounted.request(route, { method: 'HEAD', params, headers: person })
        assert.deepEqual([head.status, head.text], [route === 'click' ? 302 : 200, ''], route)
        assert.match(head.headers.get('cache-control') ?? '', /no-store/, route)
      }
      assert.equal(await everything(mounted, id), before)
      const listed = await mounted.request('listEvents', { params: paramsOf('listEvents') })
      const events = listed.json().items as unknown as { verdict: string }[]
      assert.ok(events.length > 0 && events.every(({ verdict }) => verdict === 'scanner'), listed.text)
    },
  },
  {
    group,
    name: 'pages for recipients run no script, load nothing, are in no frame, set no cookie and are not indexed',
    async run({ start }) {
      const mounted = await start()
      const { tokens } = await sendOne(mounted)
      for (const [route, method, token, status] of pagesOf(tokens)) {
        const { headers, text, ...answer } = await mounted.request(route, {
          method,
          params: { token },
          headers: person,
        })
        const what = `${method} ${route} ${status}`
        assert.equal(answer.status, status, what)
        assert.match(headers.get('content-type') ?? '', /^text\/html/, what)
        const policy = headers.get('content-security-policy') ?? ''
        // The mail as a page keeps its own pictures and styles; the sandbox removes everything active from it.
        assert.match(policy, route === 'view' ? /^sandbox/ : /^default-src 'none'; .*frame-ancestors 'none'/, what)
        assert.doesNotMatch(policy, /script-src(?! 'none')|allow-scripts/, what)
        assert.deepEqual([headers.get('set-cookie'), headers.get('cache-control')], [null, 'no-store'], what)
        assert.equal(headers.get('x-content-type-options'), 'nosniff', what)
        assert.match(headers.get('x-robots-tag') ?? '', /noindex/, what)
        assert.equal(headers.get('referrer-policy'), 'no-referrer', what)
        assert.ok(!text.includes('<script'), what)
      }
    },
  },
]
