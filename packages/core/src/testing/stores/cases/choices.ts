import assert from 'node:assert/strict'
import { suppressionReasons } from '../../../domain/recipient.ts'
import {
  assertExact,
  at,
  beginAll,
  bothStores,
  contactOf,
  draft,
  head,
  listed,
  message,
  people,
  present,
  recipient,
  sending,
  sent,
} from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { hit, record } from '../hits.ts'

const choices = caseGroup('choices')
const email = 'ann@example.org'

export const choiceCases: readonly StoreCase[] = [
  choices('an address whose suppression was lifted can be suppressed again, for any reason', async (h) => {
    const { suppressions, campaigns } = h.store
    for (const [n, reason] of (['unsubscribe', 'complaint', 'bounce', 'manual'] as const).entries()) {
      for (const topic of [null, 'news']) {
        const row = { owner: null, email, emailHash: null, topic, reason, at: h.now + n }
        const first = (await suppressions.add({ ...row, reason: 'unsubscribe' })).suppression
        if (n % 2 === 0) await suppressions.remove(first.id)
        else await suppressions.lift({ owner: null, email, topic })
        const { campaignId: waiting } = await sending(h, [recipient(email)], { options: { topic } })
        const { suppression, created } = await suppressions.add(row)
        assert.deepEqual([created, suppression.reason, suppression.id > first.id], [true, reason, true])
        assert.deepEqual(await beginAll(h, waiting), [], 'what was planned meanwhile does not leave')
        assert.equal(
          (await campaigns.plan(await draft(h, { options: { topic } }), [recipient(email)], h.now)).suppressed,
          1,
        )
        await suppressions.lift({ owner: null, email, topic })
      }
    }
  }),

  choices('a person’s decisions are all stored, a server’s answer once, and the message counts once', async (h) => {
    const { campaignId, ids } = await sent(h, [recipient(email)])
    const kept = { unsubscribe: [2, 1, 0], complaint: [0], bounce: [0] }
    for (const type of ['unsubscribe', 'complaint', 'bounce'] as const) {
      for (const later of [0, 1, 2]) await record(h.store, [hit(type, at(ids, 0), { at: h.now + later })])
      const stored = (await listed(h, at(ids, 0))).filter((event) => event.type === type)
      assert.deepEqual(
        stored.map((event) => event.at - h.now),
        kept[type],
      )
      await assertExact(h.store, campaignId)
    }
    const { unsubscribes, complaints, bounces } = await head(h, campaignId)
    assert.deepEqual([unsubscribes, complaints, bounces], [1, 1, 1])
  }),

  choices(
    'of a message that bounces, soft or hard, one bounce of each is kept and one counted, hard once one of them is',
    async (h) => {
      const sequences = [['soft'], ['hard'], ['soft', 'hard'], ['hard', 'soft'], ['soft', 'soft'], ['hard', 'hard'], []]
      const details = { soft: [{ permanent: false }, { permanent: 'true' }, {}, null], hard: [{ permanent: true }] }
      for (const together of [true, false]) {
        const { campaignId, ids } = await sent(h, people(sequences.length))
        const hits = sequences.flatMap((kinds, n) =>
          kinds.map((kind, later) => {
            const given = details[kind as keyof typeof details]
            return hit('bounce', at(ids, n), { at: h.now + later, detail: given[n % given.length] ?? null })
          }),
        )
        for (const group of together ? [hits] : hits.map((one) => [one])) await record(h.store, group)
        const messages = await Promise.all(ids.map((id) => message(h, id)))
        assert.deepEqual(
          messages.map(({ bouncedAt, hardBouncedAt }) => [bouncedAt, hardBouncedAt]),
          [
            [h.now, null],
            [h.now, h.now],
            [h.now, h.now + 1],
            [h.now, h.now],
            [h.now, null],
            [h.now, h.now],
            [null, null],
          ],
        )
        const events = await Promise.all(ids.map(async (id) => (await listed(h, id)).length))
        assert.deepEqual(events, [1, 1, 2, 1, 1, 1, 0])
        const { bounces, hardBounces } = await head(h, campaignId)
        assert.deepEqual([bounces, hardBounces], [6, 4])
        await assertExact(h.store, campaignId)
      }
    },
  ),

  choices('a consent that is withdrawn, given and withdrawn again is withdrawn', async (h) => {
    const { ids } = await sent(h, [recipient(email)])
    const { ids: contacts } = await h.store.contacts.add([
      { owner: null, email, ref: null, name: null, company: null, tags: [], data: {}, consent: null, createdAt: h.now },
    ])
    for (const [later, opens] of [false, true, false].entries()) {
      const decision = { owner: null, email, consent: { opens }, at: h.now + later, source: 'preferences' }
      await h.store.privacy.setConsent(decision)
      assert.equal((await message(h, at(ids, 0))).consent?.opens, opens)
      assert.equal((await contactOf(h, present(at(contacts, 0))))?.consent?.opens, opens)
      const planned = await sending(h, [recipient(email, { consent: { opens: true } })])
      assert.equal((await message(h, at(planned.ids, 0))).consent?.opens, opens)
    }
    const { consents } = await h.store.privacy.export(null, email, null)
    assert.deepEqual(
      consents.map(({ consent }) => consent.opens),
      [false, true, false],
    )
  }),

  choices('what an address decided last is read whole, and before it decides the consent of its contact', async (h) => {
    const { privacy, contacts } = h.store
    assert.equal(await privacy.consentOf(null, email), null)
    const person = { owner: null, email, ref: null, name: null, company: null, tags: [], data: {}, createdAt: h.now }
    await contacts.add([{ ...person, consent: { clicks: true } }])
    assert.deepEqual(await privacy.consentOf(null, 'ANN@example.org'), { clicks: true })
    const decision = { owner: null, email, source: 'page' }
    await privacy.setConsent({ ...decision, consent: { opens: false }, at: h.now })
    await privacy.setConsent({ ...decision, consent: { readTime: true }, at: h.now + 1 })
    assert.deepEqual(await privacy.consentOf(null, email), { opens: false, readTime: true })
    assert.equal(await privacy.consentOf('acme', email), null)
  }),

  choices('of additions and liftings of one address at once none fails', async (h) => {
    const stores = await bothStores(h)
    const row = { owner: null, email, emailHash: null, topic: null, reason: 'unsubscribe' as const, at: h.now }
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        i % 2 === 0
          ? at(stores, i % 4 === 0 ? 0 : 1).suppressions.add(row)
          : at(stores, i % 4 === 1 ? 0 : 1).suppressions.lift({ owner: null, email, topic: null }),
      ),
    )
    await h.store.suppressions.add(row)
    assert.equal((await h.store.suppressions.list({ limit: 10 })).items.length, 1)
  }),

  choices(
    'a transactional message is held back by a bounce, a complaint and by hand, and by no unsubscription',
    async (h) => {
      const holds = { unsubscribe: false, erasure: false, bounce: true, complaint: true, manual: true }
      for (const [n, reason] of suppressionReasons.entries()) {
        for (const hashed of [false, true]) {
          const [address, emailHash] = [`${reason}-${hashed}@example.org`, `hash of ${n}`]
          const to = recipient(address, { emailHash })
          const waiting = await sending(h, [to], { transactional: true })
          const mailing = await sending(h, [to])
          const under = hashed ? { email: null, emailHash } : { email: address, emailHash: null }
          await h.store.suppressions.add({ owner: null, ...under, topic: null, reason, at: h.now })
          const later = await draft(h, { transactional: true })
          const { suppressed } = await h.store.campaigns.plan(later, [to], h.now)
          const begun = [await beginAll(h, waiting.campaignId), await beginAll(h, mailing.campaignId)]
          assert.deepEqual(
            [suppressed, ...begun.map((ids) => ids.length)],
            [holds[reason] ? 1 : 0, holds[reason] ? 0 : 1, 0],
            reason,
          )
          assert.equal((await head(h, waiting.campaignId)).transactional, true)
          assert.equal((await head(h, mailing.campaignId)).transactional, false)
        }
      }
    },
  ),

  choices('what was said for leaving is counted once with the message, and a recount finds the same', async (h) => {
    const said = ['too_many', 'not_relevant', 'not_signed_up', 'other', 'too_many', undefined, 'nonsense']
    const { campaignId, ids } = await sent(h, people(said.length))
    const leave = (n: number, detail: object, at = h.now) =>
      hit('unsubscribe', ids[n] ?? 0, { detail: { by: 'page', ...detail }, at })
    await record(
      h.store,
      said.map((reason, n) => leave(n, { reason })),
    )
    await record(h.store, [leave(0, { reason: 'other' }, h.now + 1), leave(5, { reason: 'other' }, h.now + 1)])
    await record(h.store, [hit('bounce', at(ids, 6), { detail: { reason: 'other' } })])
    const { unsubscribes, unsubscribeReasons: reasons } = await head(h, campaignId)
    assert.deepEqual(reasons, { too_many: 2, not_relevant: 1, not_signed_up: 1, other: 1 }, 'the first word counts')
    assert.equal(unsubscribes, said.length)
    const kept = await Promise.all(ids.map(async (id) => (await message(h, id)).unsubscribeReason))
    assert.deepEqual(kept, ['too_many', 'not_relevant', 'not_signed_up', 'other', 'too_many', null, null])
    await assertExact(h.store, campaignId)
  }),
]
