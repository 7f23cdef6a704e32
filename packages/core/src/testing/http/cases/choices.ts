import assert from 'node:assert/strict'
import { memoryStore } from '../../../store/memory/memory-store.ts'
import type { AdapterCase, MountedSillage } from '../adapter-case.ts'
import { expectError, person, sendOne } from './fixtures.ts'

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
        (await mounted.request('showUnsubscribe', { params, headers: person })).text.includes('name="reason"')
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
          [suppression?.email, suppression?.topic, suppression?.reasons.map(({ reason }) => reason), more],
          ['ada@example.org', 'news', ['unsubscribe'], []],
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
    name: 'a complaint or a bounce is one word of a message: it suppresses again only by another message',
    async run({ start }) {
      const mounted = await start()
      const { sillage } = mounted
      const { id } = await sendOne(mounted)
      const { id: other } = await sendOne(mounted)
      const messageOf = async (campaignId: string) => (await sillage.messages.list({ campaignId })).items[0]?.id ?? ''
      const bounce = { permanent: true, error: { kind: 'address', message: 'no such user' } } as const
      for (const report of [
        (messageId: string) =>
          sillage.feedback.record([{ type: 'complaint', refs: { messageId } }], { source: 'test' }),
        (messageId: string) =>
          sillage.feedback.record([{ type: 'bounce', refs: { messageId }, bounce }], { source: 'test' }),
      ])
        for (const messageId of [await messageOf(id), await messageOf(other)])
          for (const held of [1, 0]) {
            await report(messageId)
            const { items } = await sillage.suppressions.list()
            assert.equal(items.length, held)
            for (const line of items) await sillage.suppressions.delete(line.id)
          }
      const { complaints, bounces } = await sillage.campaigns.stats(id)
      assert.deepEqual([complaints, bounces, await sillage.maintenance.recount(id)], [1, { hard: 1, soft: 0 }, {}])
    },
  },
  {
    group,
    name: 'a personalised link leads nowhere once its recipient was erased, one that is the same for all still does',
    async run({ start }) {
      const mounted = await start()
      const html = '<a href="https://shop.example/?n={{name}}">yours</a> <a href="https://shop.example/all">all</a>'
      const { tokens } = await sendOne(mounted, { html })
      const follow = async () => {
        const answers = tokens.clicks.map((token) => mounted.request('click', { params: { token }, headers: person }))
        return (await Promise.all(answers)).map(({ status }) => status)
      }
      assert.deepEqual(await follow(), [302, 302])
      await mounted.sillage.recipients.erase('ada@example.org')
      assert.deepEqual(await follow(), [404, 302])
    },
  },
  {
    group,
    name: 'settings of a tenant: read, set, refused where they are wrong, and taken back',
    async run({ start }) {
      const mounted = await start()
      const get = async (key: string) => mounted.request('getSetting', { params: { key } })
      const put = (key: string, body: unknown) =>
        mounted.request('putSetting', { method: 'PUT', params: { key }, body })
      const nothing = { value: null, fixed: false, updatedAt: null }
      assert.deepEqual((await get('topics')).json(), { key: 'topics', ...nothing })
      const topics = [{ key: 'news', name: 'News' }]
      const set = (await put('topics', { value: topics })).json() as Record<string, unknown>
      assert.deepEqual([set.value, set.fixed, typeof set.updatedAt], [topics, false, 'string'])
      assert.deepEqual((await get('topics')).json(), set)
      expectError(
        await put('topics', {
          value: [
            { key: 'news', name: 'a' },
            { key: 'news', name: 'b' },
          ],
        }),
        400,
        'invalid_field',
        'value[1].key',
      )
      expectError(
        await put('brand', { value: { light: { button: 'red' } } }),
        400,
        'invalid_field',
        'value.light.button',
      )
      expectError(
        await put('brand', { value: { light: { buton: '#ff0000' } } }),
        400,
        'unknown_field',
        'value.light.buton',
      )
      const senders = [{ email: 'hello@port.example', name: 'Port' }, { email: 'news@port.example' }]
      assert.deepEqual((await put('senders', { value: senders })).json().value, senders)
      expectError(await put('senders', { value: [{ email: 'port' }] }), 400, 'invalid_field', 'value[0].email')
      expectError(await get('sender'), 404, 'not_found')
      assert.deepEqual((await put('topics', { value: null })).json(), { key: 'topics', ...nothing })
      assert.deepEqual((await get('brand')).json(), { key: 'brand', ...nothing })
    },
  },
  {
    group,
    name: 'a mail opts out whatever became of it: by the page and by one click, after delete, purge, erasure, lift, and a restart with another secret',
    async run({ start }) {
      const [old, newer] = ['the secret that the mail was made with', 'the secret of today']
      const becomes: Record<string, (sillage: MountedSillage['sillage'], id: string) => Promise<unknown>> = {
        'nothing but a restart': async () => {},
        deleted: (sillage, id) => sillage.campaigns.delete(id),
        purged: (sillage) => sillage.maintenance.purge(),
        erased: (sillage) => sillage.recipients.erase('ada@example.org'),
        lifted: async (sillage) => {
          await sillage.recipients.unsubscribe('ada@example.org', { topic: 'news' })
          await sillage.recipients.resubscribe('ada@example.org', { topic: 'news' })
        },
      }
      for (const [what, become] of Object.entries(becomes)) {
        for (const query of [{ by: 'page' }, {}]) {
          const installation = { store: memoryStore(), privacy: { retention: { messageDays: 0 } } }
          const before = await start(undefined, { ...installation, secrets: [old] })
          const { id, tokens } = await sendOne(before, { topic: 'news' })
          await become(before.sillage, id)
          const { sillage, request } = await start(undefined, { ...installation, secrets: [newer, old] })
          const params = { token: tokens.unsubscribe }
          assert.equal((await request('showUnsubscribe', { params, headers: person })).status, 200, what)
          for (let time = 0; time < 2; time++)
            assert.equal((await request('unsubscribe', { method: 'POST', params, query })).status, 200, what)
          const next = {
            name: 'next',
            subject: 's',
            html: 'x',
            topic: 'news',
            recipients: [{ email: 'ada@example.org' }],
          }
          const { total, skipped } = await sillage.campaigns.create({ ...next, start: false })
          assert.deepEqual([total, skipped], [1, 1], what)
          const emails = (await sillage.suppressions.list()).items.map(({ email }) => email)
          assert.ok(!emails.some((email) => email?.endsWith('@invalid')), what)
        }
      }
    },
  },
]
