import assert from 'node:assert/strict'
import { at, draft, newSuppression, present, recipient, sending } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'

const mailboxes = caseGroup('mailboxes')

/** Two spellings of one mailbox; what is stored under one is found by the other. */
const spellings = [
  ['Ann@example.org', 'ann@EXAMPLE.org'],
  ['max@bücher.example', 'MAX@xn--bcher-kva.example'],
  ['max@xn--bcher-kva.example', 'max@BÜCHER.example'],
] as const

export const mailboxCases: readonly StoreCase[] = spellings.flatMap(([one, other]) => [
  mailboxes(`${one} and ${other} are planned once, and shown in the first spelling`, async (h) => {
    const id = await draft(h)
    const planned = await h.store.campaigns.plan(id, [recipient(one), recipient(other)], h.now)
    assert.deepEqual(planned, { planned: 1, duplicates: 1, suppressed: 0 })
    assert.deepEqual((await h.store.campaigns.plan(id, [recipient(other)], h.now)).duplicates, 1)
    const { items } = await h.store.messages.list({ campaignId: id, sort: 'name', order: 'asc', limit: 10 })
    assert.deepEqual(
      items.map(({ email }) => email),
      [one],
    )
  }),

  mailboxes(`what holds ${one} back holds ${other} back, planned before and after, until it is lifted`, async (h) => {
    const { suppressions, messages } = h.store
    const { campaignId } = await sending(h, [recipient(other)])
    const { suppression } = await suppressions.add(newSuppression(h, one))
    assert.deepEqual(await suppressions.held(null, [other], null), new Set([other]))
    assert.equal((await suppressions.add(newSuppression(h, other))).suppression.id, suppression.id)
    const lease = { sender: 'a', now: h.now, leaseUntil: h.now + 1000 }
    const [claimed] = await messages.claim({ ...lease, campaigns: [{ campaignId, limit: 1 }] })
    const begun = await messages.begin({ ...lease, messageIds: [present(claimed).id] })
    assert.deepEqual(begun.skipped, [present(claimed).id])
    assert.equal((await h.store.campaigns.plan(await draft(h), [recipient(other)], h.now)).suppressed, 1)
    assert.equal(await suppressions.lift({ owner: null, email: other, topic: null }), true)
    assert.equal((await suppressions.of(null, one, null)).length, 0)
  }),

  mailboxes(`${one} and ${other} are one contact, one decision, and one person to export and to erase`, async (h) => {
    const { contacts, privacy } = h.store
    const person = { owner: null, ref: null, name: null, company: null, tags: [], data: {}, consent: null }
    const added = await contacts.add([one, other].map((email) => ({ ...person, email, createdAt: h.now })))
    assert.deepEqual([added.ids[1], added.duplicates], [undefined, [1]])
    const decision = { owner: null, consent: { opens: false }, at: h.now, source: 'test' }
    await privacy.setConsent({ ...decision, email: other })
    assert.deepEqual(await privacy.consentOf(null, one), { opens: false })
    const { ids } = await sending(h, [recipient(one)])
    assert.equal(present(await h.store.messages.get(at(ids, 0))).consent?.opens, false)
    const kept = await privacy.export(null, other)
    assert.deepEqual([kept.contacts.length, kept.messages.length, kept.consents.length], [1, 1, 1])
    assert.equal((await privacy.erase({ owner: null, email: other, emailHash: 'hash', at: h.now })).messages, 1)
    assert.equal((await privacy.export(null, one)).messages.length, 0)
  }),
])
