import assert from 'node:assert/strict'
import { at, draft, newSuppression, present, recipient, sending } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { mailboxes as mailboxList, spellingsOf } from '../spellings.ts'

const mailboxes = caseGroup('mailboxes')

/** Two spellings of one mailbox; what is stored under one is found by the other. */
const spellings = [
  ['Ann@example.org', 'ann@EXAMPLE.org'],
  ['max@bücher.example', 'MAX@xn--bcher-kva.example'],
  ['max@xn--bcher-kva.example', 'max@BÜCHER.example'],
] as const

/** The address of each mailbox in one of its spellings, another for each. */
const shifted = (by: number): string[] =>
  mailboxList.map((mailbox, n) => at(spellingsOf(mailbox), (n + by) % spellingsOf(mailbox).length))

const ofTwoSpellings: readonly StoreCase[] = spellings.flatMap(([one, other]) => [
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
    const kept = await privacy.export(null, other, null)
    assert.deepEqual([kept.contacts.length, kept.messages.length, kept.consents.length], [1, 1, 1])
    assert.equal((await privacy.erase({ owner: null, email: other, emailHash: 'hash', at: h.now })).messages, 1)
    assert.equal((await privacy.export(null, one, null)).messages.length, 0)
  }),
])

const ofAllSpellings: readonly StoreCase[] = [
  mailboxes('of all spellings of twenty mailboxes one each is planned, in one batch and over several', async (h) => {
    const all = mailboxList.flatMap(spellingsOf).map((email) => recipient(email))
    const id = await draft(h)
    const planned = await h.store.campaigns.plan(id, all, h.now)
    const count = mailboxList.length
    assert.deepEqual(planned, { planned: count, duplicates: all.length - count, suppressed: 0 })
    const again = await h.store.campaigns.plan(id, all.toReversed(), h.now)
    assert.deepEqual(again, { planned: 0, duplicates: all.length, suppressed: 0 })
  }),

  mailboxes(
    'what holds back twenty mailboxes holds under every spelling, until it is lifted under another',
    async (h) => {
      const { suppressions } = h.store
      for (const email of shifted(0)) await suppressions.add(newSuppression(h, email))
      const all = mailboxList.flatMap(spellingsOf)
      assert.deepEqual(await suppressions.held(null, all, null), new Set(all))
      const planned = await h.store.campaigns.plan(
        await draft(h),
        shifted(5).map((email) => recipient(email)),
        h.now,
      )
      assert.equal(planned.suppressed, mailboxList.length)
      for (const email of shifted(3))
        assert.equal(await suppressions.lift({ owner: null, email, topic: null }), true, email)
      assert.deepEqual(await suppressions.held(null, all, null), new Set())
    },
  ),

  mailboxes('twenty mailboxes are twenty contacts and decisions, and are erased under any spelling', async (h) => {
    const { contacts, privacy } = h.store
    const person = { owner: null, ref: null, name: null, company: null, tags: [], data: {}, consent: null }
    const all = mailboxList.flatMap(spellingsOf).map((email) => ({ ...person, email, createdAt: h.now }))
    const added = await contacts.add(all)
    assert.equal(all.length - added.duplicates.length, mailboxList.length)
    const decision = { owner: null, consent: { clicks: false }, at: h.now, source: 'test' }
    for (const email of shifted(1)) await privacy.setConsent({ ...decision, email })
    for (const email of shifted(7)) assert.deepEqual(await privacy.consentOf(null, email), { clicks: false }, email)
    await sending(
      h,
      shifted(2).map((email) => recipient(email)),
    )
    for (const email of shifted(4)) {
      const { messages } = await privacy.erase({ owner: null, email, emailHash: `hash of ${email}`, at: h.now })
      assert.equal(messages, 1, email)
    }
    for (const email of shifted(9)) {
      const { contacts: kept, messages, consents } = await privacy.export(null, email, null)
      assert.deepEqual([kept, messages, consents], [[], [], []], email)
    }
  }),
]

export const mailboxCases: readonly StoreCase[] = [...ofTwoSpellings, ...ofAllSpellings]
