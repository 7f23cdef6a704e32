import assert from 'node:assert/strict'
import type { NewSuppression } from '../../../store/port/suppression-store.ts'
import {
  allOf,
  assertExact,
  assertRejects,
  at,
  beginAll,
  bothStores,
  draft,
  HOUR,
  newSuppression,
  people,
  present,
  recipient,
  sending,
  statesOf,
} from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, judgement, record } from '../hits.ts'

const plan = caseGroup('plan')

const suppress = (h: StoreHarness, email: string, changes: Partial<NewSuppression> = {}) =>
  h.store.suppressions.add(newSuppression(h, email, changes))

const messagesOf = (h: StoreHarness, campaignId: number) =>
  allOf((cursor) => h.store.messages.list({ campaignId, sort: 'name', order: 'asc', limit: 1000, cursor }))

export const planCases: readonly StoreCase[] = [
  plan(
    'one key of the caller is planned once, whatever the addresses; without any, an address comes again',
    async (h) => {
      const id = await draft(h)
      const [ann, bob] = ['ann@example.org', 'bob@example.org'] as const
      const first = [
        recipient(ann),
        recipient(ann, { once: null }),
        recipient(ann, { once: null }),
        recipient(ann, { once: 'a' }),
        recipient(bob, { once: 'a' }),
        recipient(bob, { once: 'b' }),
      ]
      assert.deepEqual(await h.store.campaigns.plan(id, first, h.now), { planned: 5, duplicates: 1, suppressed: 0 })
      const again = [recipient(ann, { once: 'b' }), recipient(ann.toUpperCase()), recipient(bob, { once: null })]
      assert.deepEqual(await h.store.campaigns.plan(id, again, h.now), { planned: 1, duplicates: 2, suppressed: 0 })
      const other = await draft(h)
      assert.equal((await h.store.campaigns.plan(other, [recipient(ann, { once: 'a' })], h.now)).planned, 1)
      await h.store.campaigns.plan(id, [], h.now, { to: 'sending' })
      await record(
        h.store,
        (await beginAll(h, id)).map((messageId) => hit('open', messageId, { at: h.now })),
      )
      assert.equal(await h.store.events.reclassify(id, 0, () => judgement('scanner')), 6, 'every message is judged')
      await assertExact(h.store, id)
      assert.equal((await h.store.privacy.erase({ owner: null, email: ann, emailHash: 'hash', at: h.now })).messages, 5)
    },
  ),

  plan('recipients become queued messages with all their fields, and are counted', async (h) => {
    const id = await draft(h)
    const given = recipient('Ann.O@Example.org', {
      name: 'Ann O’Neil',
      company: 'Ünïted',
      data: { deep: { list: [1, 'é', null, true] } },
      consent: { opens: false, source: 'form' },
    })
    assert.deepEqual(await h.store.campaigns.plan(id, [given, ...people(2)], h.now), {
      planned: 3,
      duplicates: 0,
      suppressed: 0,
    })
    const message = present((await messagesOf(h, id)).find(({ email }) => email === given.email))
    const { name, company, data, consent, state, attempts, sentAt, error } = message
    assert.deepEqual(
      { name, company, data, consent },
      { name: given.name, company: given.company, data: given.data, consent: given.consent },
    )
    assert.deepEqual({ state, attempts, sentAt, error }, { state: 'queued', attempts: 0, sentAt: null, error: null })
    assert.deepEqual([message.opens, message.clicks, message.machineOpens, message.machineClicks], [0, 0, 0, 0])
    assert.deepEqual(
      [
        message.readMs,
        message.lastOpenAt,
        message.lastClickAt,
        message.bouncedAt,
        message.hardBouncedAt,
        message.complainedAt,
        message.unsubscribedAt,
      ],
      Array(7).fill(null),
    )
    assert.deepEqual(message.tracked, { opens: false, clicks: false, readTime: false })
    const campaign = present(await h.store.campaigns.summary(id))
    assert.deepEqual([campaign.status, campaign.plannedAt, campaign.total, campaign.queued], ['draft', null, 3, 3])
    await assertExact(h.store, id)
  }),

  plan('an address is planned once per campaign, compared without case, and keeps its first spelling', async (h) => {
    const id = await draft(h)
    const first = await h.store.campaigns.plan(
      id,
      ['Ann@example.org', 'ann@EXAMPLE.org', 'bob@example.org'].map((email) => recipient(email)),
      h.now,
    )
    assert.deepEqual(first, { planned: 2, duplicates: 1, suppressed: 0 })
    const second = await h.store.campaigns.plan(
      id,
      ['BOB@example.org', 'carl@example.org'].map((email) => recipient(email)),
      h.now,
    )
    assert.deepEqual(second, { planned: 1, duplicates: 1, suppressed: 0 })
    const emails = (await messagesOf(h, id)).map(({ email }) => email)
    assert.deepEqual(emails.sort(), ['Ann@example.org', 'bob@example.org', 'carl@example.org'])
    const other = await draft(h)
    assert.equal((await h.store.campaigns.plan(other, [recipient('ann@example.org')], h.now)).planned, 1)
  }),

  plan('a recipient suppressed on the campaign’s topic or on all is stored as skipped, no other', async (h) => {
    const id = await draft(h, { owner: 'acme', options: { topic: 'news' } })
    await suppress(h, 'ALL@example.org', { owner: 'acme' })
    await suppress(h, 'topic@example.org', { owner: 'acme', topic: 'news' })
    await suppress(h, 'othertopic@example.org', { owner: 'acme', topic: 'offers' })
    await suppress(h, 'otherowner@example.org', { owner: 'umbrella' })
    await suppress(h, 'noowner@example.org')
    const batch = ['all', 'topic', 'othertopic', 'otherowner', 'noowner'].map((name) =>
      recipient(`${name}@example.org`),
    )
    assert.deepEqual(await h.store.campaigns.plan(id, batch, h.now), { planned: 5, duplicates: 0, suppressed: 2 })
    const skipped = (await messagesOf(h, id)).filter(({ state }) => state === 'skipped')
    assert.deepEqual(skipped.map(({ email }) => email).sort(), ['all@example.org', 'topic@example.org'])
    const { total, queued, skipped: count } = present(await h.store.campaigns.summary(id))
    assert.deepEqual([total, queued, count], [5, 3, 2])
    await assertExact(h.store, id)
  }),

  plan('a campaign without a topic skips only recipients suppressed on all topics', async (h) => {
    const id = await draft(h)
    await suppress(h, 'topic@example.org', { topic: 'news' })
    await suppress(h, 'all@example.org')
    const batch = [recipient('topic@example.org'), recipient('all@example.org')]
    assert.equal((await h.store.campaigns.plan(id, batch, h.now)).suppressed, 1)
  }),

  plan('a recipient whose keyed hash is suppressed is stored as skipped', async (h) => {
    const id = await draft(h)
    await h.store.privacy.erase({ owner: null, email: 'gone@example.org', emailHash: 'hash-of-gone', at: h.now })
    const batch = [
      recipient('gone@example.org', { emailHash: 'hash-of-gone' }),
      recipient('here@example.org', { emailHash: 'other' }),
    ]
    assert.deepEqual(await h.store.campaigns.plan(id, batch, h.now), { planned: 2, duplicates: 0, suppressed: 1 })
  }),

  plan('a keyed hash that is suppressed after the plan holds back what was planned under it', async (h) => {
    const given = [recipient('gone@example.org', { emailHash: 'hash-of-gone' }), recipient('here@example.org')]
    const { campaignId, ids } = await sending(h, given, { owner: 'acme', options: { topic: 'news' } })
    const hashed = { email: null, emailHash: 'hash-of-gone', reason: 'unsubscribe', at: h.now } as const
    await h.store.suppressions.add({ ...hashed, owner: 'umbrella', topic: 'news' })
    await h.store.suppressions.add({ ...hashed, owner: 'acme', topic: 'offers' })
    await h.store.suppressions.add({ ...hashed, owner: 'acme', topic: 'news' })
    assert.deepEqual(await beginAll(h, campaignId), [at(ids, 1)])
    await assertExact(h.store, campaignId)
  }),

  plan('parallel batches with overlapping addresses hold each address once and count it once', async (h) => {
    const id = await draft(h)
    const stores = await bothStores(h)
    const all = people(120)
    const batches = Array.from({ length: 12 }, (_, i) => [...all.slice(i * 10), ...all.slice(0, i * 10)].slice(0, 60))
    const results = await Promise.all(batches.map((batch, i) => at(stores, i % 2).campaigns.plan(id, batch, h.now)))
    assert.equal(
      results.reduce((sum, { planned }) => sum + planned, 0),
      120,
    )
    assert.equal(
      results.reduce((sum, { duplicates }) => sum + duplicates, 0),
      12 * 60 - 120,
    )
    assert.equal(new Set((await messagesOf(h, id)).map(({ email }) => email)).size, 120)
    assert.equal((await h.store.campaigns.summary(id))?.total, 120)
    await assertExact(h.store, id)
  }),

  plan('the batch that ends the plan also starts, schedules or keeps the campaign', async (h) => {
    const end = async (to: 'draft' | 'scheduled' | 'sending', more: { scheduledAt?: number } = {}) => {
      const id = await draft(h)
      await h.store.campaigns.plan(id, people(1), h.now)
      await h.store.campaigns.plan(id, people(2), h.now + 1, {
        to,

        warnings: [{ code: 'unsafe_link', message: 'm' }],
        ...more,
      })
      const { status, plannedAt, startedAt, scheduledAt, queued, warnings } = present(
        await h.store.campaigns.summary(id),
      )
      assert.deepEqual([plannedAt, queued, warnings.length], [h.now + 1, 2, 1])
      return { status, startedAt, scheduledAt }
    }
    assert.deepEqual(await end('draft'), { status: 'draft', startedAt: null, scheduledAt: null })
    assert.deepEqual(await end('scheduled', { scheduledAt: h.now + HOUR }), {
      status: 'scheduled',
      startedAt: null,
      scheduledAt: h.now + HOUR,
    })
    assert.deepEqual(await end('sending'), { status: 'sending', startedAt: h.now + 1, scheduledAt: null })
  }),

  plan('a plan that starts with nothing to send is completed', async (h) => {
    await suppress(h, 'ann@example.org')
    const id = await draft(h)
    await h.store.campaigns.plan(id, [recipient('ann@example.org')], h.now, { to: 'sending' })
    const { status, skipped, finishedAt } = present(await h.store.campaigns.summary(id))
    assert.deepEqual({ status, skipped, finishedAt }, { status: 'completed', skipped: 1, finishedAt: h.now })
  }),

  plan(
    'planning a campaign that is gone is not_found, one that was started wrong_status, and stores nothing',
    async (h) => {
      const { campaignId } = await sending(h, 1)
      await assertRejects('wrong_status', h.store.campaigns.plan(campaignId, people(1, 'late'), h.now), {
        status: 'sending',
      })
      assert.equal((await h.store.campaigns.summary(campaignId))?.total, 1)
      await h.store.campaigns.remove(campaignId)
      await assertRejects('not_found', h.store.campaigns.plan(campaignId, people(1, 'late'), h.now))
    },
  ),

  plan(
    'clearPlan removes the messages of a draft or scheduled campaign in steps, so that others can be planned',
    async (h) => {
      const id = await draft(h)
      await h.store.campaigns.plan(id, people(5), h.now, { to: 'scheduled', scheduledAt: h.now + HOUR })
      const before = await messagesOf(h, id)
      assert.equal(await h.store.campaigns.clearPlan(id, 2), true)
      const half = present(await h.store.campaigns.summary(id))
      assert.deepEqual([half.status, half.plannedAt, half.total, half.queued], ['draft', null, 3, 3])
      let steps = 0
      while (await h.store.campaigns.clearPlan(id, 2)) assert.ok(++steps < 10, 'clearing comes to an end')
      assert.deepEqual(await messagesOf(h, id), [])
      await h.store.campaigns.plan(id, people(3), h.now, { to: 'sending' })
      const after = await messagesOf(h, id)
      assert.equal(after.length, 3)
      const old = new Set(before.map((message) => message.id))
      for (const id of old) assert.equal(await h.store.messages.get(id), undefined)
      assert.ok(
        after.every((message) => !old.has(message.id)),
        'ids are new',
      )
      assert.equal(await h.store.campaigns.clearPlan(id, 10), false)
      assert.deepEqual(
        await statesOf(
          h.store,
          after.map((message) => message.id),
        ),
        Array(3).fill('queued'),
      )
      await assertExact(h.store, id)
    },
  ),
]
