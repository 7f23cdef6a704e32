import assert from 'node:assert/strict'
import type { CampaignStats } from '../../../domain/stats.ts'
import type { AdapterCase } from '../adapter-case.ts'
import { person, sendOne, tokensOf } from './fixtures.ts'

const group = 'consent'

export const consentCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a recipient withdraws tracking without unsubscribing, and mails already sent are not tracked any more',
    async run({ start }) {
      const mounted = await start()
      const { id, tokens } = await sendOne(mounted)
      const params = { token: tokens.preferences }
      assert.match(
        (await mounted.request('showPreferences', { params, headers: person })).text,
        /name="opens" value="on" checked/,
      )
      const saved = await mounted.request('preferences', {
        method: 'POST',
        params,
        body: new URLSearchParams({ clicks: 'on' }),
        headers: person,
      })
      assert.deepEqual(
        [
          saved.status,
          /name="opens" value="on" checked/.test(saved.text),
          /name="clicks" value="on" checked/.test(saved.text),
        ],
        [200, false, true],
      )
      await mounted.request('pixel', { params: { token: tokens.pixel }, headers: person })
      const stats = (await mounted.request('getStats', { params: { id } })).json() as never as CampaignStats
      assert.equal(stats.opens.total, 0)
      assert.deepEqual((await mounted.request('listSuppressions')).json().items, [])
    },
  },
  {
    group,
    name: 'what was withdrawn on the preferences page stays withdrawn in the next campaign, until a later consent is given',
    async run({ start }) {
      const mounted = await start()
      const consent = { opens: true, clicks: true, at: '2020-01-01T00:00:00Z', source: 'sign-up' }
      const list = (at: string) => ({
        recipients: [{ email: 'ada@example.org', consent: { ...consent, at } }],
      })
      const { tokens } = await sendOne(mounted, list(consent.at))
      const params = { token: tokens.preferences }
      await mounted.request('preferences', { method: 'POST', params, body: new URLSearchParams(), headers: person })
      await sendOne(mounted, list(consent.at))
      await sendOne(mounted, list('2999-01-01T00:00:00Z'))
      const measured = mounted.mails().map((mail) => [tokensOf(mail).pixel !== '', tokensOf(mail).clicks.length > 0])
      assert.deepEqual(measured, [
        [true, true],
        [false, false],
        [true, true],
      ])
    },
  },
]
