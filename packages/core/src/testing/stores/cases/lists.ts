import assert from 'node:assert/strict'
import { fold } from '../../../domain/fold.ts'
import { type MessageSort, type MessageStatus, messageSorts, messageStatuses } from '../../../domain/message.ts'
import type { MessageRecord, NewMessage } from '../../../store/records.ts'
import { matchesStatus, messageStatus } from '../../../store/status.ts'
import {
  allOf,
  assertRejects,
  at,
  beginAll,
  draft,
  failure,
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
  q?: string | undefined
}

const list = (h: StoreHarness, campaignId: number, changes: ListChanges = {}) =>
  allOf((cursor) => h.store.messages.list({ campaignId, sort: 'name', order: 'asc', limit: 1000, cursor, ...changes }))

const sortValue: Record<MessageSort, (row: MessageRecord) => string | number | null> = {
  name: ({ name }) => fold(name ?? '') || null,
  sentAt: (row) => row.sentAt,
  opens: (row) => row.opens || null,
  clicks: (row) => row.clicks || null,
  lastOpenAt: (row) => row.lastOpenAt,
}

/** Messages with ties, names that fold together and rows without a value in every column that can be sorted. */
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
  const { campaignId, ids } = await sending(
    h,
    names.map((name, i) => recipient(`p${i}@example.org`, { name })),
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

/** A message in every state and with every flag. */
async function everyStatus(h: StoreHarness): Promise<number> {
  const { campaignId, ids } = await sending(h, 14)
  const begun = await beginAll(h, campaignId)
  await h.store.messages.settle('sender', begun.slice(0, 10).map(sentAt(h.now)))
  await h.store.messages.settle('sender', [
    { messageId: at(begun, 10), kind: 'failed', at: h.now, error: failure },
    { messageId: at(begun, 11), kind: 'unknown', at: h.now, error: failure },
    { messageId: at(begun, 12), kind: 'retry', at: h.now, dueAt: h.now - MINUTE, error: failure, attempted: true },
  ])
  await record(h.store, [
    hit('open', at(ids, 0)),
    hit('click', at(ids, 1)),
    hit('open', at(ids, 2)),
    hit('click', at(ids, 2)),
    hit('bounce', at(ids, 3)),
    hit('unsubscribe', at(ids, 4)),
    hit('open', at(ids, 5)),
    hit('unsubscribe', at(ids, 5)),
    hit('bounce', at(ids, 6)),
    hit('unsubscribe', at(ids, 6)),
    hit('open', at(ids, 7), { verdict: 'scanner' }),
    hit('open', at(begun, 11)),
  ])
  return campaignId
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
            const ordered = [...given].sort((a, b) => (a < b ? -1 : Number(a > b)) * (order === 'asc' ? 1 : -1))
            assert.deepEqual(given, ordered)
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

  ...messageStatuses.map((status) =>
    lists(`the status filter ${status} finds what its condition says, in every sort`, async (h) => {
      const campaignId = await everyStatus(h)
      const all = await list(h, campaignId)
      const expected = all.filter((row) => matchesStatus(row, status)).map(({ id }) => id)
      for (const sort of messageSorts) {
        const found = await list(h, campaignId, { status, sort, limit: 2 })
        assert.deepEqual(
          found.map(({ id }) => id).sort((a, b) => a - b),
          [...expected].sort((a, b) => a - b),
          sort,
        )
      }
      assert.ok(status === 'skipped' || expected.length > 0, 'the case holds such a message')
      for (const row of all.filter((one) => messageStatus(one) === status))
        assert.ok(expected.includes(row.id), 'shown as it is found')
    }),
  ),

  lists('the few that nobody opened are found among many that were, in every sort', async (h) => {
    const { campaignId, ids } = await sent(h, 900)
    const few = [0, 199, 899].map((index) => at(ids, index))
    const others = ids.filter((id) => !few.includes(id))
    await record(
      h.store,
      others.map((id) => hit('click', id)),
    )
    for (const sort of ['opens', 'clicks', 'lastOpenAt'] as const) {
      assert.deepEqual(
        (await list(h, campaignId, { sort, limit: 50 })).slice(-3).map(({ id }) => id),
        few,
        sort,
      )
      assert.deepEqual(
        (await list(h, campaignId, { sort, status: 'sent', limit: 2 })).map(({ id }) => id),
        few,
        `${sort}, filtered`,
      )
    }
  }),

  lists('opened finds clicked messages too, and sent those from which nothing came back', async (h) => {
    const { campaignId, ids } = await sent(h, 5)
    const [opened, clicked, bounced, left, silent] = ids
    await record(h.store, [
      hit('open', present(opened)),
      hit('click', present(clicked)),
      hit('bounce', present(bounced)),
      hit('unsubscribe', present(left)),
    ])
    const found = async (status: MessageStatus) =>
      (await list(h, campaignId, { status })).map(({ id }) => id).sort((a, b) => a - b)
    assert.deepEqual(await found('opened'), [opened, clicked])
    assert.deepEqual(await found('clicked'), [clicked])
    assert.deepEqual(await found('bounced'), [bounced])
    assert.deepEqual(await found('unsubscribed'), [left])
    assert.deepEqual(await found('sent'), [silent])
  }),

  lists(
    'a search finds beginnings of email, name and company, case and accents folded, and takes every character as it is',
    async (h) => {
      const batch: NewMessage[] = [
        recipient('zoe@example.org', { name: 'Zoé Ångström', company: 'Électricité' }),
        recipient('under_score@example.org', { name: '100% wool', company: null }),
        recipient('underXscore@example.org', { name: '100 wool', company: "O'Neil \\ Sons" }),
        recipient('Éva@example.org', { name: null, company: 'zo' }),
      ]
      const { campaignId, ids } = await sending(h, batch)
      const found = async (q: string) =>
        (await list(h, campaignId, { q, limit: 1 })).map(({ id }) => ids.indexOf(id)).sort()
      assert.deepEqual(await found('ZOE'), [0])
      assert.deepEqual(await found('zo'), [0, 3])
      assert.deepEqual(await found('elec'), [0])
      assert.deepEqual(await found('éLEC'), [0])
      assert.deepEqual(await found('angs'), [], 'only beginnings')
      assert.deepEqual(await found('under_'), [1])
      assert.deepEqual(await found('100%'), [1])
      assert.deepEqual(await found("o'neil \\"), [2])
      assert.deepEqual(await found('eva@'), [3])
      assert.deepEqual(await found('  zoe  '), [0])
      assert.deepEqual(await found(''), [0, 1, 2, 3])
      assert.deepEqual(await found('nobody'), [])
    },
  ),

  lists('search, filter and sort go together on every page', async (h) => {
    const batch = [...people(12, 'ann'), ...people(12, 'bob')]
    const { campaignId, ids } = await sent(h, batch)
    await record(
      h.store,
      ids.flatMap((id, i) =>
        i % 2 === 0 ? Array.from({ length: 1 + (i % 3) }, () => hit('open', id, { at: h.now + i })) : [],
      ),
    )
    for (const sort of messageSorts) {
      for (const order of ['asc', 'desc'] as const) {
        const rows = await list(h, campaignId, { sort, order, q: 'BOB', status: 'opened', limit: 2 })
        assert.deepEqual(
          rows.map(({ id }) => id).sort((a, b) => a - b),
          ids.filter((_, i) => i >= 12 && i % 2 === 0),
          `${sort} ${order}`,
        )
      }
    }
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
      store.templates.list({ limit: 1, cursor: own }),
      store.suppressions.list({ limit: 1, cursor: own }),
    ]
    for (const page of pages) await assertRejects('invalid_cursor', page)
  }),

  lists('a page holds 1 to 1000 items; another limit is invalid_field', async (h) => {
    const { campaignId } = await sending(h, people(1001))
    const page = (limit: number) => h.store.messages.list({ campaignId, sort: 'name', order: 'asc', limit })
    const { items, next } = await page(1000)
    assert.equal(items.length, 1000)
    assert.ok(next)
    for (const limit of [0, -1, 1.5, 1001, Number.NaN]) await assertRejects('invalid_field', page(limit))
  }),
]
