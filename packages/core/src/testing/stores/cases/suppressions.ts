import assert from 'node:assert/strict'
import type { SuppressionReason } from '../../../domain/recipient.ts'
import type { SoftBounce, SuppressionLine } from '../../../store/port/suppression-store.ts'
import { allOf, at, bothStores, newSuppression } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'

const suppressions = caseGroup('suppressions')

export const suppressionCases: readonly StoreCase[] = [
  suppressions('adding a suppression that is there already changes nothing and returns it', async (h) => {
    const { suppressions: store } = h.store
    const first = await store.add(newSuppression(h, 'Ann@example.org', { topic: 'news', reason: 'unsubscribe' }))
    assert.equal(first.created, true)
    const again = await store.add(
      newSuppression(h, 'ann@EXAMPLE.org', { topic: 'news', reason: 'unsubscribe', at: h.now + 9 }),
    )
    assert.deepEqual(again, { suppression: first.suppression, created: false })
    const bounced = newSuppression(h, 'ann@example.org', { topic: 'news', reason: 'bounce' })
    assert.deepEqual([(await store.add(bounced)).created, (await store.add(bounced)).created], [true, false])
    const all = await store.add(newSuppression(h, 'ann@example.org'))
    const allAgain = await store.add(newSuppression(h, 'ann@example.org'))
    assert.deepEqual([all.created, allAgain.created], [true, false], 'no topic is a topic of its own')
    assert.equal(
      (await store.add(newSuppression(h, 'ann@example.org', { owner: 'acme', topic: 'news' }))).created,
      true,
    )
    assert.equal((await store.list({ limit: 10 })).items.length, 3, 'a line for each owner, address and topic')
  }),

  suppressions('of many additions at once one creates', async (h) => {
    const stores = await bothStores(h)
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, i) => at(stores, i % 2).suppressions.add(newSuppression(h, 'ann@example.org'))),
    )
    assert.equal(results.filter(({ created }) => created).length, 1)
    assert.equal(new Set(results.map((result) => result.suppression.id)).size, 1)
  }),

  suppressions('held names the addresses that may not be mailed for an owner on a topic', async (h) => {
    const { suppressions: store } = h.store
    await store.add(newSuppression(h, 'All@example.org'))
    await store.add(newSuppression(h, 'news@example.org', { topic: 'news' }))
    await store.add(newSuppression(h, 'acme@example.org', { owner: 'acme' }))
    const emails = ['all@example.org', 'news@example.org', 'acme@example.org', 'free@example.org']
    assert.deepEqual([...(await store.held(null, emails, 'news'))].sort(), ['all@example.org', 'news@example.org'])
    assert.deepEqual([...(await store.held(null, emails, null))], ['all@example.org'])
    assert.deepEqual([...(await store.held('acme', emails, 'news'))], ['acme@example.org'])
    assert.equal((await store.held(null, [], null)).size, 0)
    await store.add({ owner: null, email: null, emailHash: 'a hash', topic: null, reason: 'erasure', at: h.now })
    assert.deepEqual(await store.held(null, emails, null), new Set(['all@example.org']))
    const hashes = emails.map((_, index) => (index === 1 ? 'a hash' : 'none'))
    assert.deepEqual(await store.held(null, emails, null, hashes), new Set(['all@example.org', emails[1]]))
  }),

  suppressions('a suppression is removed by id within its owner, or lifted by address and topic', async (h) => {
    const { suppressions: store } = h.store
    const { suppression: one } = await store.add(newSuppression(h, 'ann@example.org', { owner: 'acme' }))
    await store.add(newSuppression(h, 'ann@example.org', { topic: 'news' }))
    assert.equal(await store.remove(one.id, { owner: 'umbrella' }), false)
    const remove = () => store.remove(one.id, { owner: 'acme' })
    assert.deepEqual([await remove(), await remove()], [true, false])
    assert.equal(await store.lift({ owner: null, email: 'ann@example.org', topic: null }), false)
    assert.equal(await store.lift({ owner: 'acme', email: 'ann@example.org', topic: 'news' }), false)
    assert.equal(await store.lift({ owner: null, email: 'ANN@example.org', topic: 'news' }), true)
    assert.deepEqual((await store.list({ limit: 10 })).items, [])
    assert.equal((await store.add(newSuppression(h, 'ann@example.org', { topic: 'news' }))).created, true)
  }),

  suppressions('all of an address are shown, under itself and its hash, and none of another owner', async (h) => {
    const { suppressions: store } = h.store
    const make = async (changes: object) => (await store.add(newSuppression(h, 'Ann@example.org', changes))).suppression
    const [all, news] = [await make({}), await make({ topic: 'news', reason: 'unsubscribe', source: 'support call' })]
    const hashed = await make({ email: null, emailHash: 'hash', reason: 'erasure' })
    await make({ owner: 'acme' })
    await store.add(newSuppression(h, 'ben@example.org'))
    assert.deepEqual(await store.of(null, 'ANN@example.org', 'hash'), [all, news, hashed])
    assert.deepEqual(await store.of(null, 'ann@example.org', null), [all, news])
    assert.deepEqual([all.source, news.source], [null, 'support call'])
    assert.deepEqual(await store.of(null, 'carl@example.org', null), [])
  }),

  suppressions(
    'only the reasons named are lifted, none newer than the time given, and those of the hash too',
    async (h) => {
      const { suppressions: store } = h.store
      const of = { owner: null, email: 'ann@example.org' }
      const left = async () => (await store.of(null, of.email, 'hash')).map(({ topic, reason }) => [topic, reason])
      await store.add(newSuppression(h, of.email, { reason: 'bounce' }))
      await store.add(newSuppression(h, of.email, { topic: 'news', reason: 'unsubscribe', at: h.now }))
      await store.add(
        newSuppression(h, of.email, { email: null, emailHash: 'hash', topic: 'news', reason: 'unsubscribe' }),
      )
      const reasons = ['unsubscribe', 'manual'] as const
      assert.equal(await store.lift({ ...of, topic: null, reasons }), false)
      assert.equal(await store.lift({ ...of, topic: 'news', reasons, until: h.now - 1 }), false)
      assert.equal((await left()).length, 3)
      assert.equal(await store.lift({ ...of, topic: 'news', reasons, until: h.now }), true)
      assert.equal(await store.lift({ ...of, topic: 'news', emailHash: 'hash', reasons }), true)
      assert.deepEqual(await left(), [[null, 'bounce']])
    },
  ),

  suppressions('the list is the owner’s own, and its pages hold every suppression once', async (h) => {
    for (let i = 0; i < 5; i++)
      await h.store.suppressions.add(newSuppression(h, `p${i}@example.org`, { owner: i === 0 ? 'acme' : null }))
    const all = await allOf((cursor) => h.store.suppressions.list({ limit: 2, cursor }))
    assert.equal(new Set(all.map(({ id }) => id)).size, 5)
    const own = await h.store.suppressions.list({ limit: 2, owner: 'acme' })
    assert.deepEqual(
      own.items.map(({ email }) => email),
      ['p0@example.org'],
    )
  }),

  suppressions(
    'a line has all reasons of an address on a topic, newest first, and stands where the oldest is',
    async (h) => {
      const { suppressions: store } = h.store
      const add = async (address: string, changes: object) =>
        (await store.add(newSuppression(h, address, changes))).suppression
      const bounce = await add('Ann@example.org', { reason: 'bounce', source: 'smtp' })
      const ben = await add('ben@example.org', { topic: 'news', reason: 'unsubscribe' })
      const hashed = await add('', { email: null, emailHash: 'hash', reason: 'erasure' })
      const left = await add('ann@EXAMPLE.org', { reason: 'unsubscribe', source: 'page', at: h.now + 5 })
      await add('', { email: null, emailHash: 'hash', reason: 'complaint' })
      const news = await add('ann@example.org', { topic: 'news', reason: 'manual' })
      const expected = [
        { id: news.id, email: 'ann@example.org', emailHash: null, topic: 'news', reasons: ['manual'] },
        { id: hashed.id, email: null, emailHash: 'hash', topic: null, reasons: ['complaint', 'erasure'] },
        { id: ben.id, email: 'ben@example.org', emailHash: null, topic: 'news', reasons: ['unsubscribe'] },
        { id: bounce.id, email: 'Ann@example.org', emailHash: null, topic: null, reasons: ['unsubscribe', 'bounce'] },
      ]
      const shown = ({ owner: _, reasons, ...line }: SuppressionLine) => {
        return { ...line, reasons: reasons.map(({ reason }) => reason) }
      }
      for (const limit of [1, 2, 10])
        assert.deepEqual((await allOf((cursor) => store.list({ limit, cursor }))).map(shown), expected)
      const [, , , line] = (await store.list({ limit: 10 })).items
      assert.deepEqual(line?.reasons, [
        { reason: 'unsubscribe', source: 'page', at: left.at },
        { reason: 'bounce', source: 'smtp', at: bounce.at },
      ])
      const idsOf = async (query: object) =>
        (await allOf((cursor) => store.list({ limit: 1, cursor, ...query }))).map(({ id }) => id)
      assert.deepEqual(await idsOf({ topic: 'news' }), [news.id, ben.id])
      assert.deepEqual(await idsOf({ topic: null }), [hashed.id, bounce.id])
      assert.deepEqual(await idsOf({ reason: 'unsubscribe' }), [bounce.id, ben.id])
      assert.deepEqual(await idsOf({ reason: 'bounce' }), [bounce.id], 'a line is the same by whichever of its reasons')
      assert.deepEqual(await idsOf({ reason: 'erasure' }), [hashed.id])
      assert.deepEqual(await idsOf({ q: 'ANN@' }), [news.id, bounce.id])
      assert.deepEqual(await idsOf({ q: 'ann@', topic: 'news' }), [news.id])
      assert.deepEqual(await idsOf({ q: 'nn@' }), [])
      assert.deepEqual(await idsOf({ q: '%' }), [])
    },
  ),

  suppressions('a line is lifted by any of its ids, whole or for one reason', async (h) => {
    const { suppressions: store } = h.store
    const add = async (changes: object) =>
      (await store.add(newSuppression(h, 'ann@example.org', changes))).suppression.id
    const reasons = async () => (await store.of(null, 'ann@example.org', 'hash')).map(({ reason }) => reason)
    const bounce = await add({ reason: 'bounce' })
    const left = await add({ reason: 'unsubscribe' })
    await add({ reason: 'complaint' })
    await add({ reason: 'manual', topic: 'news' })
    await add({ reason: 'erasure', email: null, emailHash: 'hash' })
    assert.equal(await store.remove(bounce, { reason: 'unsubscribe' }), true)
    assert.equal(await store.remove(bounce, { reason: 'unsubscribe' }), false)
    assert.equal(await store.remove(left, { reason: 'bounce' }), false, 'it is gone')
    assert.deepEqual(await reasons(), ['bounce', 'complaint', 'manual', 'erasure'])
    assert.equal(await store.remove(bounce), true)
    assert.deepEqual(await reasons(), ['manual', 'erasure'], 'other topics and the hash have lines of their own')
  }),

  suppressions('a line keeps its id whichever of its reasons come and go, until none is left', async (h) => {
    const { suppressions: store } = h.store
    const email = 'ann@example.org'
    const add = (reason: SuppressionReason, n: number) =>
      store.add(newSuppression(h, email, { reason, at: h.now + n, source: `source of ${reason}` }))
    const lines = async () => (await store.list({ limit: 10 })).items.map(({ id, reasons }) => [id, reasons])
    const line = (...reasons: [SuppressionReason, number][]) =>
      reasons.map(([reason, n]) => ({ reason, at: h.now + n, source: `source of ${reason}` }))
    const { id } = (await add('complaint', 1)).suppression
    const other = (await store.add(newSuppression(h, 'ben@example.org', { source: 'ben' }))).suppression
    for (const [n, reason] of (['bounce', 'manual', 'unsubscribe'] as const).entries()) await add(reason, n + 2)
    const ben = [other.id, [{ reason: other.reason, source: 'ben', at: other.at }]]
    assert.equal(await store.remove(id, { reason: 'complaint' }), true)
    assert.deepEqual(await lines(), [ben, [id, line(['unsubscribe', 4], ['manual', 3], ['bounce', 2])]])
    assert.equal(await store.lift({ owner: null, email, topic: null, reasons: ['bounce', 'unsubscribe'] }), true)
    assert.deepEqual(await lines(), [ben, [id, line(['manual', 3])]])
    await add('complaint', 5)
    assert.equal(await store.remove(id, { reason: 'manual' }), true)
    assert.deepEqual(await lines(), [ben, [id, line(['complaint', 5])]])
    assert.equal((await add('complaint', 6)).created, false, 'it is found by what it says now')
    assert.equal(await store.remove(id), true)
    assert.equal(await store.remove(id), false)
    assert.deepEqual(await lines(), [ben])
  }),

  suppressions('what was said before stays as it was said, unless it was by one of the sources named', async (h) => {
    const { suppressions: store } = h.store
    const say = async (source: string | null, at: number, over?: readonly string[]) => {
      const row = newSuppression(h, 'ann@example.org', { reason: 'unsubscribe', source, at: h.now + at })
      const { suppression, created } = await store.add(row, over === undefined ? undefined : { over })
      assert.deepEqual((await store.of(null, 'ann@example.org', null)).at(-1), suppression)
      return [suppression.source, suppression.at - h.now, created]
    }
    assert.deepEqual(await say('page', 5), ['page', 5, true])
    assert.deepEqual(await say('crm', 9), ['page', 5, false])
    assert.deepEqual(await say('crm', 9, ['one-click']), ['page', 5, false])
    assert.deepEqual(await say('crm', 3, ['one-click', 'page']), ['crm', 5, false], 'the later time stays')
    assert.deepEqual(await say('page', 11, ['one-click', 'page']), ['crm', 5, false])
    assert.deepEqual(await say('crm', 12, ['crm']), ['crm', 12, false])
    assert.deepEqual(await say(null, 13, ['crm']), [null, 13, false])
  }),

  suppressions(
    'soft bounces of an address are kept once for each message, until they are old or forgotten',
    async (h) => {
      const { suppressions: store, privacy } = h.store
      const stores = await bothStores(h)
      const note = (
        messageId: number,
        day: number,
        changes: { owner?: string; email?: string } = {},
        since = -Infinity,
      ) => {
        const bounce = { owner: null, email: 'ann@example.org', messageId, at: h.now + day, ...changes }
        return store.addSoftBounce(bounce, since === -Infinity ? 0 : h.now + since)
      }
      const days = (kept: readonly SoftBounce[]) => kept.map(({ messageId, at }) => [messageId, at - h.now])
      await note(1, 1)
      await note(2, 2, { email: 'ANN@Example.org' })
      await note(3, 3, { owner: 'acme' })
      await note(4, 4, { email: 'ben@example.org' })
      assert.deepEqual(
        days(await note(1, 9)),
        [
          [1, 1],
          [2, 2],
        ],
        'the first word of a message counts',
      )
      await Promise.all(
        stores.map((one) =>
          one.suppressions.addSoftBounce({ owner: null, email: 'ann@example.org', messageId: 5, at: h.now + 5 }, 0),
        ),
      )
      assert.deepEqual(days(await note(6, 6, {}, 2)), [
        [2, 2],
        [5, 5],
        [6, 6],
      ])
      assert.deepEqual(days((await privacy.export(undefined, 'ann@example.org', null)).softBounces).sort(), [
        [2, 2],
        [3, 3],
        [5, 5],
        [6, 6],
      ])
      assert.equal(await store.forgetSoftBounces(null, 'Ann@example.org', h.now + 5), true)
      assert.equal(await store.forgetSoftBounces(null, 'ann@example.org', h.now + 5), false)
      assert.deepEqual(days((await privacy.export(null, 'ann@example.org', null)).softBounces), [[6, 6]])
      const purged = { softBouncesBefore: h.now + 4 }
      assert.equal((await privacy.purge(purged, 10, h.now)).rows, 1)
      assert.equal((await privacy.purge(purged, 10, h.now)).rows, 0)
      assert.deepEqual((await privacy.export('acme', 'ann@example.org', null)).softBounces, [])
      for (const email of ['ann@example.org', 'ben@example.org']) {
        assert.equal((await privacy.export(undefined, email, null)).softBounces.length, 1)
        await privacy.erase({ owner: undefined, email, emailHash: `hash of ${email}`, at: h.now })
        assert.equal((await privacy.export(undefined, email, null)).softBounces.length, 0)
      }
    },
  ),
]
