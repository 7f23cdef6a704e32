import assert from 'node:assert/strict'
import type { Retention } from '../../../store/port/privacy-store.ts'
import { assertExact, at, DAY, HOUR, head, listed, message, sending, sent, statesOf } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, record } from '../hits.ts'

const retention = caseGroup('retention')
/** Purges until nothing is left to purge; returns how many rows. */
async function purgeAll(h: StoreHarness, rules: Retention, limit = 3): Promise<number> {
  let total = 0
  for (let steps = 0; ; steps++) {
    assert.ok(steps < 1000, 'purging comes to an end')
    const gone = await h.store.privacy.purge(rules, limit, h.now)
    assert.ok(gone <= limit, 'a step takes no more than its limit')
    if (gone === 0) return total
    total += gone
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
      assert.equal(await h.store.privacy.purge({ eventsBefore: { open: h.now - HOUR } }, 3, h.now), 3)
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
]
