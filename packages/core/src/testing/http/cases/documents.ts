import assert from 'node:assert/strict'
import type { AdapterCase } from '../adapter-case.ts'
import { campaign, expectError } from './fixtures.ts'

const group = 'documents'
const post = (body: unknown) => ({ method: 'POST', body })
const paragraph = (...content: object[]) => ({ type: 'paragraph', content })
const words = (text: string) => ({ type: 'text', text })
const documentOf = (...content: object[]) => ({
  version: 1,
  kind: 'blocks',
  content: [paragraph(...content), { type: 'footer', content: [paragraph(words('Port de Brest'))] }],
})
const hello = documentOf(words('Hello <'), { type: 'field', attrs: { name: 'name', fallback: 'you' } })
const { html: _html, ...noContent } = campaign()
const draft = { ...noContent, start: false }

export const documentCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a campaign is made of a document, keeps it through other changes, and loses it for HTML',
    async run({ start }) {
      const { request } = await start()
      const created = await request('createCampaign', post({ ...draft, document: hello }))
      assert.equal(created.status, 201, created.text)
      const { id, html, text, document } = created.json()
      assert.deepEqual(document, hello)
      assert.match(String(html), /Hello &lt;\{\{name\}\}\{\{\^name\}\}you\{\{\/name\}\}/)
      assert.match(String(text), /^Hello <\{\{name\}\}[\s\S]*Port de Brest\nUnsubscribe: \{\{unsubscribeUrl\}\}/)
      const change = (body: unknown) => request('updateCampaign', { method: 'PATCH', params: { id: String(id) }, body })

      const renamed = (await change({ name: 'Other', subject: 'Own' })).json()
      assert.deepEqual([renamed.document, renamed.html, renamed.warnings], [hello, html, created.json().warnings])
      const changed = (await change({ document: documentOf(words('Anew')) })).json()
      assert.match(String(changed.html), />Anew</)
      assert.deepEqual(changed.document, documentOf(words('Anew')))
      expectError(await change({ document: null }), 400, 'invalid_field', 'document')
      expectError(await change({ document: hello, html: '<p>x</p>' }), 400, 'invalid_field', 'document')
      const dropped = (await change({ html: '<p>own</p>', text: null })).json()
      assert.deepEqual([dropped.document, dropped.html, dropped.text], [null, '<p>own</p>', null])
      type Warned = { warnings?: { code: string }[] }
      const codes = (answer: object) => ((answer as Warned).warnings ?? []).map(({ code }) => code)
      assert.ok(codes(dropped).includes('document_dropped'))
      assert.ok(!codes((await change({ name: 'Third' })).json()).includes('document_dropped'))
    },
  },
  {
    group,
    name: 'what is wrong in a document is refused by its place, and what an author should know is a warning',
    async run({ start }) {
      const { request } = await start()
      const routes = ['createCampaign', 'previewContent', 'sendTest', 'createTemplate'] as const
      const bodies = {
        createCampaign: draft,
        previewContent: {},
        sendTest: { to: 'ada@example.org', subject: 'S' },
        createTemplate: { name: 'T', subject: 'S' },
      }
      const wrong = documentOf({ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'javascript:x' } }] })
      const place = 'document.content[0].content[0].marks[0].attrs.href'
      for (const route of routes) {
        expectError(await request(route, post({ ...bodies[route], document: wrong })), 400, 'invalid_field', place)
        const both = { ...bodies[route], document: hello, html: '<p>x</p>' }
        expectError(await request(route, post(both)), 400, 'invalid_field', 'document')
      }
      const { content } = hello
      const lacking = {
        ...hello,
        content: [{ type: 'button', attrs: { href: '' }, content: [words('Go')] }, ...content],
      }
      const preview = (await request('previewContent', post({ document: lacking, data: { name: 'Ada' } }))).json()
      assert.match(String(preview.html), /Hello &lt;Ada/)
      assert.match(String(preview.text), /Hello <Ada/)
      const warnings: { code: string; subject?: string }[] = preview.warnings ?? []
      const found = warnings.find(({ code }) => code === 'button_without_link')
      assert.equal(found?.subject, 'Go')
    },
  },
  {
    group,
    name: 'words in a designer’s HTML are put into it, and kept beside it',
    async run({ start }) {
      const { request } = await start()
      const source = '<h1 data-edit="title" data-edit-max="5" style="color:red">Old</h1><p>Dear {{name}}</p>'
      const regions = { version: 1, kind: 'regions', source, values: { title: { content: [words('Anew {{x}}')] } } }
      const created = await request('createCampaign', post({ ...draft, document: regions }))
      assert.equal(created.status, 201, created.text)
      const { html, text, document } = created.json()
      assert.deepEqual([document, text], [regions, null])
      assert.equal(html, '<h1 style="color:red">Anew &#123;&#123;x&#125;&#125;</h1><p>Dear {{name}}</p>')
      const warnings: { code: string; subject?: string }[] = created.json().warnings ?? []
      assert.equal(warnings.find(({ code }) => code === 'long_words')?.subject, 'title')
      const wrong = { ...regions, values: { title: { html: '<b>x</b>' } } }
      const refused = await request('createTemplate', post({ name: 'T', subject: 'S', document: wrong }))
      expectError(refused, 400, 'unknown_field', 'document.values.title.html')
    },
  },
  {
    group,
    name: 'a template is made of a document, put, changed and used',
    async run({ start }) {
      const { request } = await start()
      const template = { name: 'T', subject: 'Hello {{name}}', document: hello }
      const created = (await request('createTemplate', post({ key: 'hello', ...template }))).json()
      assert.deepEqual(created.document, hello)
      const listed: object[] = (await request('listTemplates', {})).json().items ?? []
      assert.deepEqual(
        listed.map((item) => ['html' in item, 'document' in item]),
        [[false, false]],
      )
      const params = { id: 'hello' }
      const put = await request('putTemplate', { method: 'PUT', params, body: template })
      assert.deepEqual([put.json().revision, put.json().document], [1, hello])
      const used = (await request('createCampaign', post({ ...draft, subject: undefined, template: 'hello' }))).json()
      assert.deepEqual([used.subject, used.document, used.html], ['Hello {{name}}', hello, created.html])
      const change = (body: unknown) => request('updateTemplate', { method: 'PATCH', params, body })
      assert.deepEqual((await change({ name: 'T2' })).json().document, hello)
      const anew = (await change({ document: documentOf(words('Anew')) })).json()
      assert.match(String(anew.html), />Anew</)
      const own = (await change({ html: '<p>own</p>', text: null })).json()
      assert.deepEqual([own.document, own.html, own.text], [null, '<p>own</p>', null])
    },
  },
]
