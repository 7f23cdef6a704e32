import assert from 'node:assert/strict'
import type { Directory } from '../../../recipients/directory.ts'
import type { AdapterCase } from '../adapter-case.ts'
import { expectError } from './fixtures.ts'

const group = 'directory'

export const directoryCases: readonly AdapterCase[] = [
  {
    group,
    name: 'contacts are created, searched, edited and deleted; an address is stored once',
    async run({ start }) {
      const { request } = await start()
      const add = (body: unknown) => request('createContact', { method: 'POST', body })
      const created = await add({ email: 'Zoe@example.org', name: 'Zoé', company: 'Port', tags: ['vip'] })
      assert.equal(created.status, 201, created.text)
      const params = { id: String(created.json().id) }
      expectError(await add({ email: 'zoe@EXAMPLE.org' }), 409, 'duplicate', 'email')
      expectError(await add({ email: 'nobody' }), 400, 'invalid_address', 'email')
      const found = (await request('listContacts', { query: { q: 'zoe', company: 'Port', tag: 'vip' } })).json()
      assert.equal(found.total, 1)
      const tags = async (q: string) => (await request('listTags', { query: { q } })).json().items as unknown
      assert.deepEqual([await tags('VI'), await tags('x')], [[{ tag: 'vip', contacts: 1 }], []])
      const edited = await request('updateContact', {
        method: 'PATCH',
        params,
        body: { company: null, data: { city: 'Brest' } },
      })
      assert.deepEqual([edited.json().company, edited.json().data], [null, { city: 'Brest' }])
      assert.equal((await request('deleteContact', { method: 'DELETE', params })).status, 204)
      expectError(await request('getContact', { params }), 404, 'not_found')
    },
  },
  {
    group,
    name: 'a directory of the host’s offers its own tags, and no companies where it has no list of them',
    async run({ start }) {
      const asked: unknown[] = []
      const directory: Directory = {
        search: async () => ({ items: [], next: null, total: 0 }),
        resolve: async () => [],
        async tags(query) {
          asked.push(query)
          return { items: [{ tag: 'press', contacts: 2 }], next: 'more' }
        },
      }
      const { request } = await start({ authorize: () => true }, { directory })
      const { status, json } = await request('listTags', { query: { q: 'p', limit: '1', cursor: 'here' } })
      assert.deepEqual([status, json()], [200, { items: [{ tag: 'press', contacts: 2 }], next: 'more' }])
      assert.deepEqual(asked, [{ q: 'p', limit: 1, cursor: 'here', owner: undefined }])
      assert.deepEqual((await request('listCompanies')).json(), { items: [], next: null })
    },
  },
  {
    group,
    name: 'a CSV file is imported and reported line by line',
    async run({ start }) {
      const { request } = await start()
      const body = 'email;nom complet;entreprise\na@example.org;Ada;Port\nbroken;B;Port\nA@example.org;Ada;Port\n'
      const report = await request('importContacts', { method: 'POST', body, headers: { 'content-type': 'text/csv' } })
      assert.equal(report.status, 200, report.text)
      const { accepted, duplicates, invalid } = report.json() as never as {
        accepted: number
        duplicates: { line: number }[]
        invalid: { line: number }[]
      }
      assert.deepEqual([accepted, duplicates.map(({ line }) => line), invalid.map(({ line }) => line)], [1, [4], [3]])
      const companies = (await request('listCompanies')).json().items as unknown
      assert.deepEqual(companies, [{ company: 'Port', contacts: 1 }])
      expectError(await request('importContacts', { method: 'POST', body: { a: 1 } }), 415, 'unsupported_media_type')
    },
  },
  {
    group,
    name: 'templates are created, changed, put by key and deleted; one that cannot be read is refused',
    async run({ start }) {
      const { request } = await start()
      const body = { name: 'Invite', subject: 'Come, {{name}}', preheader: 'Doors open', html: '<p>Hi</p>' }
      const created = await request('createTemplate', { method: 'POST', body })
      assert.equal(created.status, 201, created.text)
      const params = { id: String(created.json().id) }
      const changed = await request('updateTemplate', { method: 'PATCH', params, body: { subject: 'New' } })
      const { subject, preheader, html } = changed.json()
      assert.deepEqual([subject, preheader, html], ['New', 'Doors open', '<p>Hi</p>'])
      const cleared = await request('updateTemplate', { method: 'PATCH', params, body: { preheader: null } })
      assert.equal(cleared.json().preheader, null)
      const put = (subject: string) =>
        request('putTemplate', { method: 'PUT', params: { id: 'welcome' }, body: { ...body, subject } })
      const puts = [await put('One'), await put('One'), await put('Two')]
      assert.deepEqual(
        puts.map((answer) => [answer.status, answer.json().revision, answer.json().subject]),
        [
          [201, 1, 'One'],
          [200, 1, 'One'],
          [200, 2, 'Two'],
        ],
      )
      assert.equal((await request('getTemplate', { params: { id: 'welcome' } })).json().key, 'welcome')
      expectError(await request('putTemplate', { method: 'PUT', params, body }), 400, 'invalid_field', 'key')
      assert.equal(
        (await request('createTemplate', { method: 'POST', body: { ...body, html: '{{#open}}' } })).status,
        400,
      )
      const unread = await request('createTemplate', { method: 'POST', body: { ...body, preheader: '{{#open}}' } })
      expectError(unread, 400, 'invalid_template', 'preheader')
      assert.equal((await request('deleteTemplate', { method: 'DELETE', params })).status, 204)
      expectError(await request('getTemplate', { params }), 404, 'not_found')
    },
  },
  {
    group,
    name: 'a suppressed address is skipped when a campaign is planned, and can be lifted',
    async run({ start }) {
      const { request } = await start()
      const added = await request('createSuppression', { method: 'POST', body: { email: 'No@example.org' } })
      assert.equal(added.status, 201, added.text)
      const again = await request('createSuppression', { method: 'POST', body: { email: 'no@example.org' } })
      assert.equal(again.json().id, added.json().id)
      const made = await request('createCampaign', {
        method: 'POST',
        body: {
          name: 'n',
          subject: 's',
          html: '<p>x</p>',
          start: false,
          recipients: [{ email: 'no@example.org' }, { email: 'yes@example.org' }],
        },
      })
      assert.deepEqual([made.json().total, made.json().skipped, made.json().queued], [2, 1, 1])
      assert.equal(
        (await request('deleteSuppression', { method: 'DELETE', params: { id: String(added.json().id) } })).status,
        204,
      )
      assert.deepEqual((await request('listSuppressions')).json().items, [])
    },
  },
]
