import assert from 'node:assert/strict'
import type { Retention } from '../../../store/port/privacy-store.ts'
import { assertExact, at, DAY, HOUR, head, listed, MINUTE, message, sending, sent, statesOf } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, record } from '../hits.ts'

const retention = caseGroup('retention')
/** Purges until nothing is left to purge; returns how many rows. */
async function purgeAll(h: StoreHarness, rules: Retention, limit = 3): Promise<number> {
  let total = 0
  for (let steps = 0; ; steps++) {
    assert.ok(steps < 1000, 'purging comes to an end')
    const step = await h.store.privacy.purge(rules, limit, h.now)
    assert.ok(step.rows <= limit, 'a step takes no more than its limit')
    total += step.rows
    if (!step.more) return total
  }
}

export const retentionCases: readonly StoreCase[] = [
  retention('purge removes old events by type in steps and the counters keep what they counted', async (h) => {
    const { campaignId, ids, links } = await sent(h, 4, { links: ['https://a.example/'] })
    const old = ids.flatMap((id) => [
      hit('open', id, { at: h.now - DAY }),
      hit('click', id, { at: h.now - DAY, linkId: at(links, 0) }),
    ])
    await record(h.store, [...old, hit('open', at(ids, 0), { at: h.now })])
    const before = {
      campaign: await head(h, campaignId),
      message: await message(h, at(ids, 0)),
      links: await h.store.campaigns.links(campaignId),
      timeline: await h.store.campaigns.timeline(campaignId),
    }
    assert.equal(await purgeAll(h, { eventsBefore: { open: h.now - HOUR } }), 4)
    assert.deepEqual(
      (await listed(h, at(ids, 0))).map(({ type, at: time }) => [type, time - h.now]),
      [
        ['open', 0],
        ['click', -DAY],
      ],
    )
    assert.equal(await purgeAll(h, { eventsBefore: { open: h.now - HOUR, click: h.now - HOUR, bounce: h.now } }), 4)
    const after = {
      campaign: await head(h, campaignId),
      message: await message(h, at(ids, 0)),
      links: await h.store.campaigns.links(campaignId),
      timeline: await h.store.campaigns.timeline(campaignId),
    }
    assert.deepEqual(after, before)
    assert.deepEqual(
      await h.store.campaigns.recount(campaignId),
      {},
      'a recount does not take purged events for missing ones',
    )
    assert.deepEqual(await head(h, campaignId), before.campaign)
    await record(h.store, [hit('click', at(ids, 0), { at: h.now, linkId: at(links, 0) })])
    const { opens, clicks } = await message(h, at(ids, 0))
    assert.deepEqual([opens, clicks], [2, 2], 'and counting goes on')
    assert.deepEqual((await head(h, campaignId)).clicks, { ...before.campaign.clicks, total: 5 })
  }),

  retention('purge clears address and browser of old events and keeps the events', async (h) => {
    const { campaignId, ids } = await sent(h, 4)
    await record(h.store, [
      ...ids.map((id) => hit('open', id, { at: h.now - DAY })),
      ...Array.from({ length: 5 }, () => hit('open', at(ids, 1), { at: h.now - DAY, userAgent: null })),
      hit('open', at(ids, 0), { at: h.now - HOUR }),
    ])
    assert.equal(await purgeAll(h, { personalBefore: h.now - HOUR }), 9)
    assert.deepEqual(
      (await listed(h, at(ids, 0))).map(({ ip, userAgent }) => [ip, userAgent]),
      [
        ['192.0.2.1', 'human'],
        [null, null],
      ],
    )
    await assertExact(h.store, campaignId)
  }),

  retention(
    'purge removes no more events in one step than its limit, and none of exactly the given time',
    async (h) => {
      const { campaignId, ids } = await sent(h, 1)
      const times = [...Array.from({ length: 7 }, () => h.now - DAY), h.now - HOUR]
      await record(
        h.store,
        times.map((time) => hit('open', at(ids, 0), { at: time })),
      )
      assert.deepEqual(await h.store.privacy.purge({ eventsBefore: { open: h.now - HOUR } }, 3, h.now), {
        rows: 3,
        more: true,
      })
      assert.equal((await listed(h, at(ids, 0))).length, 5)
      assert.equal(await purgeAll(h, { eventsBefore: { open: h.now - HOUR } }), 4)
      assert.equal((await listed(h, at(ids, 0))).length, 1)
      assert.equal((await head(h, campaignId)).opens.total, 8)
    },
  ),

  retention(
    'purge removes the messages of campaigns finished long ago and keeps campaign, figures and links',
    async (h) => {
      const [old, running] = [await sent(h, 3, { links: ['https://a.example/'] }), await sending(h, 2)]
      await record(
        h.store,
        old.ids.map((id) => hit('click', id, { at: h.now, linkId: at(old.links, 0) })),
      )
      const before = {
        campaign: await head(h, old.campaignId),
        links: await h.store.campaigns.links(old.campaignId),
        timeline: await h.store.campaigns.timeline(old.campaignId),
      }
      assert.equal(await purgeAll(h, { messagesBefore: h.now }), 0, 'it finished at that very time')
      assert.equal(await purgeAll(h, { messagesBefore: h.now + 1 }), 3 + 6)
      assert.deepEqual(await statesOf(h.store, old.ids), [undefined, undefined, undefined])
      assert.deepEqual(await h.store.campaigns.recount(old.campaignId), {})
      const after = {
        campaign: await head(h, old.campaignId),
        links: await h.store.campaigns.links(old.campaignId),
        timeline: await h.store.campaigns.timeline(old.campaignId),
      }
      assert.deepEqual(after, before)
      assert.deepEqual(await statesOf(h.store, running.ids), ['queued', 'queued'])
    },
  ),

  retention(
    'purgeable counts by class, in pieces of any size, what purge then removes, and changes nothing',
    async (h) => {
      const [old, mixed] = [await sent(h, 3), await sending(h, 2)]
      await sent(h, 2)
      await record(h.store, [
        ...mixed.ids.flatMap((id) => [
          hit('open', id, { at: h.now - DAY }),
          hit('view', id, { at: h.now - DAY, ip: null, userAgent: null }),
          hit('click', id, { at: h.now - DAY }),
        ]),
      ])
      await record(
        h.store,
        mixed.ids.map((id) => hit('open', id, { at: h.now })),
      )
      const rules = {
        eventsBefore: { open: h.now - HOUR, view: h.now - HOUR, bounce: h.now },
        personalBefore: h.now - HOUR,
        messagesBefore: h.now + 1,
        goneBefore: h.now + 1,
      }
      const expected = { messages: 5, open: 2, view: 2, personal: 4 }
      for (const limit of [1, 2, 1000]) assert.deepEqual(await countAll(h, rules, limit), expected)
      assert.deepEqual(await statesOf(h.store, old.ids), ['sent', 'sent', 'sent'])
      assert.equal((await listed(h, at(mixed.ids, 0))).length, 4)
      for (const name of ['open', 'view'] as const)
        assert.equal(await purgeAll(h, { eventsBefore: { [name]: h.now - HOUR } }), expected[name])
      assert.equal(await purgeAll(h, { personalBefore: h.now - HOUR }), 2, 'the opens are gone, with what they had')
      assert.equal(await purgeAll(h, { messagesBefore: h.now + 1 }), expected.messages)
      assert.deepEqual(await countAll(h, rules, 1000), {})
    },
  ),

  retention('purgeable counts what is left of messages when purge was interrupted', async (h) => {
    await sent(h, 5)
    const rules = { messagesBefore: h.now + 1 }
    assert.equal((await h.store.privacy.purge(rules, 2, h.now)).rows, 2)
    assert.deepEqual(await countAll(h, rules, 1000), { messages: 3 })
    assert.equal(await purgeAll(h, rules), 3)
  }),

  retention(
    'an event whose time is ahead is kept its days, and keeps those behind it for as long again at most',
    async (h) => {
      const { ids } = await sent(h, 1)
      const id = at(ids, 0)
      await record(h.store, [hit('open', id, { at: h.now })])
      await purgeAt(h, h.now, 30 * DAY)
      const ahead = h.now + 3650 * DAY
      await record(
        h.store,
        Array.from({ length: 20 }, () => hit('open', id, { at: ahead })),
      )
      const behind = Array.from({ length: 40 }, () => hit('open', id, { at: h.now + MINUTE }))
      await record(h.store, behind)
      for (let day = 1; day <= 30; day++) await purgeAt(h, h.now + day * DAY, 30 * DAY)
      assert.equal((await listed(h, id)).filter((event) => event.at === ahead).length, 20)
      for (let day = 31; day <= 62; day++) await purgeAt(h, h.now + day * DAY, 30 * DAY)
      assert.equal((await listed(h, id)).filter((event) => event.at !== ahead).length, 0)
    },
  ),

  retention('whatever the order of times, events stay until their days are over, and go in the end', async (h) => {
    const random = seeded(7)
    const { ids } = await sent(h, 1)
    const id = at(ids, 0)
    const keptMs = 30 * DAY
    const kinds = ['open', 'click', 'view'] as const
    for (let round = 0; round < 12; round++) {
      const hits = Array.from({ length: 1 + Math.floor(random() * 12) }, () =>
        hit(at(kinds, Math.floor(random() * 3)), id, { at: h.now + generatedTime(random) }),
      )
      await record(h.store, hits)
    }
    for (let day = 0; day <= 62; day += 2) {
      const [before, now] = [await listed(h, id), h.now + day * DAY]
      await purgeAt(h, now, keptMs)
      const left = new Set((await listed(h, id)).map((event) => event.id))
      const early = before.filter((event) => !left.has(event.id) && event.at >= now - keptMs && event.at <= now)
      assert.deepEqual(early, [], 'none goes before its days are over')
    }
    const kept = (await listed(h, id)).filter((event) => event.at <= h.now + keptMs)
    assert.deepEqual(kept, [])
  }),
]

