import assert from 'node:assert/strict'
import { fold } from '../../../kit/fold.ts'
import type { CampaignsRequest } from '../../../store/port/campaign-store.ts'
import { allOf, assertRejects, at, draft } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'

const campaigns = caseGroup('campaigns')

export const campaignListCases: readonly StoreCase[] = [
  campaigns('the list is newest first, filters by status, and its pages hold every campaign once', async (h) => {
    const ids: number[] = []
    for (let i = 0; i < 7; i++) ids.push(await draft(h, { createdAt: h.now + (i % 3) }))
    const list = await allOf((cursor) => h.store.campaigns.list({ limit: 3, cursor }))
    assert.deepEqual(
      list.map(({ id }) => id),
      ids.toReversed(),
    )
    await h.store.campaigns.changeStatus(at(ids, 2), { from: ['draft'], to: 'cancelled', at: h.now })
    const cancelled = await h.store.campaigns.list({ limit: 3, status: 'cancelled' })
    assert.deepEqual(
      cancelled.items.map(({ id }) => id),
      [ids[2]],
    )
    assert.equal(cancelled.next, undefined)
  }),

  campaigns('the list is sorted by creation or by folded name, and its pages hold every campaign once', async (h) => {
    const names = ['Zoo', 'écho', 'Eagle', 'Écho', 'acme', '😀', 'eagle', 'Acme', 'echo']
    const ids: number[] = []
    for (const name of names) ids.push(await draft(h, { name, owner: ids.length % 2 === 0 ? 'acme' : null }))
    const sorted = ids
      .map((id, i) => ({ id, key: fold(names[i] ?? '') }))
      .sort((a, b) => (a.key === b.key ? a.id - b.id : a.key < b.key ? -1 : 1))
      .map(({ id }) => id)
    const listed = async (limit: number, query: Pick<CampaignsRequest, 'sort' | 'order' | 'owner' | 'status'>) =>
      (await allOf((cursor) => h.store.campaigns.list({ limit, cursor, ...query }))).map(({ id }) => id)
    for (const limit of [1, 2, 100]) {
      assert.deepEqual(await listed(limit, { sort: 'name', order: 'asc' }), sorted)
      assert.deepEqual(await listed(limit, { sort: 'name', order: 'desc' }), sorted.toReversed())
      assert.deepEqual(await listed(limit, { sort: 'createdAt', order: 'asc' }), ids)
      const own = sorted.filter((id) => ids.indexOf(id) % 2 === 0)
      assert.deepEqual(await listed(limit, { sort: 'name', order: 'asc', owner: 'acme', status: 'draft' }), own)
    }
    const { next: cursor } = await h.store.campaigns.list({ limit: 1, sort: 'name', order: 'asc' })
    for (const other of [{}, { sort: 'name', order: 'desc' }, { sort: 'createdAt', order: 'asc' }] as const)
      await assertRejects('invalid_cursor', h.store.campaigns.list({ limit: 1, cursor, ...other }))
  }),

  campaigns('the list finds names by words in them, without case and accents, whatever signs they hold', async (h) => {
    const named = async (name: string, owner?: string) => draft(h, { name, owner: owner ?? null })
    const [spring, summer, rate, other] = [
      await named('Printemps : Été 2026'),
      await named('ÉTÉ indien'),
      await named('100 % off_season! \\'),
      await named('Fall', 'acme'),
    ]
    const found = async (q: string, owner?: string) =>
      (await h.store.campaigns.list({ limit: 10, q, owner })).items.map(({ id }) => id)
    assert.deepEqual(await found(' ete '), [summer, spring])
    assert.deepEqual(await found('%'), [rate])
    assert.deepEqual(await found('f_s'), [rate])
    assert.deepEqual(await found('!'), [rate])
    assert.deepEqual(await found('\\'), [rate])
    assert.deepEqual(await found('a_l'), [])
    assert.deepEqual(await found(''), [other, rate, summer, spring])
    assert.deepEqual(await found('fall', 'umbrella'), [])
    await h.store.campaigns.update(summer, { name: 'Autumn' }, ['draft'])
    assert.deepEqual(await found('ete'), [spring])
    assert.deepEqual(await found('UTU'), [summer])
  }),
]
