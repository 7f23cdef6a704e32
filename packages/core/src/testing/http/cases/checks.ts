import assert from 'node:assert/strict'
import type { ContentCheck } from '../../../domain/finding.ts'
import type { AdapterCase } from '../adapter-case.ts'
import { campaign, expectError } from './fixtures.ts'

const group = 'checks'

export const checkCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a check answers what is wrong with content and what its recipients lack, and stores nothing',
    async run({ start }) {
      const { request, mails } = await start()
      const check = async (body: object) => {
        const answer = await request('checkContent', { method: 'POST', body })
        assert.equal(answer.status, 200, answer.text)
        const { findings, checked } = answer.json() as never as ContentCheck
        const ofContent = findings.filter(({ code }) => code !== 'base_url_not_https')
        return { checked, findings: ofContent.map(({ level, code, field, line }) => [level, code, field, line]) }
      }
      const out = '<a href="{{unsubscribeUrl}}">x</a>'
      const body = { subject: 'S', html: `${out}\n{{name}}` }
      assert.deepEqual(await check(body), { checked: null, findings: [] })
      assert.deepEqual(await check({ ...body, html: '<p>{{#a}}' }), {
        checked: null,
        findings: [['error', 'invalid_template', 'html', undefined]],
      })
      const recipients = [{ email: 'ada@example.org', name: 'Ada' }, { email: 'bob@example.org' }]
      const draft = await request('createCampaign', {
        method: 'POST',
        body: campaign({ ...body, recipients, start: false }),
      })
      const lacking = { findings: [['warning', 'missing_merge_field', 'html', 2]] }
      const ofCampaign = { checked: { of: 2, atMost: 10_000 }, ...lacking }
      assert.deepEqual(await check({ campaignId: draft.json().id }), ofCampaign)
      for (const { name, email } of recipients)
        await request('createContact', { method: 'POST', body: { email, ...(name === undefined ? {} : { name }) } })
      assert.deepEqual(await check({ ...body, recipients: { where: {} } }), ofCampaign)

      const refused = (asked: object) => request('checkContent', { method: 'POST', body: asked })
      expectError(await refused({ campaignId: '999999' }), 404, 'not_found')
      expectError(await refused({ ...body, recipients: [] }), 400, 'invalid_field', 'recipients')
      expectError(
        await refused({ ...body, recipients: { where: { tags: 'x' } } }),
        400,
        'unknown_field',
        'recipients.where.tags',
      )
      expectError(await refused({ ...body, x: 1 }), 400, 'unknown_field', 'x')
      assert.deepEqual(mails(), [])
      assert.equal(((await request('listCampaigns')).json().items as never as unknown[]).length, 1)
    },
  },
]
