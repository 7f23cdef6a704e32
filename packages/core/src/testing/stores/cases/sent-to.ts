import assert from 'node:assert/strict'
import { allOf, at, message, recipient, sending, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { hit, record } from '../hits.ts'
import { enqueued, stream } from '../streams.ts'

const sentTo = caseGroup('what was sent')

export const sentToCases: readonly StoreCase[] = [
  sentTo('what was sent to an address is listed with what became of it, newest first', async (h) => {
    const email = 'ann@example.org'
    const [first, second] = [await sent(h, [recipient(email)]), await sent(h, [recipient('ANN@example.org')])]
    await sent(h, [recipient(email)], { owner: 'acme' })
    await sending(h, [recipient(email)])
    const [a, b] = [at(first.ids, 0), at(second.ids, 0)]
    await record(h.store, [
      hit('open', a, { at: h.now + 7 }),
      hit('click', a, { at: h.now + 8 }),
      hit('bounce', b, { at: h.now + 9 }),
    ])
    const { messages } = h.store
    const told = await messages.sentTo(null, 'Ann@example.org', 0)
    const { sentAt } = await message(h, a)
    assert.deepEqual(told, [
      { id: b, sentAt, bouncedAt: h.now + 9, lastOpenAt: null, lastClickAt: null },
      { id: a, sentAt, bouncedAt: null, lastOpenAt: h.now + 7, lastClickAt: h.now + 8 },
    ])
    const idsSince = async (since: number) => (await messages.sentTo(null, email, since)).map(({ id }) => id)
    assert.deepEqual(await idsSince((sentAt ?? 0) + 1), [a], 'opened and clicked since')
    assert.deepEqual(await idsSince(h.now + 8), [a])
    assert.deepEqual(await idsSince(h.now + 9), [])
    assert.equal((await messages.sentTo('acme', email, 0)).length, 1)
  }),

  sentTo(
    'messages to an address are listed a page at a time, those of one owner or of all, the newest first',
    async (h) => {
      const { messages, campaigns } = h.store
      const email = 'ann@example.org'
      const ids: number[] = []
      for (const owner of [null, 'acme', null] as const) {
        const id = await stream(h, `s-${ids.length}`, { owner })
        const stored = await enqueued(h, id, [email, 'ANN@example.org', 'other@example.org'])
        ids.push(...stored.slice(0, 2).map((one) => one.id))
      }
      const { campaignId, ids: planned } = await sending(h, [recipient(email)])
      ids.push(...planned)
      const listed = async (owner: string | null | undefined) =>
        (await allOf((cursor) => messages.listTo(owner, 'Ann@EXAMPLE.org', { limit: 2, cursor }))).map(({ id }) => id)
      const newest = ids.toReversed()
      assert.deepEqual(await listed(undefined), newest)
      assert.deepEqual(await listed('acme'), ids.slice(2, 4).reverse())
      assert.deepEqual(
        await listed(null),
        newest.filter((id) => !ids.slice(2, 4).includes(id)),
      )
      await campaigns.remove(campaignId)
      assert.deepEqual(await listed(undefined), newest.slice(1))
      assert.deepEqual(await messages.listTo(null, 'nobody@example.org', { limit: 2 }), { items: [], next: undefined })
      await assert.rejects(messages.listTo(null, email, { limit: 0 }), { code: 'invalid_option' })
      await assert.rejects(messages.listTo(null, email, { limit: 2, cursor: 'x' }), { code: 'invalid_cursor' })
    },
  ),

  sentTo('what was sent to a domain is counted, and what of it came back', async (h) => {
    const to = ['a@bücher.example', 'b@XN--BCHER-KVA.example', 'c@sub.xn--bcher-kva.example', 'd@example.org']
    const { campaignId, ids } = await sent(
      h,
      to.map((email) => recipient(email)),
    )
    await sent(h, [recipient('e@xn--bcher-kva.example')])
    await record(h.store, [hit('bounce', at(ids, 0)), hit('bounce', at(ids, 3))])
    const { messages } = h.store
    const sentAt = (await message(h, at(ids, 0))).sentAt ?? 0
    const domain = 'xn--bcher-kva.example'
    assert.deepEqual(await messages.sentToDomain(campaignId, domain, sentAt), { sent: 2, bounced: 1 })
    assert.deepEqual(await messages.sentToDomain(campaignId, domain, sentAt + 1), { sent: 0, bounced: 0 })
    const queued = await sending(h, [recipient(`f@${domain}`)])
    assert.deepEqual(await messages.sentToDomain(queued.campaignId, domain, 0), { sent: 0, bounced: 0 })
  }),
]
