import assert from 'node:assert/strict'
import type { Consent } from '../../../domain/recipient.ts'
import { erasedConsent } from '../../../store/rules/erased.ts'
import { allOf, at, bothStores, draft, HOUR, head, message, people, recipient, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'

const consent = caseGroup('consent')
const email = 'ann@example.org'
const nothing = { opens: false, clicks: false, readTime: false }
const everything = { opens: true, clicks: true, readTime: true }

const decide = (h: StoreHarness, decided: Consent, changes: { owner?: string; email?: string; at?: number } = {}) =>
  h.store.privacy.setConsent({ owner: null, email, consent: decided, at: h.now, source: 'preferences', ...changes })

/** The consents a new campaign holds of these recipients, by address. */
async function planned(h: StoreHarness, recipients: ReturnType<typeof recipient>[], owner: string | null = null) {
  const campaignId = await draft(h, { owner })
  await h.store.campaigns.plan(campaignId, recipients, h.now)
  return await consentsOf(h, campaignId)
}

async function consentsOf(h: StoreHarness, campaignId: number): Promise<Map<string, Consent | null>> {
  const messages = await allOf((cursor) =>
    h.store.messages.list({ campaignId, sort: 'name', order: 'asc', limit: 1000, cursor }),
  )
  return new Map(messages.map((message) => [message.email, message.consent]))
}

export const consentCases: readonly StoreCase[] = [
  consent(
    'a decision made by a mail is stored only while the mail is to this address, before it is erased',
    async (h) => {
      const stores = await bothStores(h)
      for (let n = 0; n < 20; n++) {
        const address = `p${n}@example.org`
        const { ids } = await sent(h, [recipient(address)])
        const change = { owner: null, email: address, consent: everything, at: h.now, source: 'page' }
        const other = { ...change, email: 'other@example.org' }
        assert.equal(await h.store.privacy.setConsent(other, at(ids, 0)), false, 'of another address')
        const erasure = { owner: null, email: address, emailHash: `hash ${n}`, at: h.now }
        // The decision comes a few statements later each time, so that it meets the erasure at each of its own.
        const decide = async () => {
          for (let reads = 0; reads < n; reads++) await at(stores, 1).messages.get(at(ids, 0))
          await at(stores, 1).privacy.setConsent(change, at(ids, 0))
        }
        await Promise.all([at(stores, 0).privacy.erase(erasure), decide()])
        assert.deepEqual((await message(h, at(ids, 0))).consent, erasedConsent)
        assert.equal(await h.store.privacy.setConsent(change, at(ids, 0)), false)
        assert.deepEqual((await h.store.privacy.export(null, address, null)).consents, [])
      }
      assert.deepEqual((await h.store.privacy.export(null, 'other@example.org', null)).consents, [])
      const { ids } = await sent(h, [recipient(email)])
      const change = { owner: null, email: email.toUpperCase(), consent: everything, at: h.now, source: 'page' }
      assert.equal(await h.store.privacy.setConsent(change, at(ids, 0)), true)
      assert.equal((await message(h, at(ids, 0))).consent?.opens, true)
    },
  ),

  consent('what an address withdrew stays withdrawn in campaigns planned later, and in no other’s', async (h) => {
    const given = { consent: { ...everything, source: 'form' } }
    await decide(h, nothing, { email: 'ANN@example.org' })
    await decide(h, nothing, { email: 'bob@example.org', owner: 'acme' })
    const held = { ...nothing, at: new Date(h.now).toISOString(), source: 'preferences' }
    const batch = [recipient('Ann@Example.org', given), recipient('bob@example.org', given)]
    assert.deepEqual([...(await planned(h, batch))].sort(), [
      ['Ann@Example.org', held],
      ['bob@example.org', given.consent],
    ])
    assert.deepEqual((await planned(h, [recipient(email)])).get(email), held, 'also where none was given')
    const theirs = await planned(h, batch, 'acme')
    assert.deepEqual([theirs.get('Ann@Example.org'), theirs.get('bob@example.org')], [given.consent, held])
  }),

  consent(
    'of a consent given and a decision logged the later holds, and no wins over yes where that is unknown',
    async (h) => {
      const time = (difference: number) => new Date(h.now + difference).toISOString()
      const page = { at: time(0), source: 'preferences' }
      const rows: { decided: Consent; given: Consent | null; holds: Consent }[] = [
        { decided: nothing, given: { ...everything, at: time(-1) }, holds: { ...nothing, ...page } },
        { decided: nothing, given: { ...everything, at: time(0) }, holds: { ...nothing, ...page } },
        { decided: nothing, given: { ...everything, at: time(1) }, holds: { ...everything, at: time(1) } },
        { decided: nothing, given: { opens: true, at: time(1) }, holds: { ...nothing, opens: true, at: time(1) } },
        { decided: everything, given: null, holds: { ...everything, ...page } },
        { decided: everything, given: { ...nothing, at: time(-1) }, holds: { ...everything, ...page } },
        { decided: everything, given: { ...nothing, at: time(1) }, holds: { ...nothing, at: time(1) } },
        { decided: everything, given: { opens: false }, holds: { ...everything, opens: false } },
        { decided: { opens: false }, given: { clicks: true }, holds: { opens: false, clicks: true, ...page } },
      ]
      const batch = rows.map(({ given }, n) => recipient(`p${n}@example.org`, { consent: given }))
      for (const [n, { decided }] of rows.entries()) await decide(h, decided, { email: `p${n}@example.org` })
      const consents = await planned(h, batch)
      for (const [n, { holds }] of rows.entries())
        assert.deepEqual(consents.get(`p${n}@example.org`), holds, `row ${n}`)
    },
  ),

  consent('the newest decision of an address holds, with the parts that it does not name as they were', async (h) => {
    const parts = async () => {
      const { opens, clicks, readTime } = (await planned(h, [recipient(email)])).get(email) ?? {}
      return [opens, clicks, readTime]
    }
    await decide(h, nothing)
    await decide(h, everything, { at: h.now + 1 })
    assert.deepEqual(await parts(), [true, true, true])
    await decide(h, { opens: false }, { at: h.now + 2 })
    await decide(h, { clicks: false }, { at: h.now + 3 })
    assert.deepEqual(await parts(), [false, false, true])
    const log = (await h.store.privacy.export(null, email, null)).consents.map((change) => change.consent)
    assert.deepEqual(log, [nothing, everything, { ...everything, opens: false }, { ...nothing, readTime: true }])
  }),

  consent(
    'decisions are found for every recipient of a large batch, the suppressed and the last ones too',
    async (h) => {
      const batch = people(1200)
      const held = [0, 1, 249, 250, 777, 1199].map((n) => at(batch, n).email)
      for (const address of held) await decide(h, nothing, { email: address })
      await h.store.suppressions.add({
        owner: null,
        email: at(batch, 1).email,
        emailHash: null,
        topic: null,
        reason: 'manual',
        at: h.now,
      })
      const consents = await planned(h, batch)
      const silent = [...consents].flatMap(([address, found]) => (found?.opens === false ? address : []))
      assert.deepEqual(silent.sort(), held.sort())
      assert.equal([...consents.values()].filter((found) => found === null).length, batch.length - held.length)
    },
  ),

  consent('no decision of an erased person is left for planning', async (h) => {
    await decide(h, nothing)
    await h.store.privacy.erase({ owner: null, email, emailHash: 'hash-of-ann', at: h.now })
    assert.equal((await planned(h, [recipient(email)])).get(email), null)
    await decide(h, { clicks: false })
    assert.deepEqual(
      (await h.store.privacy.export(null, email, null)).consents.map((change) => change.consent),
      [{ clicks: false }],
    )
  }),

  consent('a decision made while its address is planned holds, whichever comes first', async (h) => {
    const [one, two] = await bothStores(h)
    for (let round = 0; round < 12; round++) {
      const address = `at-once${round}@example.org`
      const campaignId = await draft(h)
      const batch = [recipient(address, { consent: everything }), ...people(40)]
      await Promise.all([
        one.campaigns.plan(campaignId, batch, h.now, { to: 'sending' }),
        two.privacy.setConsent({ owner: null, email: address, consent: nothing, at: h.now + HOUR, source: 'page' }),
      ])
      assert.equal((await consentsOf(h, campaignId)).get(address)?.opens, false, `round ${round}`)
      assert.equal((await head(h, campaignId)).total, batch.length)
    }
  }),
]
