import assert from 'node:assert/strict'
import { type MessageSort, type MessageStatus, messageSorts } from '../../../domain/message.ts'
import { fold } from '../../../kit/fold.ts'
import type { MessageRecord } from '../../../store/port/records.ts'
import {
  allOf,
  assertRejects,
  at,
  beginAll,
  draft,
  MINUTE,
  people,
  present,
  recipient,
  sending,
  sent,
  sentAt,
} from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, record } from '../hits.ts'

const lists = caseGroup('lists')

type ListChanges = {
  sort?: MessageSort
  order?: 'asc' | 'desc'
  limit?: number
  status?: MessageStatus | undefined
  link?: number | undefined
  q?: string | undefined
}

export const list = (h: StoreHarness, campaignId: number, changes: ListChanges = {}) =>
  allOf((cursor) => h.store.messages.list({ campaignId, sort: 'name', order: 'asc', limit: 1000, cursor, ...changes }))

const sortValue: Record<MessageSort, (row: MessageRecord) => string | number | null> = {
  name: ({ name }) => fold(name ?? '') || null,
  company: ({ company }) => fold(company ?? '') || null,
  sentAt: (row) => row.sentAt,
  opens: (row) => row.opens || null,
  clicks: (row) => row.clicks || null,
  lastOpenAt: (row) => row.lastOpenAt,
}

const sortTie: Partial<Record<MessageSort, (row: MessageRecord) => number | null>> = {
  opens: (row) => row.lastOpenAt,
  clicks: (row) => row.lastClickAt,
}

function compareRows(sort: MessageSort, a: MessageRecord, b: MessageRecord): number {
  const [x, y] = [sortValue[sort](a) ?? '', sortValue[sort](b) ?? '']
  if (x !== y) return x < y ? -1 : 1
  return Number(sortTie[sort]?.(a) ?? 0) - Number(sortTie[sort]?.(b) ?? 0) || a.id - b.id
}

/** Messages with ties, texts that fold together and rows without a value in every column that can be sorted. */
async function mixed(h: StoreHarness): Promise<{ campaignId: number; ids: number[] }> {
  const names = [
    'Émile',
    'emile',
    null,
    'Zoé',
    'anna',
    'Anna',
    null,
    'zoe',
    'émile',
    'Bob',
    null,
    'bob',
    'Carl',
    'dora',
    'Dora',
  ]
  const companies = ['Zenith', 'électricité', null, 'Électricité', 'Acme', 'acme', null, "O'Neil"]
  const { campaignId, ids } = await sending(
    h,
    names.map((name, i) => recipient(`p${i}@example.org`, { name, company: companies[i % companies.length] ?? null })),
  )
  await beginAll(h, campaignId)
  const outcome = (messageId: number, i: number) => sentAt(h.now + (i % 3) * MINUTE)(messageId)
  await h.store.messages.settle('sender', ids.slice(0, 11).map(outcome))
  const hits = ids
    .slice(0, 9)
    .flatMap((id, i) => [
      ...Array.from({ length: i % 4 }, () => hit('open', id, { at: h.now + (i % 2) * MINUTE })),
      ...Array.from({ length: i % 3 }, () => hit('click', id, { at: h.now + MINUTE })),
    ])
  await record(h.store, hits)
  return { campaignId, ids }
}

