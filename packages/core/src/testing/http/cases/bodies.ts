import assert from 'node:assert/strict'
import type { AdapterCase } from '../adapter-case.ts'
import { campaign, expectError } from './fixtures.ts'

const group = 'bodies'
const post = (body: unknown, headers: Record<string, string> = {}) => ({ method: 'POST', body, headers })
const json = { 'content-type': 'application/json' }

const past = (campaignId: string) => ({ campaignId })

/** Each is refused with this code and field, and nothing is stored. */
const bad: readonly [string, Record<string, unknown>, string, string | undefined][] = [
  ['no recipients', { recipients: undefined }, 'missing_recipients', 'recipients'],
  ['an empty list', { recipients: [] }, 'missing_recipients', 'recipients'],
  ['recipients that are null', { recipients: null }, 'invalid_field', 'recipients'],
  ['recipients that are text', { recipients: 'a@example.org' }, 'invalid_field', 'recipients'],
  ['a list in an object', { recipients: { list: [] } }, 'unknown_field', 'recipients.list'],
  ['a segment that is a list', { recipients: { where: [] } }, 'invalid_field', 'recipients.where'],
  [
    'an earlier campaign that is not there',
    { recipients: { where: { opened: past('999') } } },
    'invalid_field',
    'recipients.where.opened.campaignId',
  ],
  [
    'several of which one is not there, in a part of a part',
    { recipients: { where: { any: [{}, { not: { clicked: { campaignId: ['999'] } } }] } } },
    'invalid_field',
    'recipients.where.any[1].not.clicked.campaignId[0]',
  ],
  [
    'campaigns and the newest ones',
    { recipients: { where: { opened: { campaignId: '1', last: 1 } } } },
    'invalid_field',
    'recipients.where.opened',
  ],
  ['no campaigns', { recipients: { where: { opened: {} } } }, 'invalid_field', 'recipients.where.opened'],
  [
    'a list without campaigns',
    { recipients: { where: { opened: { campaignId: [] } } } },
    'invalid_field',
    'recipients.where.opened.campaignId',
  ],
  [
    'something that is no id',
    { recipients: { where: { opened: { campaignId: ['1', 'x'] } } } },
    'invalid_field',
    'recipients.where.opened.campaignId[1]',
  ],
  [
    'the newest none',
    { recipients: { where: { opened: { last: 0 } } } },
    'invalid_field',
    'recipients.where.opened.last',
  ],
  [
    'too many of the newest',
    { recipients: { where: { not: { opened: { last: 101 } } } } },
    'invalid_field',
    'recipients.where.not.opened.last',
  ],
  [
    'a URL that was opened',
    { recipients: { where: { opened: { last: 1, url: 'https://example.org/' } } } },
    'unknown_field',
    'recipients.where.opened.url',
  ],
  [
    'a part of a segment that there is not',
    { recipients: { where: { open: past('1') } } },
    'unknown_field',
    'recipients.where.open',
  ],
  ['an unknown template', { html: undefined, template: '99' }, 'unknown_template', 'template'],
  [
    'a broken address',
    { recipients: [{ email: 'ok@example.org' }, { email: 'broken@@example' }] },
    'invalid_address',
    'recipients[1].email',
  ],
  ['a negative delay', { delayMs: -1 }, 'invalid_field', 'delayMs'],
  ['a delay that is text', { delayMs: '20' }, 'invalid_field', 'delayMs'],
  ['a preheader with a line break', { preheader: 'a\r\nb' }, 'invalid_header', 'preheader'],
  ['an unclosed section in the preheader', { preheader: '{{#a}}' }, 'invalid_template', 'preheader'],
  ['a subject with a line break', { subject: 'a\r\nBcc: b@example.org' }, 'invalid_header', 'subject'],
  ['HTML over the limit', { html: `<p>${'x'.repeat(1_000_001)}</p>` }, 'html_too_large', 'html'],
  ['text over the limit', { text: 'x'.repeat(1_000_001) }, 'html_too_large', 'text'],
  ['no content', { html: undefined }, 'missing_content', 'html'],
  ['HTML and a template', { template: '1' }, 'invalid_field', 'template'],
  ['an unknown field', { dleayMs: 3 }, 'unknown_field', 'dleayMs'],
  [
    'an unknown field deep inside',
    { recipients: [{ email: 'a@example.org', nom: 'x' }] },
    'unknown_field',
    'recipients[0].nom',
  ],
  ['a reserved header', { headers: { Bcc: 'x@example.org' } }, 'invalid_field', 'headers.Bcc'],
  ['an unclosed section', { html: '<p>{{#a}}</p>' }, 'invalid_template', 'html'],
  ['two senders', { from: 'a@example.org, b@example.org' }, 'invalid_address', 'from'],
  ['a burst above its limit', { limits: { perSecond: 2, burst: 5 } }, 'invalid_field', 'limits.burst'],
  ['text that is not a time', { scheduledAt: 'tomorrow' }, 'invalid_field', 'scheduledAt'],
  ['an unknown contact', { recipients: { contactIds: ['999'] } }, 'unknown_contact', 'recipients.contactIds'],
]

