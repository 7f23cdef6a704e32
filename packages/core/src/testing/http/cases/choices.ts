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
  {
    group,
    name: 'the page of choices leaves one topic or all and takes back what was a slip, in the words and look of the sender',
    async run({ start }) {
      const mounted = await start()
      const topics = [
        { key: 'news', name: { en: 'News', fr: 'Nouvelles' }, description: 'Once a month' },
        { key: 'offers', name: 'Offers <b>' },
      ]
      const put = async (key: string, value: unknown) =>
        (await mounted.request('putSetting', { method: 'PUT', params: { key }, body: { value } })).status
      assert.deepEqual(
        [await put('topics', topics), await put('brand', { logo: { src: 'https://cdn.example/l.png', alt: 'Port' } })],
        [200, 200],
      )
      const { id, tokens } = await sendOne(mounted, { topic: 'news' })
      const params = { token: tokens.preferences }
      const show = async (headers: object = {}) =>
        (await mounted.request('showPreferences', { params, headers: { ...person, ...headers } })).text
      const save = async (...fields: [string, string][]) =>
        (await mounted.request('preferences', { method: 'POST', params, body: new URLSearchParams(fields) })).text
      const state = async () => (await mounted.sillage.recipients.get('ada@example.org')).topics
      const boxes = (page: string) =>
        [...page.matchAll(/name="topic" value="(\w*)"( checked)?/g)].map(([, key, on]) => [key, on !== undefined])

      const first = await show()
      assert.deepEqual(boxes(first), [
        ['news', true],
        ['offers', true],
      ])
      for (const words of ['Once a month', 'Offers &lt;b&gt;', 'https://cdn.example/l.png', 'alt="Port"'])
        assert.ok(first.includes(words), words)
      assert.match(await show({ 'accept-language': 'fr-CA' }), /<html lang="fr">.*Nouvelles.*Enregistrer/s)

      const measured: [string, string][] = [
        ['opens', 'on'],
        ['clicks', 'on'],
      ]
      const shown: [string, string][] = [
        ['shown', 'news'],
        ['shown', 'offers'],
      ]
      const left = await save(...shown, ['topic', 'offers'], ['reason', 'too_many'], ...measured)
      assert.deepEqual(
        [boxes(left), await state()],
        [
          [
            ['news', false],
            ['offers', true],
          ],
          { news: false },
        ],
      )
      await save(['shown', 'elsewhere'], ...measured)
      await save(...measured)
      assert.deepEqual(await state(), { news: false }, 'topics that the page did not show stay as they were')
      assert.deepEqual(boxes(await save(...shown, ['topic', 'news'], ['topic', 'offers'], ...measured))[0], [
        'news',
        true,
      ])
      assert.deepEqual(await state(), {})

      await save(['everything', '1'])
      assert.equal((await mounted.sillage.recipients.get('ada@example.org')).mailable, false)
      assert.equal(
        (await mounted.sillage.recipients.get('ada@example.org')).consent.opens,
        true,
        'nothing of measuring',
      )
      assert.deepEqual(boxes(await show()), [
        ['news', false],
        ['offers', false],
      ])
      await save(...shown, ['topic', 'news'], ...measured)
      const now = await mounted.sillage.recipients.get('ada@example.org')
      assert.deepEqual([now.mailable, now.topics], [true, { offers: false }], 'back to what is wanted, and no more')
      const { unsubscribes, unsubscribeReasons } = await mounted.sillage.campaigns.stats(id)
      assert.deepEqual([unsubscribes, unsubscribeReasons.too_many], [1, 1])
      assert.deepEqual(await mounted.sillage.maintenance.recount(id), {})
    },
  },
  {
    group,
    name: 'after unsubscribing, a button takes it back; a mail program never presses it',
    async run({ start }) {
      const mounted = await start()
      const { tokens } = await sendOne(mounted)
      const params = { token: tokens.unsubscribe }
      const post = (query: Record<string, string>, fields: Record<string, string>) =>
        mounted.request('unsubscribe', { method: 'POST', params, query, body: new URLSearchParams(fields) })
      const mailable = async () => (await mounted.sillage.recipients.get('ada@example.org')).mailable
      const page = await mounted.request('showUnsubscribe', { params, headers: person })
      const choices = /href="http:\/\/mail\.example\/s\/track\/preferences\/([0-9a-z]{26})"/.exec(page.text)?.[1] ?? ''
      assert.equal((await mounted.request('showPreferences', { params: { token: choices } })).status, 200)
      assert.match((await post({ by: 'page' }, { reason: 'other' })).text, /name="undo"/)
      assert.equal(await mailable(), false)
      assert.equal((await post({}, { undo: '1' })).status, 200)
      assert.equal(await mailable(), false, 'one click unsubscribes, whatever it sends')
      const back = await post({ by: 'page' }, { undo: '1' })
      assert.deepEqual([back.status, await mailable(), back.text.includes('name="undo"')], [200, true, false])
      await mounted.sillage.recipients.unsubscribe('ada@example.org', { source: 'support call' })
      await post({ by: 'page' }, { undo: '1' })
      assert.equal(await mailable(), false, 'what was said elsewhere is not the page’s to take back')
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
