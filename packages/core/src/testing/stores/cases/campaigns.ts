import assert from 'node:assert/strict'
import type { CampaignStatus } from '../../../domain/campaign.ts'
import { at, bothStores, draft, HOUR, newCampaign, people, present, sending } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { stream } from '../streams.ts'

const campaigns = caseGroup('campaigns')

export const campaignCases: readonly StoreCase[] = [
  campaigns('a new campaign is a draft with every field as given and every counter at zero', async (h) => {
    const given = newCampaign(h, {
      owner: 'acme',
      key: 'k',
      replyTo: ['reply@sender.example', 'Desk <desk@sender.example>'],
      text: 'Hello — ☀ 𝒮',
      scheduledAt: h.now + HOUR,
      warnings: [{ code: 'unsafe_link', message: 'unsafe', subject: 'javascript:', count: 2 }],
      options: {
        delayMs: 20,
        limits: { perHour: 100, burst: 3 },
        headers: { 'X-A': 'b' },
        topic: 'news',
        onUnknown: 'resend',
      },
    })
    const { campaign, created } = await h.store.campaigns.create(given)
    assert.equal(created, true)
    const stored = present(await h.store.campaigns.get(campaign.id))
    assert.deepEqual(stored, campaign)
    const { options, ...rest } = given
    for (const [name, value] of Object.entries(rest)) assert.deepEqual(Reflect.get(stored, name), value, name)
    const { concurrency: _unset, ...set } = options
    for (const [name, value] of Object.entries(set))
      if (value !== undefined) assert.deepEqual(Reflect.get(stored.options, name), value, name)
    const { status, total, queued, sent, failed, skipped, unknown, startedAt, finishedAt, plannedAt, pauseReason } =
      stored
    assert.deepEqual(
      { status, total, queued, sent, failed, skipped, unknown },
      { status: 'draft', total: 0, queued: 0, sent: 0, failed: 0, skipped: 0, unknown: 0 },
    )
    assert.deepEqual([startedAt, finishedAt, plannedAt, pauseReason], [null, null, null, null])
    assert.deepEqual(stored.opens, { total: 0, unique: 0, machine: 0, early: 0, tracked: 0 })
    assert.deepEqual(stored.clicks, { total: 0, unique: 0, machine: 0, early: 0, tracked: 0 })
    assert.deepEqual(
      [stored.bounces, stored.hardBounces, stored.complaints, stored.unsubscribes, stored.readMs, stored.readMeasured],
      [0, 0, 0, 0, 0, 0],
    )
  }),

  campaigns('a key that its owner used before returns that campaign and stores nothing', async (h) => {
    const { campaigns: store } = h.store
    const first = await store.create(newCampaign(h, { owner: 'acme', key: 'k' }))
    const again = await store.create(newCampaign(h, { owner: 'acme', key: 'k', name: 'other' }))
    assert.equal(again.created, false)
    assert.equal(again.campaign.id, first.campaign.id)
    assert.equal(again.campaign.name, 'Spring')
    const others = [
      await store.create(newCampaign(h, { owner: 'umbrella', key: 'k' })),
      await store.create(newCampaign(h, { owner: null, key: 'k' })),
      await store.create(newCampaign(h, { owner: 'acme', key: null })),
      await store.create(newCampaign(h, { owner: 'acme', key: null })),
    ]
    assert.deepEqual(
      others.map(({ created }) => created),
      [true, true, true, true],
    )
    const nobody = await store.create(newCampaign(h, { owner: null, key: 'k' }))
    assert.equal(nobody.created, false, 'a key without an owner is unique too')
    assert.equal((await store.list({ limit: 10 })).items.length, 5)
  }),

  campaigns('of many creations with one key at once exactly one creates, and all get its campaign', async (h) => {
    const stores = await bothStores(h)
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        at(stores, i % 2).campaigns.create(newCampaign(h, { key: 'k', name: `n${i}` })),
      ),
    )
    assert.equal(results.filter(({ created }) => created).length, 1)
    assert.equal(new Set(results.map(({ campaign }) => campaign.id)).size, 1)
  }),

  campaigns('a removed campaign frees its key', async (h) => {
    const first = await draft(h, { key: 'k' })
    await h.store.campaigns.remove(first)
    const { campaign, created } = await h.store.campaigns.create(newCampaign(h, { key: 'k' }))
    assert.equal(created, true)
    assert.notEqual(campaign.id, first)
  }),

  campaigns('an owner sees and removes only its own campaigns; without an owner all are seen', async (h) => {
    const { campaigns: store } = h.store
    const [acme, umbrella, nobody] = [
      await draft(h, { owner: 'acme' }),
      await draft(h, { owner: 'umbrella' }),
      await draft(h),
    ]
    assert.equal((await store.get(acme, 'acme'))?.id, acme)
    assert.equal(await store.get(acme, 'umbrella'), undefined)
    assert.equal(await store.get(nobody, 'umbrella'), undefined)
    assert.equal(await store.summary(acme, 'umbrella'), undefined)
    assert.equal(await store.remove(acme, 'umbrella'), false)
    const ids = async (owner?: string) => (await store.list({ limit: 10, owner })).items.map(({ id }) => id)
    assert.deepEqual(await ids('acme'), [acme])
    assert.deepEqual(await ids(), [nobody, umbrella, acme])
  }),

  campaigns('a summary and a list item are the campaign without its content', async (h) => {
    const {
      preheader: _preheader,
      html: _html,
      text: _text,
      document: _document,
      engine: _engine,
      attachments: _files,
      ...rest
    } = present(await h.store.campaigns.get(await draft(h)))
    assert.deepEqual(await h.store.campaigns.summary(rest.id), rest)
    assert.deepEqual((await h.store.campaigns.list({ limit: 1 })).items, [rest])
  }),

  campaigns('several are read in one call: those that are there, each once, streams among them', async (h) => {
    const { campaigns: store } = h.store
    const ids = [await draft(h, { owner: 'acme' }), await draft(h, { html: '<p>other</p>' }), await stream(h)]
    const removed = await draft(h)
    await store.remove(removed)
    const asked = [ids[2], ids[0], removed, ids[1], ids[0], removed + 1_000].map(Number)
    const sorted = <T extends { id: number }>(records: T[]) => records.sort((a, b) => a.id - b.id)
    const whole = await Promise.all(ids.map(async (id) => present(await store.get(id))))
    const summaries = await Promise.all(ids.map(async (id) => present(await store.summary(id))))
    assert.deepEqual(sorted(await store.getMany(asked)), whole)
    assert.deepEqual(sorted(await store.summaries(asked)), summaries)
    assert.deepEqual([await store.getMany([]), await store.summaries([])], [[], []])
  }),

  campaigns('update changes fields and raises the version, only from the statuses named', async (h) => {
    const id = await draft(h)
    const before = present(await h.store.campaigns.get(id))
    const changed = present(
      await h.store.campaigns.update(
        id,
        { name: 'Summer', html: '<b>x</b>', options: { ...before.options, delayMs: 5 } },
        ['draft'],
      ),
    )
    assert.equal(changed.name, 'Summer')
    assert.equal(changed.html, '<b>x</b>')
    assert.equal(changed.options.delayMs, 5)
    assert.equal(changed.subject, before.subject)
    assert.ok(changed.version > before.version)
    assert.equal(await h.store.campaigns.update(id, { name: 'Autumn' }, ['sending', 'paused']), undefined)
    assert.deepEqual(await h.store.campaigns.get(id), changed)
    assert.equal(await h.store.campaigns.update(id + 1000, { name: 'x' }, ['draft']), undefined)
  }),

  campaigns('changeStatus changes nothing when the status is not one of `from`', async (h) => {
    const id = await draft(h)
    const before = await h.store.campaigns.get(id)
    assert.equal(
      await h.store.campaigns.changeStatus(id, { from: ['sending', 'paused'], to: 'cancelled', at: h.now }),
      undefined,
    )
    assert.deepEqual(await h.store.campaigns.get(id), before)
    assert.equal(
      await h.store.campaigns.changeStatus(id + 1000, { from: ['draft'], to: 'cancelled', at: h.now }),
      undefined,
    )
  }),

  campaigns('of many status changes at once one wins', async (h) => {
    const { campaignId } = await sending(h, 1)
    const stores = await bothStores(h)
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        at(stores, i % 2).campaigns.changeStatus(campaignId, {
          from: ['sending'],
          to: 'paused',
          at: h.now,
          pauseReason: `r${i}`,
        }),
      ),
    )
    const winners = results.filter((result) => result !== undefined)
    assert.equal(winners.length, 1)
    assert.equal((await h.store.campaigns.get(campaignId))?.pauseReason, winners[0]?.pauseReason)
  }),

  campaigns(
    'startedAt is the first sending; finishedAt is set by completed and cancelled and cleared when sending again',
    async (h) => {
      const id = await draft(h)
      await h.store.campaigns.plan(id, people(1), h.now, { to: 'draft' })
      const change = async (from: CampaignStatus, to: CampaignStatus, after: number) => {
        const { startedAt, finishedAt } = present(
          await h.store.campaigns.changeStatus(id, { from: [from], to, at: h.now + after }),
        )
        return [startedAt, finishedAt].map((time) => (time === null ? null : time - h.now))
      }
      assert.deepEqual(await change('draft', 'sending', 1), [1, null])
      assert.deepEqual(await change('sending', 'paused', 2), [1, null])
      assert.deepEqual(await change('paused', 'sending', 3), [1, null])
      assert.deepEqual(await change('sending', 'cancelled', 4), [1, 4])
      assert.deepEqual(await change('cancelled', 'sending', 5), [1, null])
      assert.deepEqual(await change('sending', 'completed', 6), [1, 6])
    },
  ),

  campaigns('a change to sending with nothing queued becomes completed at once', async (h) => {
    const id = await draft(h)
    const changed = present(await h.store.campaigns.changeStatus(id, { from: ['draft'], to: 'sending', at: h.now + 5 }))
    assert.equal(changed.status, 'completed')
    assert.deepEqual([changed.startedAt, changed.finishedAt], [h.now + 5, h.now + 5])
  }),

  campaigns('a pause reason is kept with paused and cleared by every other status', async (h) => {
    const { campaignId } = await sending(h, 1)
    const pause = { from: ['sending'] as const, to: 'paused' as const, at: h.now, pauseReason: 'smtp_auth' }
    assert.equal((await h.store.campaigns.changeStatus(campaignId, pause))?.pauseReason, 'smtp_auth')
    const resumed = await h.store.campaigns.changeStatus(campaignId, { from: ['paused'], to: 'sending', at: h.now })
    assert.equal(resumed?.pauseReason, null)
    await h.store.campaigns.changeStatus(campaignId, pause)
    const cancelled = await h.store.campaigns.changeStatus(campaignId, { from: ['paused'], to: 'cancelled', at: h.now })
    assert.equal(cancelled?.pauseReason, null)
  }),

  campaigns('scheduled campaigns are due oldest first once their time has come', async (h) => {
    const { campaigns: store } = h.store
    const nextStartAt = async () => (await store.agenda({ now: h.now, until: h.now, known: [] })).nextStartAt
    assert.equal(await nextStartAt(), undefined)
    const schedule = async (after: number) => {
      const id = await draft(h)
      await store.plan(id, people(1), h.now, { to: 'scheduled', scheduledAt: h.now + after })
      return id
    }
    const [late, early, middle] = [await schedule(30), await schedule(10), await schedule(20)]
    await draft(h, { scheduledAt: h.now })
    assert.equal(await nextStartAt(), h.now + 10)
    assert.deepEqual(await store.dueForStart(h.now + 9, 10), [])
    assert.deepEqual(await store.dueForStart(h.now + 20, 10), [early, middle])
    assert.deepEqual(await store.dueForStart(h.now + 60, 2), [early, middle])
    await store.changeStatus(early, { from: ['scheduled'], to: 'sending', at: h.now + 10 })
    await store.remove(middle)
    assert.deepEqual(await store.dueForStart(h.now + 60, 10), [late])
    assert.equal(await nextStartAt(), h.now + 30)
  }),

  campaigns('sending names the campaigns being sent and no others', async (h) => {
    const [{ campaignId: first }, { campaignId: second }, { campaignId: third }] = [
      await sending(h, 1),
      await sending(h, 1),
      await sending(h, 1),
    ]
    await draft(h)
    await h.store.campaigns.changeStatus(second, { from: ['sending'], to: 'paused', at: h.now })
    await h.store.campaigns.remove(third)
    assert.deepEqual(await h.store.campaigns.sending(), [first])
  }),

  campaigns('what is returned is a copy: changing it, or what was given, changes nothing stored', async (h) => {
    const given = newCampaign(h, { options: { headers: { 'X-A': 'b' } } })
    const { campaign } = await h.store.campaigns.create(given)
    given.options.headers['X-A'] = 'changed'
    campaign.options.headers['X-A'] = 'changed'
    const read = present(await h.store.campaigns.get(campaign.id))
    read.warnings.push({ code: 'unsafe_link', message: 'x' })
    read.opens.total = 7
    const stored = present(await h.store.campaigns.get(campaign.id))
    assert.equal(stored.options.headers['X-A'], 'b')
    assert.deepEqual(stored.warnings, [])
    assert.equal(stored.opens.total, 0)
  }),
]
