import assert from 'node:assert/strict'
import { assertRejects, at, beginAll, bothStores, draft, head, present, recipient, sending } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'

const edits = caseGroup('edits')

/** What has a revision: something new of it, with what it holds and a change of it under the given name. */
const kinds = {
  campaign: async (h: StoreHarness) => {
    const id = await draft(h)
    const read = async () => present(await h.store.campaigns.get(id))
    const edit = (name: string, ifRevision?: number, { campaigns } = h.store) =>
      campaigns.update(id, { name, html: `<p>${name}</p>` }, ['draft'], { ifRevision, at: h.now + 1 })
    return { read, edit }
  },
  template: async (h: StoreHarness) => {
    const content = { name: 'T', subject: 'S', html: '<p>x</p>', text: null }
    const { template } = await h.store.templates.create({ ...content, owner: 'acme', key: null, at: h.now })
    const { id } = template
    const read = async () => present(await h.store.templates.get(id))
    const edit = (name: string, ifRevision?: number, { templates } = h.store) =>
      templates.update(id, { name }, 'acme', { ifRevision, at: h.now + 1 })
    return { read, edit }
  },
}

export const editCases: readonly StoreCase[] = [
  ...Object.entries(kinds).flatMap(([kind, make]) => [
    edits(
      `a ${kind} begins at revision 1, and each edit raises it, with the revision it was made from or without`,
      async (h) => {
        const { read, edit } = await make(h)
        const { revision, createdAt, updatedAt } = await read()
        assert.deepEqual([revision, createdAt, updatedAt], [1, h.now, h.now])
        const edited = await edit('one')
        assert.deepEqual([edited?.revision, edited?.createdAt, edited?.updatedAt], [2, h.now, h.now + 1])
        assert.equal((await edit('two', 2))?.revision, 3)
        assert.deepEqual([(await read()).name, (await read()).revision], ['two', 3])
      },
    ),

    edits(`an edit of another revision of a ${kind} is edit_conflict and stores nothing`, async (h) => {
      const { read, edit } = await make(h)
      await edit('first', 1)
      const before = await read()
      for (const revision of [1, 3, Number.MAX_SAFE_INTEGER]) {
        const details = { revision: 2, updatedAt: new Date(h.now + 1).toISOString() }
        await assertRejects('edit_conflict', edit('late', revision), details)
      }
      assert.deepEqual(await read(), before)
    }),

    edits(
      `of several edits of one revision of a ${kind} at once one wins, and the others are edit_conflict`,
      async (h) => {
        const { read, edit } = await make(h)
        const names = ['a', 'b', 'c', 'd']
        const stores = await bothStores(h)
        const results = await Promise.allSettled(names.map((name, n) => edit(name, 1, at(stores, n % 2))))
        const won = names.filter((_, n) => results[n]?.status === 'fulfilled')
        const codes = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))
        assert.deepEqual([won.length, codes], [1, ['edit_conflict', 'edit_conflict', 'edit_conflict']])
        assert.deepEqual([(await read()).name, (await read()).revision], [won[0], 2])
      },
    ),
  ]),

  edits('planning, sending, warnings and a change of status leave the revision', async (h) => {
    const { campaignId } = await sending(h, [recipient('ann@example.org')])
    await beginAll(h, campaignId)
    await h.store.campaigns.update(campaignId, { warnings: [] }, ['sending'])
    await h.store.campaigns.changeStatus(campaignId, {
      from: ['sending'],
      to: 'paused',
      at: h.now,
      pauseReason: 'user',
    })
    const { revision, updatedAt, createdAt } = await head(h, campaignId)
    assert.deepEqual([revision, updatedAt], [1, createdAt])
  }),

  edits('an edit in another status, or of what is gone, is undefined whatever its revision', async (h) => {
    const id = await draft(h)
    const { campaigns, templates } = h.store
    const content = { name: 'x', subject: 'x', html: 'x', text: null }
    for (const ifRevision of [1, 2]) {
      const edit = { ifRevision, at: h.now }
      assert.equal(await campaigns.update(id, { name: 'x' }, ['sending'], edit), undefined)
      assert.equal(await campaigns.update(id + 1000, { name: 'x' }, ['draft'], edit), undefined)
      assert.equal(await templates.update(1_000_000, content, undefined, edit), undefined)
    }
    const { template } = await templates.create({ ...content, owner: 'acme', key: null, at: h.now })
    const late = { ifRevision: 2, at: h.now }
    assert.equal(await templates.update(template.id, content, 'umbrella', late), undefined)
    await campaigns.remove(id)
    assert.equal(await campaigns.update(id, { name: 'x' }, ['draft'], late), undefined)
  }),
]
