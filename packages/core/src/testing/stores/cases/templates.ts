import assert from 'node:assert/strict'
import type { TemplateChanges } from '../../../store/port/template-store.ts'
import { allOf, assertRejects, at, bothStores, documentOf } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'

const templates = caseGroup('templates')

/** What a list of templates shows: all but their content. */
const summaryFields = ['createdAt', 'id', 'key', 'name', 'owner', 'revision', 'subject', 'updatedAt']

export const templateCases: readonly StoreCase[] = [
  templates('a template is created, read, replaced, listed and removed, each owner its own', async (h) => {
    const { templates: store } = h.store
    const given = {
      owner: 'acme',
      key: null,
      name: 'T',
      subject: 'S {{name}}',
      preheader: 'P {{name}}',
      html: '<p>é</p>',
      text: 'plain',
    }
    const { template: one, created } = await store.create({ ...given, at: h.now })
    assert.deepEqual(one, { id: one.id, ...given, document: null, revision: 1, createdAt: h.now, updatedAt: h.now })
    assert.equal(created, true)
    const others: number[] = []
    for (let i = 0; i < 4; i++)
      others.push((await store.create({ ...given, owner: i === 0 ? null : 'acme', text: null, at: h.now })).template.id)
    assert.deepEqual(await store.get(one.id, 'acme'), one)
    assert.equal(await store.get(one.id, 'umbrella'), undefined)
    const changes = { name: 'T2', subject: 'S2', preheader: null, html: 'h2', text: null }
    const edit = { at: h.now + 1 }
    assert.equal(await store.update(one.id, changes, 'umbrella', edit), undefined)
    const changed = { ...one, ...changes, revision: 2, updatedAt: edit.at }
    assert.deepEqual(await store.update(one.id, changes, 'acme', edit), changed)
    assert.deepEqual(await store.update(one.id, { name: 'T3' }, 'acme', edit), { ...changed, name: 'T3', revision: 3 })
    const all = await allOf((cursor) => store.list({ limit: 2, cursor, owner: 'acme' }))
    assert.deepEqual(
      all.map(({ id }) => id).sort((a, b) => a - b),
      [one.id, ...others.slice(1)],
    )
    const { items } = await store.list({ limit: 10 })
    assert.equal(items.length, 5)
    assert.deepEqual(Object.keys(at(items, 0)).sort(), summaryFields)
    assert.equal(await store.remove(one.id, 'umbrella'), false)
    assert.deepEqual([await store.remove(one.id, 'acme'), await store.remove(one.id, 'acme')], [true, false])
    assert.equal(await store.get(one.id), undefined)
  }),

  templates('a template keeps the document that it was made of, until that is replaced', async (h) => {
    const { templates: store } = h.store
    const given = { owner: null, key: null, name: 'T', subject: 'S', html: '<p>T</p>', text: 'T', at: h.now }
    const { template } = await store.create({ ...given, document: documentOf('one') })
    assert.deepEqual(template.document, documentOf('one'))
    assert.deepEqual((await store.get(template.id))?.document, documentOf('one'))
    const changed = async (changes: TemplateChanges) =>
      (await store.update(template.id, changes, undefined, { at: h.now }))?.document
    assert.deepEqual(await changed({ name: 'T2' }), documentOf('one'))
    assert.deepEqual(await changed({ document: documentOf('two') }), documentOf('two'))
    assert.equal(await changed({ html: '<p>own</p>', document: null }), null)
  }),

  templates('a key names one template of its owner, and creating it again gives back the first', async (h) => {
    const { templates: store } = h.store
    const given = { owner: 'acme', key: 'welcome', name: 'T', subject: 'S', html: 'h', text: null, at: h.now }
    const one = await store.create(given)
    assert.equal(one.template.preheader, null)
    const again = await store.create({ ...given, name: 'other', at: h.now + 1 })
    assert.deepEqual(again, { template: one.template, created: false })
    const others = [await store.create({ ...given, owner: null }), await store.create({ ...given, owner: 'umbrella' })]
    assert.deepEqual([one.created, ...others.map(({ created }) => created)], [true, true, true])
    for (const { template } of [one, ...others])
      assert.deepEqual(await store.byKey('welcome', template.owner), template)
    assert.equal(await store.byKey('welcome', 'nowhere'), undefined)
    assert.equal(await store.byKey('Welcome', 'acme'), undefined)
    for (let i = 0; i < 2; i++) assert.equal((await store.create({ ...given, key: null })).created, true)
  }),

  templates('of several that make one key at once one does, and a key in use is given to no other', async (h) => {
    const given = { owner: null, key: 'welcome', name: 'T', subject: 'S', html: 'h', text: null, at: h.now }
    const stores = await bothStores(h)
    const made = await Promise.all([0, 1, 0, 1].map((n) => at(stores, n).templates.create(given)))
    assert.equal(new Set(made.map(({ template }) => template.id)).size, 1)
    assert.equal(made.filter(({ created }) => created).length, 1)
    const { templates: store } = h.store
    const { template: other } = await store.create({ ...given, key: 'receipt' })
    await assertRejects('duplicate', store.update(other.id, { key: 'welcome' }, undefined, { at: h.now }))
    assert.deepEqual(await store.get(other.id), other)
    assert.equal((await store.update(other.id, { key: null }, undefined, { at: h.now }))?.key, null)
    assert.equal((await store.update(other.id, { key: 'receipt' }, undefined, { at: h.now }))?.key, 'receipt')
    assert.equal((await store.create({ ...given, owner: 'acme' })).created, true)
  }),
]
