import assert from 'node:assert/strict'
import type { AdapterCase } from '../adapter-case.ts'
import { campaign, expectError } from './fixtures.ts'

const group = 'sending hours'
const post = (body: unknown) => ({ method: 'POST', body })
const hours = { from: '09:00', to: '18:00', timeZone: 'Europe/Paris' }
const draft = { start: false }

export const sendingHoursCases: readonly AdapterCase[] = [
  {
    group,
    name: 'hours are answered as given, in a fixed zone, over midnight, and by the clock of each recipient',
    async run({ start }) {
      const { request } = await start()
      for (const given of [
        hours,
        { ...hours, days: ['mon', 'sun'] },
        { ...hours, from: '22:30', to: '06:00' },
        { ...hours, from: '00:00', to: '24:00' },
        { ...hours, timeZone: '{{timeZone}}' },
        { ...hours, timeZone: '{{timeZone}}', fallbackTimeZone: 'America/New_York' },
      ]) {
        const created = await request('createCampaign', post({ ...campaign(), ...draft, hours: given }))
        assert.deepEqual([created.status, created.json().hours], [201, given], created.text)
      }
    },
  },
  {
    group,
    name: 'hours that no clock can follow are refused with their field, and with what is expected',
    async run({ start }) {
      const { request } = await start()
      const cases: [string, Record<string, unknown>, RegExp][] = [
        ['hours.from', { from: '9:00' }, /from 00:00 to 23:59/],
        ['hours.from', { from: '24:00' }, /from 00:00 to 23:59/],
        ['hours.to', { to: '24:01' }, /from 00:00 to 24:00/],
        ['hours.to', { to: '18:60' }, /from 00:00 to 24:00/],
        ['hours.to', { to: '09:00' }, /another time than from, got 09:00/],
        ['hours.days', { days: [] }, /at least one day/],
        ['hours.days', { days: ['mon', 'mon'] }, /each day once/],
        ['hours.days[0]', { days: ['monday'] }, /mon/],
        ['hours.timeZone', { timeZone: 'Mars/Base' }, /such as Europe\/Paris.*got Mars\/Base/],
        ['hours.timeZone', { timeZone: '{{zone}}' }, /or \{\{timeZone\}\}, got \{\{zone\}\}/],
        ['hours.fallbackTimeZone', { fallbackTimeZone: 'UTC' }, /fixed time zone/],
        ['hours.fallbackTimeZone', { timeZone: '{{timeZone}}', fallbackTimeZone: 'Mars/Base' }, /got Mars\/Base/],
      ]
      for (const [field, changes, message] of cases) {
        const body = { ...campaign(), ...draft, hours: { ...hours, ...changes } }
        const refused = await request('createCampaign', post(body))
        expectError(refused, 400, 'invalid_field', field)
        assert.match(refused.json().error?.message ?? '', message)
      }
      const unknown = { ...campaign(), ...draft, hours: { ...hours, zone: 'UTC' } }
      expectError(await request('createCampaign', post(unknown)), 400, 'unknown_field', 'hours.zone')
    },
  },
  {
    group,
    name: 'notAfter is later than scheduledAt, when it is created and when either is changed',
    async run({ start }) {
      const { request } = await start()
      const scheduledAt = '2099-01-01T08:00:00Z'
      for (const notAfter of [scheduledAt, '2098-12-31T00:00:00Z']) {
        const refused = await request('createCampaign', post({ ...campaign(), scheduledAt, notAfter }))
        expectError(refused, 400, 'invalid_field', 'notAfter')
      }
      const body = { ...campaign(), scheduledAt, notAfter: '2099-01-01T10:00:00+01:00' }
      const created = await request('createCampaign', post(body))
      assert.deepEqual([created.status, created.json().notAfter], [201, '2099-01-01T09:00:00.000Z'])
      const params = { id: String(created.json().id) }
      const patch = (change: unknown) => request('updateCampaign', { method: 'PATCH', params, body: change })
      expectError(await patch({ scheduledAt: '2099-01-01T09:00:00Z' }), 400, 'invalid_field', 'notAfter')
      expectError(await patch({ notAfter: '2099-01-01T07:00:00Z' }), 400, 'invalid_field', 'notAfter')
      assert.equal((await patch({ notAfter: null, scheduledAt: '2099-01-01T09:00:00Z' })).status, 200)
    },
  },
]
