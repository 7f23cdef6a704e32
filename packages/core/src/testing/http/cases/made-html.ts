import assert from 'node:assert/strict'
import type { AdapterCase } from '../adapter-case.ts'
import { campaign, expectError } from './fixtures.ts'

const post = (body: unknown) => ({ method: 'POST', body })
const html = '<style>p{color:red}</style>{{> footer}}<p>{{name}}</p>'
const made = '<style>p{color:red}</style><p style="color:red">Port</p><p style="color:red">{{name}}</p>'

export const madeHtmlCases: readonly AdapterCase[] = [
  {
    group: 'made HTML',
    name: 'shared parts are put in and CSS is inlined wherever HTML is given, and refused without it',
    async run({ start }) {
      const { request, mails } = await start()
      const part = { name: 'F', subject: 's', html: '<p>Port</p>', key: 'footer' }
      assert.equal((await request('createTemplate', post(part))).status, 201)

      const template = (
        await request('createTemplate', post({ name: 'T', subject: 's', html, inlineCss: true }))
      ).json()
      assert.equal(template.html, made.replace('<p style="color:red">Port</p>', '{{> footer}}'))
      const input = { ...campaign(), html, inlineCss: true, start: false }
      const { id, html: stored } = (await request('createCampaign', post(input))).json()
      assert.equal(stored, made)
      const change = (body: unknown) => request('updateCampaign', { method: 'PATCH', params: { id: String(id) }, body })
      assert.equal((await change({ html })).json().html, made.replaceAll(' style="color:red"', ''))
      assert.equal((await change({ html, inlineCss: true })).json().html, made)
      expectError(await change({ inlineCss: true }), 400, 'invalid_field', 'inlineCss')
      const shown = await request(
        'previewContent',
        post({ subject: 's', html, inlineCss: true, data: { name: 'Zoé' } }),
      )
      assert.equal(shown.json().html, made.replace('{{name}}', 'Zoé'))
      const test = { subject: 's', html, inlineCss: true, to: 'ada@example.org', data: { name: 'Zoé' } }
      assert.equal((await request('sendTest', post(test))).status, 200)
      const sent = (mails()[0] ?? '').replaceAll('=\r\n', '')
      assert.match(sent, /<p style=3D"color:red">Port<\/p><p style=3D"color:red">Zo=C3=A9<\/p>/)
    },
  },
]
