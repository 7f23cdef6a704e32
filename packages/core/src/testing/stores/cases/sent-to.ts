import assert from 'node:assert/strict'
import { at, message, recipient, sending, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { hit, record } from '../hits.ts'

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