export const bodyCases: readonly AdapterCase[] = [
  ...bad.map(
    ([what, more, code, field]): AdapterCase => ({
      group,
      name: `${what} is a 400 that names the field, and nothing is stored`,
      async run({ start }) {
        const { request } = await start()
        expectError(await request('createCampaign', post(campaign(more))), 400, code, field)
        assert.deepEqual((await request('listCampaigns')).json().items, [])
      },
    }),
  ),
  {
    group,
    name: 'invalid JSON, a list where an object belongs, and no body at all are 400',
    ownBody: true,
    async run({ start }) {
      const { request } = await start()
      expectError(await request('createCampaign', post('{"name":', json)), 400, 'invalid_json')
      expectError(await request('createCampaign', post('[]', json)), 400, 'invalid_json')
      expectError(await request('createCampaign', post('', json)), 400, 'invalid_json')
    },
  },
  {
    group,
    name: 'forms and plain text cannot create anything',
    async run({ start }) {
      const { request } = await start()
      const form = new FormData()
      form.set('name', 'x')
      for (const body of [new URLSearchParams({ name: 'x' }), form, JSON.stringify(campaign())]) {
        const headers: Record<string, string> = typeof body === 'string' ? { 'content-type': 'text/plain' } : {}
        expectError(await request('createCampaign', post(body, headers)), 415, 'unsupported_media_type')
      }
      assert.deepEqual((await request('listCampaigns')).json().items, [])
    },
  },
  {
    group,
    name: 'a page of another origin cannot start a campaign with an empty request',
    async run({ start }) {
      const { request } = await start()
      const created = await request('createCampaign', post(campaign({ start: false })))
      const params = { id: String(created.json().id), action: 'start' }
      for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }] as Record<
        string,
        string
      >[]) {
        expectError(
          await request('controlCampaign', { method: 'POST', params, headers }),
          415,
          'unsupported_media_type',
        )
      }
      assert.equal((await request('getCampaign', { params })).json().status, 'draft')
      assert.equal((await request('controlCampaign', { method: 'POST', params })).status, 200)
    },
  },
  {
    group,
    name: 'a body over 16 MB is 413',
    ownBody: true,
    async run({ start }) {
      const { request } = await start()
      const answer = await request('createCampaign', post(`{"name":"${'x'.repeat(17 * 1024 * 1024)}"}`, json)).catch(
        (error: Error) => error,
      )
      // A server may close the connection while the client still writes; then there is no answer to read, and nothing
      // was stored either.
      if (!(answer instanceof Error)) expectError(answer, 413, 'body_too_large')
      assert.deepEqual((await request('listCampaigns')).json().items, [])
    },
  },
]
