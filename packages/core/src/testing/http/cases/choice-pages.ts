import assert from 'node:assert/strict'
import type { AdapterCase } from '../adapter-case.ts'
import { person, sendOne, tokensOf } from './fixtures.ts'

const group = 'choices'

export const choicePageCases: readonly AdapterCase[] = [
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
      const all = await save(...shown, ['topic', 'news'], ...measured)
      assert.equal(
        (await mounted.sillage.recipients.get('ada@example.org')).mailable,
        false,
        'all or nothing comes back',
      )
      assert.match(all, /name="undo"/)
      const back = await save(['undo', '1'])
      const now = await mounted.sillage.recipients.get('ada@example.org')
      assert.deepEqual([now.mailable, now.topics, boxes(back)], [true, {}, boxes(first)])
      const { unsubscribes, unsubscribeReasons } = await mounted.sillage.campaigns.stats(id)
      assert.deepEqual([unsubscribes, unsubscribeReasons.too_many], [1, 1])
      assert.deepEqual(await mounted.sillage.maintenance.recount(id), {})
    },
  },
  {
    group,
    name: 'a page that is saved as it was shown decides nothing of measuring, and a box that was changed decides itself',
    async run({ start }) {
      const mounted = await start()
      const { tokens } = await sendOne(mounted)
      const params = { token: tokens.preferences }
      const page = (await mounted.request('showPreferences', { params, headers: person })).text
      const was = [...page.matchAll(/name="was" value="([^"]+)"/g)].map(
        ([, value]) => ['was', value] as [string, string],
      )
      assert.deepEqual(
        was.map(([, value]) => value),
        ['opens on', 'clicks on', 'readTime off'],
      )
      const save = (...fields: [string, string][]) =>
        mounted.request('preferences', { method: 'POST', params, body: new URLSearchParams([...was, ...fields]) })
      const decided = async () =>
        (await mounted.sillage.recipients.export('ada@example.org')).consents.map(({ consent }) => consent)
      await save(['opens', 'on'], ['clicks', 'on'])
      assert.deepEqual(await decided(), [])
      const saved = await save(['opens', 'on'])
      assert.match(saved.text, /name="was" value="clicks off"/)
      const [consent, ...more] = await decided()
      assert.deepEqual([consent?.opens, consent?.clicks, consent?.readTime, more], [undefined, false, undefined, []])
    },
  },
  {
    group,
    name: 'whoever leaves or withdraws is never told to wait, however often the page was used before',
    async run({ start }) {
      const mounted = await start()
      const { tokens } = await sendOne(mounted)
      const params = { token: tokens.preferences }
      const save = async (...fields: [string, string][]) =>
        (await mounted.request('preferences', { method: 'POST', params, body: new URLSearchParams(fields) })).status
      let statuses: number[] = []
      for (let n = 0; n < 30; n++)
        statuses.push(await save(...(n % 2 === 0 ? [['opens', 'on'] as [string, string]] : [])))
      assert.ok(statuses.includes(429))
      statuses = [await save(), await save(['everything', '1'])]
      const { mailable, consent } = await mounted.sillage.recipients.get('ada@example.org')
      assert.deepEqual([statuses, mailable, consent.opens], [[200, 200], false, false])
    },
  },
  {
    group,
    name: 'what was left by the mail of a campaign that is gone shows on the pages of other mails',
    async run({ start }) {
      const mounted = await start()
      const first = await sendOne(mounted)
      await sendOne(mounted)
      const second = { tokens: tokensOf(mounted.mails()[1] ?? '') }
      await mounted.sillage.campaigns.delete(first.id)
      await mounted.request('unsubscribe', { method: 'POST', params: { token: first.tokens.unsubscribe } })
      const shown = async (route: 'showUnsubscribe' | 'showPreferences', token: string) =>
        (await mounted.request(route, { params: { token }, headers: person })).text
      assert.match(await shown('showUnsubscribe', second.tokens.unsubscribe), /name="undo"/)
      assert.doesNotMatch(await shown('showPreferences', second.tokens.preferences), /name="topic" value="" checked/)
    },
  },
  {
    group,
    name: 'the page of one topic says that everything was left, and takes back just that',
    async run({ start }) {
      const mounted = await start()
      const { tokens } = await sendOne(mounted, { topic: 'news' })
      const params = { token: tokens.unsubscribe }
      const query = { by: 'page' }
      const post = async (fields: Record<string, string>) =>
        (await mounted.request('unsubscribe', { method: 'POST', params, query, body: new URLSearchParams(fields) }))
          .text
      const everything = new URLSearchParams({ everything: '1' })
      await post({})
      await mounted.request('preferences', { method: 'POST', params: { token: tokens.preferences }, body: everything })
      const page = await mounted.request('showUnsubscribe', { params, headers: person })
      assert.doesNotMatch(page.text, /news/)
      assert.match(await post({ undo: '1' }), /news/)
      const { mailable, topics } = await mounted.sillage.recipients.get('ada@example.org')
      assert.deepEqual([mailable, topics], [true, { news: false }])
      assert.match(await post({ undo: '1' }), /You receive them again.*news/s)
      await mounted.request('preferences', { method: 'POST', params: { token: tokens.preferences }, body: everything })
      const back = await post({ undo: '1' })
      assert.deepEqual([/You receive them again/.test(back), back.includes('news')], [true, false])
      await mounted.sillage.suppressions.create({ email: 'ada@example.org', topic: 'news' })
      assert.doesNotMatch(await post({ undo: '1' }), /You receive them again/)
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
      const { recipients, suppressions } = mounted.sillage
      for (const source of ['page', 'one-click'])
        await assert.rejects(recipients.unsubscribe('ada@example.org', { source }), { field: 'source' })
      const saidElsewhere: readonly (() => Promise<unknown>)[] = [
        () => recipients.unsubscribe('ada@example.org', { source: 'support call' }),
        () => recipients.unsubscribe('ada@example.org'),
        () => suppressions.create({ email: 'ada@example.org', reason: 'unsubscribe' }),
      ]
      for (const isFirst of [true, false]) {
        for (const say of saidElsewhere) {
          if (isFirst) await say()
          await post({ by: 'page' }, {})
          if (!isFirst) await say()
          await post({ by: 'page' }, { undo: '1' })
          assert.equal(await mailable(), false, 'what was said elsewhere is not the page’s to take back')
          await recipients.resubscribe('ada@example.org')
          assert.equal(await mailable(), true)
        }
      }
    },
  },
]