/** Adds up what all calls of `purgeable` counted; classes of which there are none are left out. */
async function countAll(h: StoreHarness, rules: Retention, limit: number): Promise<Record<string, number>> {
  const total: Record<string, number> = {}
  let cursor: string | undefined
  for (let steps = 0; ; steps++) {
    assert.ok(steps < 1000, 'counting comes to an end')
    const step = await h.store.privacy.purgeable(rules, limit, h.now, cursor)
    for (const [name, count] of Object.entries(step.rows)) if (count > 0) total[name] = (total[name] ?? 0) + count
    cursor = step.next
    if (cursor === undefined) return total
  }
}

/** Purges opens, clicks and views, each by itself, in small steps, as at a time. */
async function purgeAt({ store }: StoreHarness, now: number, keptMs: number): Promise<void> {
  for (const name of ['open', 'click', 'view'])
    while ((await store.privacy.purge({ eventsBefore: { [name]: now - keptMs } }, 3, now)).more) {}
}

/** Long ago, about now, ahead by less than a month, or by years. */
function generatedTime(random: () => number): number {
  const [kind, part] = [random(), random()]
  if (kind < 0.3) return -Math.floor(part * 90 * DAY)
  if (kind < 0.6) return -Math.floor(part * MINUTE)
  if (kind < 0.8) return Math.floor(part * 30 * DAY)
  return Math.floor((1 + part) * 3650 * DAY)
}

/** Numbers between 0 and 1, the same in every run (Park and Miller's). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
