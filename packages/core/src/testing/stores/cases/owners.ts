import assert from 'node:assert/strict'
import type { Store } from '../../../store/port/store.ts'
import { assertExact, at, beginAll, draft, listed, message, present, recipient, sending, sentAt } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, record } from '../hits.ts'

const owners = caseGroup('owners')
const address = 'ann@example.org'
const everyone = [null, 'acme', 'umbrella'] as const
type Owner = (typeof everyone)[number]

interface Rows {
  campaign: number
  sent: number
  contact: number
  template: number
  suppression: number
}

/**
 * All rows an owner may have of one address, for none and for two tenants; the last message of each is still queued.
 */
async function fill(h: StoreHarness): Promise<Map<Owner, Rows>> {
  const email = address
  const { store } = h
  const rows = new Map<Owner, Rows>()
  for (const owner of everyone) {
    const { campaignId: campaign, ids } = await sending(h, [recipient(email, { name: 'Ann' })], { owner })
    await store.messages.settle('sender', (await beginAll(h, campaign)).map(sentAt(h.now)))
    await record(store, [hit('open', at(ids, 0))])
    const person = {
      email,
      ref: null,
      name: 'Ann',
      company: `of ${owner}`,
      tags: [`of ${owner}`],
      data: {},
      consent: null,
    }
    const contact = at((await store.contacts.add([{ owner, ...person, createdAt: h.now }])).ids, 0)
    const content = { key: 'welcome', name: 'T', subject: 'S', html: 'h', text: null, at: h.now }
    const template = (await store.templates.create({ owner, ...content })).template.id
    const row = { owner, email, emailHash: null, topic: 'news', reason: 'unsubscribe' as const, at: h.now }
    const suppression = (await store.suppressions.add(row)).suppression.id
    await store.privacy.setConsent({ owner, email, consent: { opens: true }, at: h.now, source: 'page' })
    rows.set(owner, { campaign, sent: at(ids, 0), contact: contact ?? 0, template, suppression })
  }
  return rows
}

const limit = 100
const ownersOf = (rows: readonly { owner: string | null }[]) => rows.map(({ owner }) => owner)
const found = (row: { owner: string | null } | undefined) => (row === undefined ? [] : [row.owner])

/** What each function that takes an owner shows of all owners' rows. */
const reads: Record<string, (store: Store, owner: string | undefined, rows: Rows[]) => Promise<(string | null)[]>> = {
  'campaigns.list': async (store, owner) => ownersOf((await store.campaigns.list({ limit, owner })).items),
  'campaigns.get': (store, owner, rows) =>
    each(rows, async (row) => found(await store.campaigns.get(row.campaign, owner))),
  'campaigns.summary': (store, owner, rows) =>
    each(rows, async (row) => found(await store.campaigns.summary(row.campaign, owner))),
  'contacts.search': async (store, owner) => ownersOf((await store.contacts.search({ limit, owner })).items),
  'contacts.search by text': async (store, owner) =>
    ownersOf((await store.contacts.search({ limit, owner, q: 'ann' })).items),
  'contacts.getMany': async (store, owner, rows) => {
    const ids = rows.map(({ contact }) => contact)
    return ownersOf(await store.contacts.getMany(ids, owner))
  },
  'contacts.companies': async (store, owner) => {
    const { items } = await store.contacts.companies({ limit, owner })
    return everyone.filter((one) => items.some(({ company }) => company === `of ${one}`))
  },
  'contacts.tags': async (store, owner) => {
    const { items } = await store.contacts.tags({ limit, owner })
    return everyone.filter((one) => items.some(({ tag }) => tag === `of ${one}`))
  },
  'templates.list': async (store, owner) => ownersOf((await store.templates.list({ limit, owner })).items),
  'templates.get': (store, owner, rows) =>
    each(rows, async (row) => found(await store.templates.get(row.template, owner))),
  'suppressions.list': async (store, owner) => ownersOf((await store.suppressions.list({ limit, owner })).items),
  'privacy.export, contacts': async (store, owner) =>
    ownersOf((await store.privacy.export(owner, address, null)).contacts),
  'privacy.export, suppressions': async (store, owner) =>
    ownersOf((await store.privacy.export(owner, address, null)).suppressions),
  'privacy.export, consents': async (store, owner) =>
    ownersOf((await store.privacy.export(owner, address, null)).consents),
  'privacy.export, messages': async (store, owner, rows) => {
    const { messages, events } = await store.privacy.export(owner, 'ANN@example.org', null)
    assert.deepEqual(events.map(({ messageId }) => messageId).sort(), messages.map(({ id }) => id).sort())
    return everyone.filter((_, n) => messages.some(({ id }) => id === rows[n]?.sent))
  },
}

async function each(rows: Rows[], read: (row: Rows) => Promise<(string | null)[]>): Promise<(string | null)[]> {
  return (await Promise.all(rows.map(read))).flat()
}

/**
 * What each function that changes a row by its id does to a tenant's; true when it did. Those that remove it come after
 * those that change it.
 */
const writes: Record<string, (store: Store, row: Rows, owner: string | undefined) => Promise<boolean>> = {
  'contacts.update': async (store, row, owner) =>
    (await store.contacts.update(row.contact, { name: 'B' }, owner)) !== undefined,
  'contacts.remove': (store, row, owner) => store.contacts.remove(row.contact, owner),
  'templates.update': async (store, row, owner) =>
    (await store.templates.update(row.template, { name: 'B' }, owner, { at: 1 })) !== undefined,
  'templates.remove': (store, row, owner) => store.templates.remove(row.template, owner),
  'suppressions.remove': (store, row, owner) => store.suppressions.remove(row.suppression, { owner }),
  'campaigns.remove': (store, row, owner) => store.campaigns.remove(row.campaign, owner),
}