export const listCases: readonly StoreCase[] = [
  ...messageSorts.flatMap((sort) =>
    (['asc', 'desc'] as const).map((order) =>
      lists(
        `pages sorted by ${sort} ${order} hold every message once, in order, those without a value last`,
        async (h) => {
          const { campaignId, ids } = await mixed(h)
          for (const limit of [1, 2, 4, 100]) {
            const rows = await list(h, campaignId, { sort, order, limit })
            assert.deepEqual(
              rows.map(({ id }) => id).sort((a, b) => a - b),
              ids,
              `pages of ${limit}`,
            )
            const values = rows.map(sortValue[sort])
            const given = values.filter((value) => value !== null)
            assert.ok(
              values.slice(0, given.length).every((value) => value !== null),
              'those without a value come last',
            )
            const valued = rows.slice(0, given.length)
            const ordered = valued.toSorted((a, b) => compareRows(sort, a, b) * (order === 'asc' ? 1 : -1))
            assert.deepEqual(
              valued.map(({ id }) => id),
              ordered.map(({ id }) => id),
              'equal values follow their times, then their ids',
            )
            const without = rows.slice(given.length).map(({ id }) => id)
            assert.deepEqual(
              without,
              [...without].sort((a, b) => a - b),
              'in id order',
            )
          }
        },
      ),
    ),
  ),

  lists('companies sort folded, and whoever has none comes last by rising id in both orders', async (h) => {
    const companies = ['Zenith', 'Électricité', null, 'Eagle', 'acme', '', 'Acme', ' ']
    const { campaignId, ids } = await sending(
      h,
      companies.map((company, i) => recipient(`p${i}@example.org`, { name: `P ${9 - i}`, company })),
    )
    const order = async (changes: ListChanges) =>
      (await list(h, campaignId, { sort: 'company', ...changes })).map(({ id }) => ids.indexOf(id))
    for (const limit of [1, 3, 100]) {
      assert.deepEqual(await order({ limit }), [4, 6, 3, 1, 0, 2, 5, 7], `rising, pages of ${limit}`)
      assert.deepEqual(await order({ limit, order: 'desc' }), [0, 1, 3, 6, 4, 2, 5, 7], `falling, pages of ${limit}`)
      assert.deepEqual(await order({ limit, q: 'É', status: 'queued' }), [3, 1])
      assert.deepEqual(await order({ limit, q: 'p', order: 'desc', status: 'queued' }), [0, 1, 3, 6, 4, 2, 5, 7])
      assert.deepEqual(await order({ limit, status: 'failed' }), [])
    }
    const { next } = await h.store.messages.list({ campaignId, sort: 'company', order: 'asc', limit: 1 })
    const { next: byName } = await h.store.messages.list({ campaignId, sort: 'name', order: 'asc', limit: 1 })
    const base = { campaignId, limit: 1 } as const
    for (const [cursor, sort] of [
      [next, 'name'],
      [byName, 'company'],
    ] as const)
      await assertRejects(
        'invalid_cursor',
        h.store.messages.list({ ...base, sort, order: 'asc', cursor: present(cursor) }),
      )
  }),

  lists('a list of messages is the campaign’s own, and empty when it is gone', async (h) => {
    const [one, two] = [await sent(h, 2), await sent(h, 3)]
    assert.deepEqual(
      (await list(h, one.campaignId)).map(({ id }) => id).sort((a, b) => a - b),
      one.ids,
    )
    await h.store.campaigns.remove(two.campaignId)
    assert.deepEqual(await list(h, two.campaignId), [])
    assert.equal(await h.store.messages.get(at(two.ids, 0)), undefined)
  }),

  lists('a host finds messages by its own id of the recipient, in every order and beside other filters', async (h) => {
    const { campaignId, ids } = await sending(h, [
      recipient('ann@example.org', { name: 'Ann', ref: 'user-1' }),
      recipient('ben@example.org', { name: 'Ben', ref: 'user-10' }),
      recipient('ann@example.net', { name: 'Zoe', ref: 'user-1' }),
      recipient('cyd@example.org', { name: 'Cyd' }),
    ])
    const other = await sending(h, [recipient('ann@example.org', { ref: 'user-1' })])
    const found = async (request: object) => {
      const all = { campaignId, sort: 'name', order: 'asc', limit: 1 } as const
      return (await allOf((cursor) => h.store.messages.list({ ...all, ...request, cursor }))).map(({ id }) => id)
    }
    const [ann, zoe] = [at(ids, 0), at(ids, 2)]
    assert.deepEqual(await found({ ref: 'user-1' }), [ann, zoe])
    assert.deepEqual(await found({ ref: 'user-1', order: 'desc' }), [zoe, ann])
    assert.deepEqual(await found({ ref: 'user-1', sort: 'opens' }), [ann, zoe])
    assert.deepEqual(await found({ ref: 'user-1', q: 'z', status: 'queued' }), [zoe])
    assert.deepEqual(await found({ ref: 'user-1', status: 'sent' }), [])
    assert.deepEqual(await found({ ref: 'USER-1' }), [])
    assert.deepEqual(await found({ ref: 'user-1', campaignId: other.campaignId }), other.ids)
    assert.deepEqual((await h.store.messages.get(ann))?.ref, 'user-1')
    const lease = { sender: 'sender', now: h.now, leaseUntil: h.now + MINUTE }
    const claimed = await h.store.messages.claim({ ...lease, campaigns: [{ campaignId, limit: 10 }] })
    assert.deepEqual(
      claimed.map(({ ref }) => ref),
      ['user-1', 'user-10', 'user-1', null],
    )
  }),

  lists('a list item is the message as `get` returns it', async (h) => {
    const { campaignId } = await mixed(h)
    for (const row of await list(h, campaignId, { sort: 'opens' }))
      assert.deepEqual(row, await h.store.messages.get(row.id))
  }),

  lists('a cursor that this store did not make for this list and order is invalid_cursor', async (h) => {
    const { campaignId, ids } = await sent(h, 3)
    await record(h.store, [hit('open', at(ids, 0)), hit('open', at(ids, 0))])
    await draft(h)
    const { next } = await h.store.messages.list({ campaignId, sort: 'name', order: 'asc', limit: 1 })
    const own = present(next)
    const campaignCursor = present((await h.store.campaigns.list({ limit: 1 })).next)
    const { store } = h
    for (const cursor of [
      '',
      'x',
      own.slice(0, -2),
      `${own}AA`,
      campaignCursor,
      '{"id":1}',
      'null',
      '💥',
      "' or 1=1 --",
    ]) {
      await assertRejects(
        'invalid_cursor',
        store.messages.list({ campaignId, sort: 'name', order: 'asc', limit: 1, cursor }),
      )
    }
    await assertRejects(
      'invalid_cursor',
      store.messages.list({ campaignId, sort: 'opens', order: 'asc', limit: 1, cursor: own }),
    )
    await assertRejects(
      'invalid_cursor',
      store.messages.list({ campaignId, sort: 'name', order: 'desc', limit: 1, cursor: own }),
    )
    const pages = [
      store.campaigns.list({ limit: 1, cursor: own }),
      store.events.list(at(ids, 0), { limit: 1, cursor: own }),
      store.contacts.search({ limit: 1, cursor: own }),
      store.contacts.companies({ limit: 1, cursor: own }),
      store.contacts.tags({ limit: 1, cursor: own }),
      store.templates.list({ limit: 1, cursor: own }),
      store.suppressions.list({ limit: 1, cursor: own }),
    ]
    await Promise.all(pages.map((page) => assertRejects('invalid_cursor', page)))
  }),

  lists('a page holds 1 to 1000 items; another limit is invalid_option', async (h) => {
    const { campaignId } = await sending(h, people(1001))
    const page = (limit: number) => h.store.messages.list({ campaignId, sort: 'name', order: 'asc', limit })
    const { items, next } = await page(1000)
    assert.equal(items.length, 1000)
    assert.ok(next)
    for (const limit of [0, -1, 1.5, 1001, Number.NaN]) await assertRejects('invalid_option', page(limit))
  }),
]
