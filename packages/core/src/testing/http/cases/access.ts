import assert from 'node:assert/strict'
import type { RouteId } from '../../../domain/names.ts'
import { routes } from '../../../http/routes/index.ts'
import type { AdapterCase, Answer } from '../adapter-case.ts'
import { campaign, expectError, sendOne } from './fixtures.ts'
import { streamRoutes } from './streams.ts'

const group = 'access'
const byHeader = ({ headers }: { headers: Readonly<Record<string, string | undefined>> }) =>
  headers['x-owner'] === undefined ? false : { owner: headers['x-owner'] }
const as = (owner: string) => ({ 'x-owner': owner })
/** An id that no row has. */
const noId = (id = ''): string => String(Number(id) + 1_000_000)
/** All that an answer says, but for the id that was asked for. */
const said = ({ status, text }: Answer) => [status, text.replaceAll(/\d+/g, '#')]

export const accessCases: readonly AdapterCase[] = [
  {
    group,
    name: 'every management route answers 403 when no authorize is given',
    async run({ start }) {
      const { request } = await start({})
      const managed = routes.filter((route) => route.access === 'manage')
      for (const { id, method } of managed) {
        const answer = await request(id, { method, params: { id: '1', action: 'start', key: 'topics', delivery: '1' } })
        assert.equal(answer.status, 403, `${method} ${id}`)
        if (method !== 'DELETE') assert.equal(answer.json().error?.code, 'forbidden', id)
      }
    },
  },
  {
    group,
    name: 'authorize is given headers, the URL as requested and the raw request, and false refuses',
    async run({ start, names }) {
      const seen: { url: string; header: string | undefined; raw: boolean }[] = []
      const { request } = await start({
        authorize: ({ headers, url, raw }) => {
          seen.push({ url: new URL(url, 'http://host').pathname, header: headers['x-key'], raw: raw !== undefined })
          return false
        },
      })
      expectError(await request('listCampaigns', { headers: { 'x-key': 'k' } }), 403, 'forbidden')
      assert.equal(seen.length, 1)
      assert.ok(seen[0]?.url.endsWith(names.paths.listCampaigns))
      assert.deepEqual([seen[0]?.header, seen[0]?.raw], ['k', true])
    },
  },
  {
    group,
    name: 'authorize is told which route is asked for, and whether it writes',
    async run({ start }) {
      const seen = new Map<string, boolean>()
      const { request } = await start({ authorize: ({ route, writes }) => !seen.set(route, writes) })
      const managed = routes.filter((route) => route.access === 'manage')
      for (const { id, method } of managed)
        await request(id, { method, params: { id: '1', action: 'start', key: 'topics', delivery: '1' } })
      const asking = /^(previewContent|checkContent|countRecipients|listPeople|getRecipient|exportRecipient)$/
      const reading = managed.filter(({ id, method }) => method === 'GET' || asking.test(id))
      assert.deepEqual(
        Object.fromEntries(seen),
        Object.fromEntries(managed.map((route) => [route.id, !reading.includes(route)])),
      )
    },
  },
  {
    group,
    name: 'an error inside authorize refuses without saying why',
    async run({ start }) {
      const { request } = await start({
        authorize: () => {
          throw new Error('secret detail')
        },
      })
      const answer = await request('listCampaigns')
      assert.equal(answer.status, 500)
      assert.ok(!answer.text.includes('secret detail'))
    },
  },
  {
    group,
    name: 'a tenant sees and changes only its own campaigns, messages, events, templates, contacts and suppressions',
    async run({ start }) {
      const mounted = await start({ authorize: byHeader })
      const { request } = mounted
      const created = await request('createCampaign', {
        method: 'POST',
        headers: as('a'),
        body: campaign({ start: false }),
      })
      const id = String(created.json().id)
      const template = await request('createTemplate', {
        method: 'POST',
        headers: as('a'),
        body: { name: 'T', subject: 'S', html: '<p>x</p>' },
      })
      const contact = await request('createContact', {
        method: 'POST',
        headers: as('a'),
        body: { email: 'ada@example.org' },
      })
      const suppression = await request('createSuppression', {
        method: 'POST',
        headers: as('a'),
        body: { email: 'no@example.org' },
      })
      const webhook = await request('createWebhook', {
        method: 'POST',
        headers: as('a'),
        body: { url: 'https://hook.invalid/', events: ['*'] },
      })
      const messages = await request('listMessages', { headers: as('a'), params: { id } })
      const [message] = messages.json().items as unknown as { id: string }[]
      const foreign: [Parameters<typeof request>[0], string, Record<string, string>, unknown?][] = [
        ['getCampaign', 'GET', { id }],
        ['updateCampaign', 'PATCH', { id }, { name: 'Mine' }],
        ['controlCampaign', 'POST', { id, action: 'start' }, {}],
        ['deleteCampaign', 'DELETE', { id }],
        ['getStats', 'GET', { id }],
        ['listMessages', 'GET', { id }],
        ['exportMessages', 'GET', { id }],
        ['getTimeline', 'GET', { id }],
        ['getPrograms', 'GET', { id }],
        ['listEvents', 'GET', { id: message?.id ?? '' }],
        ['getTemplate', 'GET', { id: String(template.json().id) }],
        ['updateTemplate', 'PATCH', { id: String(template.json().id) }, { name: 'Mine' }],
        ['deleteTemplate', 'DELETE', { id: String(template.json().id) }],
        ['getContact', 'GET', { id: String(contact.json().id) }],
        ['updateContact', 'PATCH', { id: String(contact.json().id) }, { name: 'Mine' }],
        ['deleteContact', 'DELETE', { id: String(contact.json().id) }],
        ['listContactMessages', 'GET', { id: String(contact.json().id) }],
        ['deleteSuppression', 'DELETE', { id: String(suppression.json().id) }],
        ['getWebhook', 'GET', { id: String(webhook.json().id) }],
        ['updateWebhook', 'PATCH', { id: String(webhook.json().id) }, { enabled: false }],
        ['deleteWebhook', 'DELETE', { id: String(webhook.json().id) }],
        ['testWebhook', 'POST', { id: String(webhook.json().id) }],
        ['rotateWebhookSecret', 'POST', { id: String(webhook.json().id) }, {}],
        ['listDeliveries', 'GET', { id: String(webhook.json().id) }],
        ['redeliver', 'POST', { id: String(webhook.json().id), delivery: '1' }],
      ]
      for (const [route, method, params, body] of foreign) {
        const ask = (asked: Record<string, string>) => {
          return request(route, { method, params: asked, headers: as('b'), ...(body === undefined ? {} : { body }) })
        }
        const answer = await ask(params)
        assert.equal(answer.status, 404, `${method} ${route}: ${answer.text}`)
        const absent = await ask({ ...params, id: noId(params.id) })
        assert.deepEqual(said(answer), said(absent), `${method} ${route}: as if it were not there`)
      }
      const own = await request('createCampaign', {
        method: 'POST',
        headers: as('b'),
        body: campaign({ start: false }),
      })
      const mine = String(own.json().id)
      const ids = { id, templateId: String(template.json().id), contactId: String(contact.json().id) }
      const absent = { id: noId(id), templateId: noId(ids.templateId), contactId: noId(ids.contactId) }
      const content = { subject: 'S', html: '<p>x</p>' }
      const uses = ({ id, templateId, contactId }: typeof ids): [Parameters<typeof request>[0], unknown, string][] => [
        ['createCampaign', campaign({ html: undefined, template: templateId }), 'unknown_template'],
        ['createCampaign', campaign({ recipients: { contactIds: [contactId] } }), 'unknown_contact'],
        ['createCampaign', campaign({ recipients: { where: { planned: { campaignId: id } } } }), 'invalid_field'],
        ['countRecipients', { where: { not: { opened: { campaignId: [id] } } } }, 'invalid_field'],
        ['listPeople', { where: { any: [{ planned: { campaignId: id } }] } }, 'invalid_field'],
        ['countRecipients', { contactIds: [contactId] }, 'unknown_contact'],
        ['updateCampaign', { template: templateId }, 'unknown_template'],
        ['updateCampaign', { recipients: { contactIds: [contactId] } }, 'unknown_contact'],
        ['updateCampaign', { recipients: { where: { planned: { campaignId: id } } } }, 'invalid_field'],
        ['sendTest', { to: 'me@example.org', template: templateId }, 'unknown_template'],
        ['sendTest', { to: 'me@example.org', ...content, contactId }, 'unknown_contact'],
        ['previewContent', { template: templateId }, 'unknown_template'],
        ['previewContent', { ...content, contactId }, 'unknown_contact'],
        ['checkContent', { template: templateId }, 'unknown_template'],
        ['checkContent', { ...content, contactId }, 'unknown_contact'],
        ['checkContent', { ...content, recipients: { contactIds: [contactId] } }, 'unknown_contact'],
        ['checkContent', { ...content, recipients: { where: { opened: { campaignId: id } } } }, 'invalid_field'],
      ]
      const using = uses(ids)
      for (const [n, [route, body, code]] of using.entries()) {
        const method = route === 'updateCampaign' ? 'PATCH' : 'POST'
        const ask = (asked: unknown) => request(route, { method, params: { id: mine }, headers: as('b'), body: asked })
        const answer = await ask(body)
        assert.deepEqual([answer.status, answer.json().error?.code], [400, code], route)
        assert.deepEqual(said(answer), said(await ask(uses(absent)[n]?.[1])), `${route}: as if it were not there`)
      }
      assert.equal((await request('getCampaign', { headers: as('b'), params: { id: mine } })).json().total, 1)
      const live = (of: string) => request('live', { query: { campaign: of }, headers: as('b') })
      expectError(await live(id), 404, 'not_found')
      assert.deepEqual(said(await live(id)), said(await live(noId(id))))
      await request('deleteCampaign', { method: 'DELETE', headers: as('b'), params: { id: mine } })
      const directory = ['listContacts', 'listCompanies', 'listTags', 'listSuppressions'] as const
      const lists = ['listCampaigns', 'listTemplates', ...directory, 'listWebhooks'] as const
      for (const list of lists) {
        assert.deepEqual((await request(list, { headers: as('b') })).json().items, [], list)
      }
      // The same address again, for another tenant, is not a duplicate.
      const csv = { 'content-type': 'text/csv' }
      const imported = await request('importContacts', {
        method: 'POST',
        headers: { ...as('b'), ...csv },
        body: 'email\nada@example.org\n',
      })
      assert.equal(imported.json().accepted, 1)
      // A key names each tenant's own: another's is neither found nor changed.
      const put = (tenant: string, subject: string) => {
        const body = { name: 'T', subject, html: '<p>x</p>' }
        const params = { id: 'welcome' }
        return request('putTemplate', { method: 'PUT', headers: as(tenant), params, body })
      }
      const puts = [await put('a', 'of a'), await put('b', 'of b'), await put('a', 'of a')]
      assert.deepEqual(
        puts.map((answer) => [answer.status, answer.json().subject, answer.json().revision]),
        [
          [201, 'of a', 1],
          [201, 'of b', 1],
          [200, 'of a', 1],
        ],
      )
      // What a person decided is kept by tenant, though the address is the same.
      const person = (route: RouteId, tenant: string, more: object = {}) =>
        request(route, { method: 'POST', headers: as(tenant), body: { email: 'ada@example.org', ...more } })
      await person('unsubscribeRecipient', 'a')
      await person('consentRecipient', 'a', { consent: { opens: false } })
      await person('resubscribeRecipient', 'b')
      const states = [await person('getRecipient', 'a'), await person('getRecipient', 'b')]
      assert.deepEqual(
        states.map((state) => [state.json().mailable, { ...Object(state.json().consent), at: null }]),
        [
          [false, { opens: false, clicks: true, readTime: false, at: null, source: 'program' }],
          [true, { opens: true, clicks: true, readTime: false, at: null, source: null }],
        ],
      )
      await person('eraseRecipient', 'b')
      const kept = [await person('exportRecipient', 'a'), await person('exportRecipient', 'b')]
      assert.match(kept[0]?.text ?? '', /"consents":\[\{/)
      assert.match(kept[1]?.text ?? '', /"consents":\[\]/)
      const ofPersons = [
        ...['getRecipient', 'unsubscribeRecipient', 'resubscribeRecipient'],
        ...['consentRecipient', 'exportRecipient', 'eraseRecipient'],
      ]
      const setting = (tenant: string) => request('getSetting', { headers: as(tenant), params: { key: 'topics' } })
      const set = { method: 'PUT', params: { key: 'topics' }, body: { value: [{ key: 'news', name: 'News' }] } }
      assert.equal((await request('putSetting', { ...set, headers: as('a') })).status, 200)
      const settings = [(await setting('a')).json().value, (await setting('b')).json().value]
      assert.deepEqual(settings, [set.body.value, null])
      const look = { method: 'PUT', params: { key: 'brand' }, body: { value: { radius: 3 } } }
      assert.equal((await request('putSetting', { ...look, headers: as('a') })).status, 200)
      const brands = [await request('getBrand', { headers: as('a') }), await request('getBrand', { headers: as('b') })]
      assert.deepEqual(
        brands.map((brand) => [brand.json().radius, brand.json().width]),
        [
          [3, 600],
          [10, 600],
        ],
      )
      // These only make a tenant's own, or belong to no tenant.
      const making = [
        'createAsset',
        'createAttachment',
        'createTemplate',
        'putTemplate',
        'createContact',
        'createSuppression',
        'createWebhook',
        'importContacts',
        'openapi',
      ]
      const ofSettings = ['getSetting', 'putSetting', 'getBrand', 'listTransports']
      const walked = new Set<string>([
        ...foreign.map(([route]) => route),
        ...using.map(([route]) => route),
        ...lists,
        ...ofPersons,
        ...ofSettings,
        ...streamRoutes,
      ])
      const left = routes.filter((route) => route.access === 'manage' && !walked.has(route.id) && route.id !== 'live')
      assert.deepEqual(
        left.map((route) => route.id).sort(),
        making.sort(),
        'each management route is asked for as another tenant above, or is in `making`, which says why it need not be',
      )
      assert.equal((await request('getCampaign', { headers: as('a'), params: { id } })).status, 200)
    },
  },
  {
    group,
    name: 'only: public mounts the tracking routes alone, only: manage the others',
    async run({ start }) {
      const manage = await start({ authorize: () => true })
      const { tokens } = await sendOne(manage)
      assert.equal((await manage.request('pixel', { params: { token: tokens.pixel } })).status, 200)
      const open = await start({ authorize: () => true, only: 'public' })
      assert.equal((await open.request('listCampaigns')).status, 404)
      assert.equal((await open.request('pixel', { params: { token: tokens.pixel } })).status, 200)
      const closed = await start({ authorize: () => true, only: 'manage' })
      assert.equal((await closed.request('pixel', { params: { token: tokens.pixel } })).status, 404)
      assert.equal((await closed.request('listCampaigns')).status, 200)
    },
  },
]
