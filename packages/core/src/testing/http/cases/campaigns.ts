import assert from 'node:assert/strict'
import { routes } from '../../../http/routes/index.ts'
import type { AdapterCase } from '../adapter-case.ts'
import { campaign, expectError, sendOne } from './fixtures.ts'

const group = 'campaigns'
const post = (body: unknown, headers: Record<string, string> = {}) => ({ method: 'POST', body, headers })

export const campaignCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a campaign is created, sent, listed, read and deleted',
    async run({ start }) {
      const mounted = await start()
      const { id } = await sendOne(mounted)
      const { request } = mounted
      const shown = (await request('getCampaign', { params: { id } })).json()
      assert.deepEqual([shown.status, shown.total, shown.sent, shown.subject], ['completed', 1, 1, 'Hello {{name}}'])
      const [listed] = (await request('listCampaigns')).json().items as unknown as Record<string, unknown>[]
      assert.equal(listed?.id, id)
      assert.ok(!('html' in (listed ?? {})))
      assert.equal((await request('deleteCampaign', { method: 'DELETE', params: { id } })).status, 204)
      expectError(await request('getCampaign', { params: { id } }), 404, 'not_found')
      expectError(await request('getStats', { params: { id } }), 404, 'not_found')
    },
  },
  {
    group,
    name: 'the same key returns the same campaign with 200',
    async run({ start }) {
      const { request } = await start()
      const first = await request('createCampaign', post(campaign({ key: 'k1', start: false })))
      const again = await request('createCampaign', post(campaign({ start: false }), { 'idempotency-key': 'k1' }))
      assert.deepEqual([first.status, again.status, again.json().id], [201, 200, first.json().id])
    },
  },
  {
    group,
    name: 'actions follow the states, and a wrong one is 409',
    async run({ start }) {
      const { request } = await start()
      const created = await request('createCampaign', post(campaign({ scheduledAt: '2099-01-01T00:00:00Z' })))
      const id = String(created.json().id)
      const act = (action: string, body?: unknown) =>
        request('controlCampaign', { method: 'POST', params: { id, action }, ...(body === undefined ? {} : { body }) })
      assert.equal(created.json().status, 'scheduled')
      const refused = await act('pause')
      expectError(refused, 409, 'wrong_status')
      assert.deepEqual(refused.json().error?.details, { status: 'scheduled' })
      assert.equal((await act('cancel')).json().status, 'cancelled')
      expectError(await act('start'), 409, 'wrong_status')
      expectError(await act('explode'), 404, 'not_found')
      expectError(
        await request('controlCampaign', { method: 'POST', params: { id: '0', action: 'start' } }),
        404,
        'not_found',
      )
    },
  },
  {
    group,
    name: 'a draft can be changed, its recipients too',
    async run({ start }) {
      const { request } = await start()
      const created = await request('createCampaign', post(campaign({ start: false })))
      const params = { id: String(created.json().id) }
      const patch = (body: unknown) => request('updateCampaign', { method: 'PATCH', params, body })
      const changed = await patch({
        name: 'Other',
        delayMs: 5,
        recipients: [{ email: 'b@example.org' }, { email: 'c@example.org' }, { email: 'B@example.org' }],
      })
      assert.equal(changed.status, 200, changed.text)
      const { name, total, delayMs, warnings } = changed.json() as never as {
        name: string
        total: number
        delayMs: number
        warnings: { code: string }[]
      }
      assert.deepEqual(
        [name, total, delayMs, warnings.map(({ code }) => code)],
        ['Other', 2, 5, ['base_url_not_https', 'missing_merge_field', 'recipients_duplicate']],
      )
      const rows = (await request('listMessages', { params })).json().items as unknown as { email: string }[]
      assert.deepEqual(
        rows.map((row) => row.email),
        ['b@example.org', 'c@example.org'],
      )
      const template = await request('createTemplate', post({ name: 'T', subject: 'From T', html: '<p>T</p>' }))
      const templateId = template.json().id
      assert.deepEqual(
        [
          (await patch({ template: templateId })).json().subject,
          (await patch({ name: 'Third' })).json().templateId,
          (await patch({ template: null })).json().templateId,
        ],
        ['From T', templateId, null],
      )
      expectError(await patch({ status: 'sending' }), 400, 'unknown_field', 'status')
      expectError(await patch({ recipients: { contactIds: ['99'] } }), 400, 'unknown_contact', 'recipients.contactIds')
      const itself = await patch({ recipients: { where: { planned: { campaignId: params.id } } } })
      expectError(itself, 400, 'invalid_field', 'recipients.where.planned.campaignId')
      assert.equal((await request('getCampaign', { params })).json().total, 2)
    },
  },
  {
    group,
    name: 'a preview merges data and warns; a test send reaches the address untracked',
    async run({ start }) {
      const mounted = await start()
      const { request } = mounted
      const shown = (
        await request(
          'previewContent',
          post({
            subject: 'Hi {{name}}',
            preheader: 'For {{name}}',
            html: '<a href="/x">{{nmae}}</a>',
            data: { name: '<b>' },
          }),
        )
      ).json() as never as {
        subject: string
        preheader: string
        html: string
        warnings: { code: string }[]
      }
      assert.deepEqual([shown.subject, shown.preheader], ['Hi <b>', 'For <b>'])
      assert.match(shown.html, /^<div style="display:none[^>]+>For &lt;b&gt;/)
      assert.ok(shown.warnings.some(({ code }) => code === 'relative_link'))
      const sent = await request(
        'sendTest',
        post({ to: 'me@example.org', subject: 'Try', html: '<a href="https://shop.example/">x</a>' }),
      )
      assert.equal(sent.status, 200, sent.text)
      assert.ok(mounted.mails()[0]?.includes('https://shop.example/'))
      assert.ok(!mounted.mails()[0]?.includes('/track/click/'))
    },
  },
  {
    group,
    name: 'messages are paged, searched, filtered and exported with formulas neutralised',
    async run({ start }) {
      const { request } = await start()
      const list = ['=cmd()', 'Élodie', 'Marc'].map((name, n) => ({
        email: `p${n}@example.org`,
        name,
        company: 'Port',
      }))
      const created = await request('createCampaign', post(campaign({ start: false, recipients: list })))
      const params = { id: String(created.json().id) }
      const page = async (query: Record<string, string>) =>
        (await request('listMessages', { params, query })).json() as never as {
          items: { name: string }[]
          next: string | null
        }
      const first = await page({ limit: '2' })
      const second = await page({ limit: '2', cursor: first.next ?? '' })
      assert.deepEqual([first.items.length, second.items.length, second.next], [2, 1, null])
      assert.deepEqual(
        (await page({ q: 'elo' })).items.map((row) => row.name),
        ['Élodie'],
      )
      assert.equal((await page({ status: 'queued' })).items.length, 3)
      const csv = await request('exportMessages', { params })
      assert.match(csv.headers.get('content-type') ?? '', /^text\/csv/)
      assert.ok(csv.text.includes("'=cmd()"), csv.text)
      expectError(
        await request('listMessages', { params, query: { cursor: 'made-up' } }),
        400,
        'invalid_cursor',
        'cursor',
      )
      expectError(await request('listMessages', { params, query: { limit: '201' } }), 400, 'invalid_field', 'limit')
      expectError(await request('listMessages', { params, query: { sort: 'magic' } }), 400, 'invalid_field', 'sort')
    },
  },
  {
    group,
    name: 'a new draft goes to those of an earlier campaign who received it and did not open',
    async run({ start }) {
      const mounted = await start()
      const list = [{ email: 'a@example.org' }, { email: 'b@example.org' }]
      const { id, tokens } = await sendOne(mounted, { recipients: list })
      await mounted.request('pixel', {
        params: { token: tokens.pixel },
        headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0' },
      })
      const where = { received: { campaignId: id }, not: { opened: { campaignId: id } } }
      const again = await mounted.request(
        'createCampaign',
        post(campaign({ name: 'Again', start: false, recipients: { where } })),
      )
      assert.deepEqual([again.status, again.json().total], [201, 1], again.text)
    },
  },
  {
    group,
    name: 'the OpenAPI document names every route in the wire names chosen',
    async run({ start, names }) {
      const { request } = await start()
      const { paths, openapi } = (await request('openapi')).json() as never as {
        openapi: string
        paths: Record<string, unknown>
      }
      assert.match(openapi, /^3\.1/)
      const documented = routes.filter(({ access }) => access !== 'ui').map(({ id }) => names.paths[id])
      for (const path of documented) assert.ok(path.replace(/:(\w+)/g, '{$1}') in paths, path)
    },
  },
]
