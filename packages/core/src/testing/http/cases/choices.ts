import assert from 'node:assert/strict'
import type { AdapterCase } from '../adapter-case.ts'
import { person, sendOne } from './fixtures.ts'

const group = 'choices'

export const choiceCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a recipient whose suppression was lifted can unsubscribe again, by the page and by one click, and counts once',
    async run({ start }) {
      const mounted = await start()
      const { id, tokens } = await sendOne(mounted, { topic: 'news' })
      const params = { token: tokens.unsubscribe }
      const shows = async () =>
        (await mounted.request('showUnsubscribe', { params, headers: person })).text.includes('method="post"')
      const held = async () => (await mounted.sillage.suppressions.list()).items
      for (const body of [new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), undefined, undefined]) {
        assert.equal(await shows(), true, 'the page has its button')
        for (const answer of [
          await mounted.request('unsubscribe', { method: 'POST', params, ...(body === undefined ? {} : { body }) }),
          await mounted.request('unsubscribe', { method: 'POST', params }),
        ])
          assert.equal(answer.status, 200)
        assert.equal(await shows(), false, 'the page says that it is done')
        const [suppression, ...more] = await held()
        assert.deepEqual(
          [suppression?.email, suppression?.topic, suppression?.reason, more],
          ['ada@example.org', 'news', 'unsubscribe', []],
        )
        await mounted.sillage.suppressions.delete(suppression?.id ?? '')
      }
      assert.equal((await mounted.sillage.campaigns.stats(id)).unsubscribes, 1)
      const [message] = (await mounted.sillage.messages.list({ campaignId: id })).items
      const { items } = await mounted.sillage.messages.events(message?.id ?? '')
      assert.equal(
        items.filter((event) => event.type === 'unsubscribe').length,
        3,
        'one for each that changed something',
      )
      assert.deepEqual(await mounted.sillage.maintenance.recount(id), {})
    },
  },
  {
    group,
    name: 'a mail whose campaign was deleted still opts out, by the page and by one click, and the next campaign leaves the person out',
    async run({ start }) {
      for (const [topic, query] of [
        ['news', { by: 'page' }],
        ['offers', {}],
      ] as const) {
        const mounted = await start()
        const { id, tokens } = await sendOne(mounted, { topic })
        const params = { token: tokens.unsubscribe }
        await mounted.sillage.campaigns.delete(id)
        const shown = await mounted.request('showUnsubscribe', { params, headers: person })
        assert.deepEqual([shown.status, shown.text.includes('method="post"')], [200, true])
        for (let time = 0; time < 2; time++)
          assert.equal((await mounted.request('unsubscribe', { method: 'POST', params, query })).status, 200)
        const next = { name: 'next', subject: 's', html: 'x', topic, recipients: [{ email: 'ada@example.org' }] }
        const { total, skipped } = await mounted.sillage.campaigns.create({ ...next, start: false })
        assert.deepEqual([total, skipped], [1, 1])
        const preferences = await mounted.request('showPreferences', { params: { token: tokens.preferences } })
        assert.equal(preferences.status, 410)
      }
    },
  },
  {
    group,
    name: 'a complaint or a bounce after a suppression was lifted suppresses again',
    async run({ start }) {
      const mounted = await start()
      const { id } = await sendOne(mounted)
      const { sillage } = mounted
      const [message] = (await sillage.messages.list({ campaignId: id })).items
      const messageId = message?.id ?? ''
      const bounce = { permanent: true, error: { kind: 'address', message: 'no such user' } } as const
      for (const report of [
        () => sillage.feedback.record([{ type: 'complaint', refs: { messageId } }], { source: 'test' }),
        () => sillage.feedback.record([{ type: 'bounce', refs: { messageId }, bounce }], { source: 'test' }),
      ])
        for (let time = 0; time < 2; time++) {
          await report()
          const { items } = await sillage.suppressions.list()
          assert.equal(items.length, 1)
          await sillage.suppressions.delete(items[0]?.id ?? '')
        }
      const { complaints, bounces } = await sillage.campaigns.stats(id)
      assert.deepEqual([complaints, bounces, await sillage.maintenance.recount(id)], [1, { hard: 1, soft: 0 }, {}])
    },
  },
]
