import assert from 'node:assert/strict'
import type { CampaignOptions } from '../../../domain/campaign.ts'
import type { AdapterCase } from '../adapter-case.ts'
import { campaign, expectError } from './fixtures.ts'

const group = 'edits'
/** Names every option, so that a new one does not compile until it is in the case. */
type EveryOption = Record<keyof CampaignOptions, unknown> & Record<string, unknown>
const post = (body: unknown) => ({ method: 'POST', body })

export const editCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a campaign is answered as it was created, a change takes each field as it was answered, and null clears it',
    async run({ start }) {
      const { request } = await start()
      const given = {
        preheader: 'Doors open at nine, {{name}}',
        replyTo: ['desk@example.org', 'Hall <hall@example.org>'],
        text: 'Hello',
        delayMs: 5,
        jitterMs: 2,
        limits: { perHour: 100 },
        concurrency: 2,
        headers: { 'X-Fair': 'spring' },
        tracking: { opens: false },
        topic: 'fairs',
        onUnknown: 'resend',
        transport: 'default',
        hours: {
          from: '22:00',
          to: '06:00',
          days: ['fri', 'sat'],
          timeZone: '{{timeZone}}',
          fallbackTimeZone: 'Europe/Paris',
        },
        notAfter: '2099-02-01T00:00:00.000Z',
        scheduledAt: '2099-01-01T00:00:00.000Z',
      } satisfies EveryOption
      const empty = {
        preheader: null,
        replyTo: [],
        text: null,
        delayMs: 0,
        jitterMs: 0,
        limits: {},
        concurrency: null,
        headers: {},
        tracking: {},
        topic: null,
        onUnknown: 'hold',
        transport: null,
        hours: null,
        notAfter: null,
        scheduledAt: null,
      } satisfies EveryOption
      const answered = (of: Record<string, unknown>, names: string[]) =>
        Object.fromEntries(names.map((name) => [name, of[name]]))
      for (const expected of [given, empty]) {
        const extra = expected === given ? given : { start: false }
        const shown: Record<string, unknown> = (
          await request('createCampaign', post({ ...campaign(), ...extra }))
        ).json()
        assert.deepEqual(answered(shown, Object.keys(expected)), expected)
        const names = [...Object.keys(expected), 'name', 'subject', 'from', 'html']
        for (const name of names) {
          const body = { [name]: shown[name] }
          const changed = await request('updateCampaign', { method: 'PATCH', params: { id: String(shown.id) }, body })
          assert.equal(changed.status, 200, `${name}: ${changed.text}`)
          assert.deepEqual(answered(changed.json(), names), answered(shown, names), name)
        }
        for (const name of Object.keys(empty)) {
          const body = { [name]: null }
          const cleared = await request('updateCampaign', { method: 'PATCH', params: { id: String(shown.id) }, body })
          assert.equal(cleared.status, 200, `${name}: ${cleared.text}`)
          assert.deepEqual(cleared.json()[name], empty[name as keyof typeof empty], name)
        }
        for (const name of ['name', 'subject', 'html']) {
          const body = { [name]: null }
          const refused = await request('updateCampaign', { method: 'PATCH', params: { id: String(shown.id) }, body })
          expectError(refused, 400, 'invalid_field', name)
        }
      }
    },
  },
  {
    group,
    name: 'an edit of a campaign or template names the revision it was made from, in its body or by If-Match',
    async run({ start }) {
      const { request } = await start()
      const content = { name: 'T', subject: 'S', html: '<p>T</p>' }
      const made = {
        updateCampaign: await request('createCampaign', post(campaign({ start: false }))),
        updateTemplate: await request('createTemplate', post(content)),
      }
      for (const route of ['updateCampaign', 'updateTemplate'] as const) {
        const params = { id: String(made[route].json().id) }
        const read = async () =>
          (await request(route === 'updateCampaign' ? 'getCampaign' : 'getTemplate', { params })).json()
        const edit = (subject: string, more: object = {}, headers: Record<string, string> = {}) => {
          return request(route, { method: 'PATCH', params, body: { subject, ...more }, headers })
        }
        const revisions = [made[route], await edit('b'), await edit('c', { ifRevision: 2 })]
        revisions.push(await edit('d', {}, { 'if-match': '"3"' }))
        revisions.push(
          await edit('e', { ifRevision: 4 }, { 'if-match': '"4"' }),
          await edit('f', {}, { 'if-match': '*' }),
        )
        assert.deepEqual(
          revisions.map((answer) => answer.json().revision),
          [1, 2, 3, 4, 5, 6],
        )
        const before = await read()
        expectError(await edit('x', { ifRevision: 5 }), 409, 'edit_conflict', 'ifRevision')
        expectError(await edit('x', {}, { 'if-match': '"7"' }), 409, 'edit_conflict', 'ifRevision')
        for (const [ifRevision, header] of [
          [5, '"6"'],
          [6, '"5"'],
          [6, 'W/"6"'],
          [undefined, '6'],
          [undefined, '"0"'],
          [undefined, '"6", "7"'],
          [0, undefined],
          ['6', undefined],
          [1.5, undefined],
        ] as const) {
          const answer = await edit(
            'x',
            ifRevision === undefined ? {} : { ifRevision },
            header && { 'if-match': header },
          )
          expectError(answer, 400, 'invalid_field', 'ifRevision')
        }
        assert.deepEqual(await read(), before)
      }
    },
  },
]
