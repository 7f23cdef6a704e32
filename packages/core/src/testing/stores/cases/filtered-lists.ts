import assert from 'node:assert/strict'
import { type MessageStatus, messageSorts, messageStatuses } from '../../../domain/message.ts'
import type { NewMessage } from '../../../store/port/records.ts'
import { matchesStatus, messageStatus } from '../../../store/rules/status.ts'
import { at, beginAll, failure, MINUTE, people, present, recipient, sending, sent, sentAt } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, record } from '../hits.ts'
import { list } from './lists.ts'

const lists = caseGroup('lists')

/** A message in every state and with every flag. */
async function everyStatus(h: StoreHarness): Promise<number> {
  const { campaignId, ids } = await sending(h, 15)
  const begun = await beginAll(h, campaignId)
  await h.store.messages.settle('sender', begun.slice(0, 10).map(sentAt(h.now)))
  await h.store.messages.settle('sender', [
    { messageId: at(begun, 10), kind: 'failed', at: h.now, error: failure },
    { messageId: at(begun, 11), kind: 'unknown', at: h.now, error: failure },
    { messageId: at(begun, 12), kind: 'retry', at: h.now, dueAt: h.now - MINUTE, error: failure, attempted: true },
    { messageId: at(begun, 13), kind: 'putOff', at: h.now, dueAt: h.now },
  ])
  await h.store.streams.cancel(at(begun, 13), h.now)
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

export const filteredListCases: readonly StoreCase[] = [
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

  lists('the few unopened messages are found among many opened ones, in every sort', async (h) => {
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

  lists('a search that many texts of the sort begin with, and few others match, has all in order', async (h) => {
    for (const sort of ['name', 'company'] as const) {
      const other = sort === 'name' ? 'company' : 'name'
      const batch = Array.from({ length: 400 }, (_, i) =>
        recipient(i % 9 === 0 ? `acme${i}@example.org` : `p${i}@example.org`, {
          [sort]: i % 2 === 0 ? `Acme ${(i * 37) % 100}` : i % 3 === 0 ? null : `${i % 4 === 1 ? 'A' : 'Z'} ${i % 50}`,
          [other]: i % 40 === 1 ? 'Acme' : null,
        }),
      )
      const { campaignId, ids } = await sending(h, batch)
      const matches = new Set(ids.filter((_, i) => i % 2 === 0 || i % 9 === 0 || i % 40 === 1))
      for (const order of ['asc', 'desc'] as const) {
        const all = (await list(h, campaignId, { sort, order })).map(({ id }) => id)
        const found = (await list(h, campaignId, { sort, order, q: 'ACME', limit: 15 })).map(({ id }) => id)
        assert.deepEqual(
          found,
          all.filter((id) => matches.has(id)),
          `${sort} ${order}`,
        )
      }
    }
  }),

  lists('matches of a search that come late in a sort are found, with and without a status', async (h) => {
    const { campaignId, ids } = await sent(h, [...people(600, 'early'), ...people(300, 'late')])
    await record(
      h.store,
      ids
        .filter((_, i) => i < 600 || i % 100 === 0)
        .map((id, i) => hit(i % 2 === 0 ? 'open' : 'click', id, { at: h.now + i })),
    )
    for (const sort of messageSorts) {
      for (const order of ['asc', 'desc'] as const) {
        for (const status of [undefined, 'opened', 'sent'] as const) {
          const all = (await list(h, campaignId, { sort, order, status })).map(({ id }) => id)
          const found = (await list(h, campaignId, { sort, order, status, q: 'late', limit: 25 })).map(({ id }) => id)
          const late = new Set(ids.slice(600))
          assert.deepEqual(
            found,
            all.filter((id) => late.has(id)),
            `${sort} ${order}, ${status}`,
          )
        }
      }
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
]
