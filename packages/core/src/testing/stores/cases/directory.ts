import assert from 'node:assert/strict'
import { fold } from '../../../kit/fold.ts'
import type { NewContact } from '../../../store/port/records.ts'
import { allOf, assertRejects, at, bothStores, contactOf, present } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'

const contacts = caseGroup('contacts')

const contact = (h: StoreHarness, email: string, changes: Partial<NewContact> = {}): NewContact => ({
  owner: null,
  email,
  ref: null,
  name: null,
  company: null,
  tags: [],
  data: {},
  consent: null,
  createdAt: h.now,
  ...changes,
})

export const directoryCases: readonly StoreCase[] = [
  contacts('a contact is stored with every field', async (h) => {
    const given = contact(h, 'Ann@Example.org', {
      owner: 'acme',
      name: 'Ann é',
      company: 'Acme',
      tags: ['vip', 'fr'],
      data: { deep: { a: [1, null] } },
      consent: { readTime: true, at: '2024-01-01T00:00:00.000Z', source: 'form' },
    })
    const { ids, duplicates } = await h.store.contacts.add([given])
    assert.deepEqual(duplicates, [])
    assert.deepEqual(await contactOf(h, present(ids[0])), { id: ids[0], ...given })
  }),

  contacts(
    'an address is unique within its owner, compared without case; duplicates are named and the rest stored',
    async (h) => {
      const { ids, duplicates } = await h.store.contacts.add([
        contact(h, 'ann@example.org'),
        contact(h, 'ANN@example.org'),
        contact(h, 'bob@example.org'),
      ])
      assert.deepEqual([duplicates, ids[1]], [[1], undefined])
      assert.ok(ids[0] !== undefined && ids[2] !== undefined)
      const again = await h.store.contacts.add([
        contact(h, 'Bob@example.org'),
        contact(h, 'carl@example.org'),
        contact(h, 'bob@example.org', { owner: 'acme' }),
      ])
      assert.deepEqual(again.duplicates, [0])
      assert.equal((await h.store.contacts.search({ limit: 10 })).total, 4)
    },
  ),

  contacts('of many additions of one address at once one is stored', async (h) => {
    const stores = await bothStores(h)
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        at(stores, i % 2).contacts.add([contact(h, i % 2 === 0 ? 'ann@example.org' : 'ANN@example.org')]),
      ),
    )
    assert.equal(results.filter(({ duplicates }) => duplicates.length === 0).length, 1)
    assert.equal((await h.store.contacts.search({ limit: 10 })).total, 1)
  }),

  contacts('an owner sees, changes and removes only its own contacts', async (h) => {
    const { ids } = await h.store.contacts.add([
      contact(h, 'a@example.org', { owner: 'acme', company: 'A' }),
      contact(h, 'b@example.org', { owner: 'umbrella', company: 'B' }),
    ])
    const [own, other] = [present(ids[0]), present(ids[1])]
    const { contacts: store } = h.store
    assert.deepEqual(
      (await store.getMany([own, other, other + 1000], 'acme')).map(({ id }) => id),
      [own],
    )
    assert.equal((await store.getMany([own, other])).length, 2)
    assert.deepEqual(
      (await store.search({ limit: 10, owner: 'acme' })).items.map(({ id }) => id),
      [own],
    )
    assert.deepEqual((await store.companies({ limit: 10, owner: 'acme' })).items, [{ company: 'A', contacts: 1 }])
    assert.equal(await store.update(other, { name: 'x' }, 'acme'), undefined)
    assert.equal(await store.remove(other, 'acme'), false)
    assert.equal(await store.remove(own, 'acme'), true)
    assert.equal(await contactOf(h, own), undefined)
  }),

  contacts(
    'search is sorted by company, name and id, those without last, and its pages hold every contact once',
    async (h) => {
      const companies = ['Zed', 'acme', null, 'Äcme', 'Zed', null, 'acme', 'Zed', 'acme']
      const names = ['b', 'B', 'x', null, 'a', null, 'b', null, 'Á']
      const batch = companies.map((company, i) => contact(h, `p${i}@example.org`, { company, name: names[i] ?? null }))
      const { ids } = await h.store.contacts.add(batch)
      const key = (text: string | null) => (text === null ? '\uffff' : fold(text))
      const expected = batch
        .map((one, i) => ({
          id: present(ids[i]),
          sort: `${key(one.company)} ${key(one.name)} ${String(i).padStart(3, '0')}`,
        }))
        .sort((a, b) => (a.sort < b.sort ? -1 : 1))
      for (const limit of [1, 2, 100]) {
        const all = await allOf(async (cursor) => {
          const page = await h.store.contacts.search({ limit, cursor })
          assert.equal(page.total, 9)
          return page
        })
        assert.deepEqual(
          all.map(({ id }) => id),
          expected.map(({ id }) => id),
        )
      }
    },
  ),

  contacts('search finds folded beginnings, whole companies and tags, and counts what it found', async (h) => {
    await h.store.contacts.add([
      contact(h, 'zoe@example.org', { name: 'Émile', company: 'Électricité', tags: ['vip', 'fr'] }),
      contact(h, 'a_b@example.org', { name: 'Zoë', company: 'Electricite', tags: ['fr'] }),
      contact(h, 'axb@example.org', { name: null, company: 'Elec', tags: ['vi'] }),
    ])
    const found = async (query: { q?: string; company?: string; tag?: string }) => {
      const { items, total } = await h.store.contacts.search({ limit: 10, ...query })
      assert.equal(items.length, total)
      assert.deepEqual(await h.store.contacts.search({ limit: 10, ...query, counted: false }), {
        items,
        next: undefined,
        total: null,
      })
      return items.map(({ email }) => email).sort()
    }
    assert.deepEqual(await found({ q: 'ZOE' }), ['a_b@example.org', 'zoe@example.org'])
    assert.deepEqual(await found({ q: 'emi' }), ['zoe@example.org'])
    assert.deepEqual(await found({ q: 'mile' }), [])
    assert.deepEqual(await found({ q: 'a_b' }), ['a_b@example.org'])
    assert.deepEqual(await found({ company: 'ÉLECTRICITÉ' }), ['a_b@example.org', 'zoe@example.org'])
    assert.deepEqual(await found({ company: 'elec' }), ['axb@example.org'])
    assert.deepEqual(await found({ tag: 'vi' }), ['axb@example.org'])
    assert.deepEqual(await found({ tag: 'fr', q: 'zo', company: 'electricite' }), [
      'a_b@example.org',
      'zoe@example.org',
    ])
  }),

  contacts('update changes what is given, and an address of another contact is a duplicate', async (h) => {
    const { contacts: store } = h.store
    const { ids } = await store.add([contact(h, 'ann@example.org', { tags: ['a'] }), contact(h, 'bob@example.org')])
    const ann = present(ids[0])
    const changed = present(
      await store.update(ann, { email: 'ANN@example.org', company: 'New', tags: ['b'], data: { x: 1 } }),
    )
    assert.deepEqual(
      [changed.email, changed.company, changed.tags, changed.data, changed.name],
      ['ANN@example.org', 'New', ['b'], { x: 1 }, null],
    )
    await assertRejects('duplicate', store.update(ann, { email: 'BOB@example.org', company: 'Lost' }))
    assert.deepEqual(await contactOf(h, ann), changed)
    await store.update(ann, { email: 'anna@example.org' })
    assert.deepEqual((await store.add([contact(h, 'Anna@example.org')])).duplicates, [0], 'the new address is taken')
    assert.deepEqual((await store.add([contact(h, 'ann@example.org')])).duplicates, [], 'the old address is free again')
    assert.deepEqual((await store.search({ limit: 10, q: 'anna' })).total, 1)
    assert.deepEqual((await store.search({ limit: 10, q: 'new' })).total, 1)
    assert.equal(await store.update(ann + 1000, { name: 'x' }), undefined)
  }),

  contacts(
    'companies are listed by name with their number of contacts, spellings that fold together as one',
    async (h) => {
      const companies = ['Beta', 'ACME', 'Acme', null, 'Ácme', 'Alpha', 'beta', '']
      await h.store.contacts.add(companies.map((company, i) => contact(h, `p${i}@example.org`, { company })))
      for (const limit of [1, 10]) {
        const all = await allOf((cursor) => h.store.contacts.companies({ limit, cursor }))
        assert.deepEqual(
          all.map(({ company, contacts: number }) => [fold(company), number]),
          [
            ['acme', 3],
            ['alpha', 1],
            ['beta', 2],
          ],
        )
        for (const { company } of all) assert.ok(companies.includes(company), 'one of the spellings')
      }
      assert.deepEqual((await h.store.contacts.companies({ limit: 10, q: 'AL' })).items, [
        { company: 'Alpha', contacts: 1 },
      ])
    },
  ),

  contacts(
    'tags are listed to the letter with their number of contacts, and follow what becomes of contacts',
    async (h) => {
      const { contacts: store } = h.store
      const tags = [['vip', 'Élu', 'vip'], ['VIP', 'élu', 'Élu'], ['a_b'], [], ['vip']]
      const { ids } = await store.add(tags.map((own, i) => contact(h, `p${i}@example.org`, { tags: own })))
      const listed = async (limit: number, q?: string) =>
        (await allOf((cursor) => store.tags({ limit, cursor, q }))).map(({ tag, contacts: n }) => [tag, n])
      const all = [
        ['a_b', 1],
        ['Élu', 2],
        ['élu', 1],
        ['VIP', 1],
        ['vip', 2],
      ]
      for (const limit of [1, 2, 100]) assert.deepEqual(await listed(limit), all)
      assert.deepEqual(await listed(10, 'EL'), all.slice(1, 3))
      assert.deepEqual([await listed(10, 'axb'), await listed(10, 'ip')], [[], []])
      const [first, second] = [present(ids[0]), present(ids[1])]
      await store.update(first, { tags: ['new', 'vip'] })
      await store.update(second, { name: 'B' })
      assert.deepEqual(await listed(10), [
        ['a_b', 1],
        ['Élu', 1],
        ['élu', 1],
        ['new', 1],
        ['VIP', 1],
        ['vip', 2],
      ])
      await store.remove(second)
      await store.update(first, { tags: [] }, 'nobody')
      await h.store.privacy.erase({ owner: null, email: 'p2@example.org', emailHash: 'hash', at: h.now })
      assert.deepEqual(await listed(10), [
        ['new', 1],
        ['vip', 2],
      ])
    },
  ),
]
