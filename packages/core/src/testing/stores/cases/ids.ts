import assert from 'node:assert/strict'
import { assertRejects, at, bothStores, contactOf, draft, people, present, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, record } from '../hits.ts'

const ids = caseGroup('ids')

async function sweepAll(h: StoreHarness): Promise<void> {
  let steps = 0
  while (await h.store.campaigns.sweep(50, h.now)) assert.ok(++steps < 1000, 'sweeping comes to an end')
}

export const idCases: readonly StoreCase[] = [
  ids(
    'after the newest campaign is deleted the next one has new ids, so that old tokens open nothing of it',
    async (h) => {
      const make = () => sent(h, 3, { links: ['https://a.example/'] })
      const old = await make()
      await h.store.campaigns.remove(old.campaignId)
      await sweepAll(h)
      const fresh = await make()
      assert.ok(fresh.campaignId > old.campaignId)
      assert.ok(at(fresh.ids, 0) > Math.max(...old.ids))
      assert.ok(at(fresh.links, 0) > at(old.links, 0))
      for (const id of old.ids) assert.equal(await h.store.messages.get(id), undefined)
    },
  ),

  ids('ids of contacts, templates and suppressions are not used again', async (h) => {
    const { contacts, templates, suppressions } = h.store
    const contact = {
      owner: null,
      email: 'a@example.org',
      ref: null,
      name: null,
      company: null,
      tags: [],
      data: {},
      consent: null,
      createdAt: h.now,
    }
    const template = { owner: null, key: null, name: 't', subject: 's', html: 'h', text: null, at: h.now }
    const suppression = {
      owner: null,
      email: 'a@example.org',
      emailHash: null,
      topic: null,
      reason: 'manual' as const,
      at: h.now,
    }
    const make = async () => [
      present((await contacts.add([contact])).ids[0]),
      (await templates.create(template)).template.id,
      (await suppressions.add(suppression)).suppression.id,
    ]
    const old = await make()
    assert.deepEqual(
      [await contacts.remove(at(old, 0)), await templates.remove(at(old, 1)), await suppressions.remove(at(old, 2))],
      [true, true, true],
    )
    const fresh = await make()
    for (const [i, id] of fresh.entries()) assert.ok(id > at(old, i))
  }),

  ids('migrate with advanceIds skips that many ids of campaigns, messages and links', async (h) => {
    const old = await sent(h, 2, { links: ['https://a.example/'] })
    await h.store.migrate({ advanceIds: 500 })
    const fresh = await sent(h, 2, { links: ['https://a.example/'] })
    assert.ok(fresh.campaignId > old.campaignId + 500)
    assert.ok(at(fresh.ids, 0) > at(old.ids, 1) + 500)
    assert.ok(at(fresh.links, 0) > at(old.links, 0) + 500)
  }),

  ids('migrate refuses a number of ids that would use one twice', async (h) => {
    for (const advanceIds of [-1, 0.5, Number.NaN])
      await assertRejects('invalid_option', h.store.migrate({ advanceIds }))
  }),

  ids('migrate refuses an option that is misspelt: no id would be skipped', async (h) => {
    await assertRejects('invalid_option', h.store.migrate({ advancedIds: 500 } as object))
  }),

  ids('migrating again, and by several at once, changes nothing', async (h) => {
    const { campaignId, ids: messages } = await sent(h, 2)
    const before = await h.store.campaigns.get(campaignId)
    const stores = await bothStores(h)
    await Promise.all(Array.from({ length: 6 }, (_, i) => at(stores, i % 2).migrate()))
    assert.deepEqual(await h.store.campaigns.get(campaignId), before)
    assert.equal((await h.store.messages.get(at(messages, 0)))?.state, 'sent')
  }),

  ids('a removed campaign is gone at once, and sweeping takes its rows in steps', async (h) => {
    const { campaignId, ids: messages } = await sent(h, 20)
    const kept = await sent(h, 2)
    await record(
      h.store,
      messages.map((id) => hit('open', id)),
    )
    assert.equal(await h.store.campaigns.remove(campaignId), true)
    assert.equal(await h.store.campaigns.remove(campaignId), false)
    assert.equal(await h.store.campaigns.get(campaignId), undefined)
    assert.equal(await h.store.campaigns.summary(campaignId), undefined)
    assert.equal(await h.store.messages.get(at(messages, 0)), undefined)
    assert.deepEqual((await h.store.events.list(at(messages, 0), { limit: 10 })).items, [])
    assert.equal(
      await h.store.campaigns.changeStatus(campaignId, { from: ['completed'], to: 'sending', at: h.now }),
      undefined,
    )
    assert.equal(await h.store.campaigns.sweep(5, h.now), true, 'a small step leaves rows')
    await sweepAll(h)
    assert.equal(await h.store.campaigns.sweep(5, h.now), false)
    assert.equal((await h.store.campaigns.summary(kept.campaignId))?.sent, 2)
    assert.equal((await h.store.messages.get(at(kept.ids, 0)))?.state, 'sent')
  }),

  ids('an id that was never given finds nothing', async (h) => {
    const id = await draft(h)
    await h.store.campaigns.plan(id, people(1), h.now)
    for (const unknown of [id + 1000, 0, -1, 2 ** 40]) {
      assert.equal(await h.store.campaigns.get(unknown), undefined)
      assert.equal(await h.store.messages.get(unknown + 1000), undefined)
      assert.equal(await h.store.campaigns.link(unknown), undefined)
      assert.equal(await contactOf(h, unknown), undefined)
      assert.equal(await h.store.templates.get(unknown), undefined)
    }
  }),
]