/** The owners for whom an erased address is suppressed when it is planned again. */
async function heldFor(h: StoreHarness): Promise<(string | null)[]> {
  const held: (string | null)[] = []
  for (const owner of [...everyone, 'nobody']) {
    const batch = [recipient(address, { emailHash: 'hash-of-ann' })]
    const id = await draft(h, { owner, options: { topic: 'news' } })
    if ((await h.store.campaigns.plan(id, batch, h.now)).suppressed === 1) held.push(owner)
  }
  return held
}

/** The owners that still have something of the address. */
async function knownTo(h: StoreHarness, rows: Map<Owner, Rows>): Promise<(string | null)[]> {
  const known = new Set<string | null>()
  const exported = await h.store.privacy.export(undefined, address, null)
  for (const { owner } of [...exported.contacts, ...exported.suppressions, ...exported.consents]) known.add(owner)
  for (const [owner, { sent, campaign }] of rows) {
    if ((await message(h, sent)).email === address) known.add(owner)
    if ((await listed(h, sent)).some(({ ip }) => ip !== null)) known.add(owner)
    await assertExact(h.store, campaign)
  }
  return everyone.filter((owner) => known.has(owner))
}

export const ownerCases: readonly StoreCase[] = [
  owners('with an owner every function sees that owner’s rows, and without one all rows', async (h) => {
    const rows = [...(await fill(h)).values()]
    for (const [name, read] of Object.entries(reads)) {
      for (const [owner, expected] of [
        [undefined, [...everyone]],
        ['acme', ['acme']],
        ['umbrella', ['umbrella']],
        ['nobody', []],
      ] as const) {
        const seen = await read(h.store, owner, rows)
        assert.deepEqual(seen.sort(), [...expected].sort(), `${name} of ${owner}`)
      }
    }
    const { contacts, messages } = await h.store.privacy.export(null, address, null)
    assert.deepEqual([ownersOf(contacts), messages.length], [[null], 1], 'null: rows without an owner')
  }),

  owners('with an owner every function changes that owner’s rows alone, and without one any row', async (h) => {
    const rows = await fill(h)
    for (const [name, write] of Object.entries(writes)) {
      for (const [row, owner, does] of [
        ['acme', 'umbrella', false],
        ['acme', 'acme', true],
        [null, 'acme', false],
        [null, undefined, true],
        ['umbrella', undefined, true],
      ] as const) {
        const did = await write(h.store, present(rows.get(row)), owner)
        assert.equal(did, does, `${name} of ${row} by ${owner}`)
      }
    }
  }),

  owners(
    'erasing without an owner removes a person for all owners, and suppresses the address for each of them',
    async (h) => {
      const rows = await fill(h)
      const erasure = { email: 'ANN@example.org', emailHash: 'hash-of-ann', at: h.now }
      assert.equal((await h.store.privacy.erase({ ...erasure, owner: undefined })).messages, 3)
      assert.equal((await h.store.privacy.erase({ ...erasure, owner: undefined })).messages, 0)
      assert.deepEqual(await knownTo(h, rows), [])
      const { items } = await h.store.suppressions.list({ limit })
      assert.deepEqual(
        items.flatMap(({ reasons }) => reasons.map(({ reason }) => reason)),
        [...everyone.map(() => 'erasure'), ...everyone.map(() => 'unsubscribe')],
        'under the reason they had, and for all topics',
      )
      assert.deepEqual(await heldFor(h), [...everyone])
    },
  ),

  owners('erasing with an owner leaves all other rows, and suppresses the address for that owner', async (h) => {
    const rows = await fill(h)
    const erasure = { email: address, emailHash: 'hash-of-ann', at: h.now }
    for (const [owner, left] of [
      ['acme', [null, 'umbrella']],
      [null, ['umbrella']],
    ] as const) {
      assert.equal((await h.store.privacy.erase({ ...erasure, owner })).messages, 1)
      assert.deepEqual(await knownTo(h, rows), left)
      const hashed = (await h.store.suppressions.list({ limit })).items.filter((row) => row.emailHash !== null)
      assert.deepEqual(
        everyone.filter((one) => hashed.some((row) => row.owner === one)),
        everyone.filter((one) => !left.some((other) => other === one)),
      )
    }
    await h.store.suppressions.lift({ owner: 'umbrella', email: address, topic: 'news' })
    assert.deepEqual(await heldFor(h), [null, 'acme'])
  }),

  owners(
    'erasing an unknown address suppresses it for owner null, and for an owner that has only a message of it',
    async (h) => {
      const erasure = { email: address, emailHash: 'hash-of-ann', at: h.now, owner: undefined }
      assert.equal((await h.store.privacy.erase(erasure)).messages, 0)
      assert.deepEqual(await heldFor(h), [null])
      const batch = [recipient('bob@example.org')]
      await h.store.campaigns.plan(await draft(h, { owner: 'acme' }), batch, h.now)
      const bob = { ...erasure, email: 'bob@example.org', emailHash: 'hash-of-bob' }
      assert.equal((await h.store.privacy.erase(bob)).messages, 1)
      const { items } = await h.store.suppressions.list({ limit, owner: 'acme' })
      assert.deepEqual(
        items.map(({ emailHash, reasons, topic }) => [emailHash, reasons.map(({ reason }) => reason), topic]),
        [['hash-of-bob', ['erasure'], null]],
      )
    },
  ),
]
