import assert from 'node:assert/strict'
import { type MessageStatus, messageSorts } from '../../../domain/message.ts'
import { at, draft, failure, people, recipient, sending, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { asScanner, hit, record, remarkAll } from '../hits.ts'
import { list } from './lists.ts'

const became = caseGroup('what became of people')
const urls = ['https://a.example/one', 'https://a.example/two']

/** Three clicked the first link, of whom one also the second; of the others' hits on it none counts. */
async function clickedLinks(h: StoreHarness) {
  const { campaignId, ids, links } = await sent(h, 12, { links: urls })
  const [one, two] = [at(links, 0), at(links, 1)]
  await record(h.store, [
    ...[0, 4, 7].map((n) => hit('click', at(ids, n), { linkId: one, at: h.now + 10 - n })),
    hit('click', at(ids, 4), { linkId: one, at: h.now + 20 }),
    hit('click', at(ids, 4), { linkId: two, at: h.now + 30 }),
    hit('click', at(ids, 5), { linkId: two, at: h.now + 40 }),
    hit('click', at(ids, 5), { linkId: one, verdict: 'scanner' }),
    hit('click', at(ids, 5), { linkId: one, head: true }),
    hit('open', at(ids, 1)),
    hit('click', at(ids, 2), { linkId: one, verdict: 'scanner' }),
    hit('click', at(ids, 3), { linkId: one, head: true }),
    hit('click', at(ids, 6), { linkId: null }),
    hit('unsubscribe', at(ids, 7)),
    hit('click', null, { campaignId, linkId: one }),
  ])
  return { campaignId, ids, one, two, clickers: [0, 4, 7].map((n) => at(ids, n)) }
}

export const becameCases: readonly StoreCase[] = [
  became('a list by a link has whoever clicked it by the headline figures, in every sort', async (h) => {
    const { campaignId, ids, one, two, clickers } = await clickedLinks(h)
    for (const sort of messageSorts) {
      for (const order of ['asc', 'desc'] as const) {
        const all = (await list(h, campaignId, { sort, order })).map(({ id }) => id)
        for (const limit of [1, 2, 1000]) {
          const found = (await list(h, campaignId, { sort, order, limit, link: one })).map(({ id }) => id)
          const expected = all.filter((id) => clickers.includes(id))
          assert.deepEqual(found, expected, `${sort} ${order}`)
        }
      }
    }
    assert.deepEqual(
      (await list(h, campaignId, { sort: 'clicks', order: 'desc', link: two })).map(({ id }) => id),
      [at(ids, 4), at(ids, 5)],
    )
  }),

  became('a link, a status and a search must all hold', async (h) => {
    const { campaignId, ids, one, clickers } = await clickedLinks(h)
    const found = async (changes: { status?: MessageStatus; q?: string }) =>
      (await list(h, campaignId, { link: one, ...changes })).map(({ id }) => id)
    assert.deepEqual(await found({ status: 'clicked' }), clickers)
    assert.deepEqual(await found({ status: 'unsubscribed' }), [at(ids, 7)])
    assert.deepEqual(await found({ status: 'sent' }), [])
    assert.deepEqual(await found({ q: 'PERSON 4' }), [at(ids, 4)])
    assert.deepEqual(await found({ q: 'person 5' }), [])
  }),

  became('a link of another campaign, or of none, was clicked by nobody', async (h) => {
    const { campaignId, one } = await clickedLinks(h)
    const other = await clickedLinks(h)
    assert.deepEqual(await list(h, campaignId, { link: other.one }), [])
    assert.deepEqual(await list(h, campaignId, { link: other.two + 1000 }), [])
    assert.equal((await list(h, campaignId, { link: one })).length, 3)
  }),

  became('whoever clicked a link is found among many, and not once the click is a machine’s', async (h) => {
    const { campaignId, ids, links } = await sent(h, people(700), { links: urls })
    const [one, two] = [at(links, 0), at(links, 1)]
    const few = [0, 350, 699].map((n) => at(ids, n))
    await record(
      h.store,
      ids.map((id) => hit('click', id, { linkId: few.includes(id) ? one : two })),
    )
    for (const sort of messageSorts) {
      const found = await list(h, campaignId, { sort, link: one, limit: 2 })
      assert.deepEqual(
        found.map(({ id }) => id).sort((a, b) => a - b),
        few,
        sort,
      )
      assert.equal((await list(h, campaignId, { sort, link: two, limit: 300 })).length, 697, sort)
    }
    await record(h.store, [hit('click', at(few, 1), { linkId: two, ...asScanner })], remarkAll)
    const left = (await list(h, campaignId, { link: one })).map(({ id }) => id)
    assert.deepEqual(
      left.sort((a, b) => a - b),
      [at(few, 0), at(few, 2)],
    )
  }),

  became('what became of addresses in some campaigns is told by message', async (h) => {
    const first = await clickedLinks(h)
    const ann = recipient('Ann@example.org', { name: 'Ann', company: 'Acme' })
    const second = await sending(h, [ann, recipient('bo@example.org')])
    const third = await sent(h, [ann], { owner: 'acme' })
    const lease = { sender: 'sender', now: h.now, leaseUntil: h.now + 1000 }
    await h.store.messages.claim({ ...lease, campaigns: [{ campaignId: second.campaignId, limit: 1 }] })
    await h.store.messages.begin({ ...lease, messageIds: [at(second.ids, 0)] })
    await h.store.messages.settle('sender', [
      { messageId: at(second.ids, 0), kind: 'failed', at: h.now, error: failure },
    ])
    await record(h.store, [hit('bounce', at(third.ids, 0), { at: h.now + 5 })])

    const emails = [
      'person5@example.org',
      'person4@example.org',
      'PERSON7@example.org',
      'person2@example.org',
      'aNN@example.org',
      'no@example.org',
    ]
    const ask = (campaignIds: number[], links: number[] = []) =>
      h.store.messages.became({ campaignIds, emails: [...emails, 'ann@example.org'], links })
    const told = await ask([first.campaignId, second.campaignId], [first.one, first.two])
    const base = { name: null, company: null, opens: 0, clicks: 0, bouncedAt: null, links: [] }
    const person = (n: number, changes: object) => {
      const named = { email: `person${n}@example.org`, name: `person ${n}` }
      const id = at(first.ids, n)
      return { ...base, id, campaignId: first.campaignId, ...named, state: 'sent' as const, ...changes }
    }
    assert.deepEqual(
      told.map((row) => ({ ...row, links: row.links.toSorted((a, b) => a - b) })),
      [
        person(2, {}),
        // One open is implied.
        person(4, { opens: 1, clicks: 3, links: [first.one, first.two] }),
        person(5, { opens: 1, clicks: 1, links: [first.two] }),
        person(7, { opens: 1, clicks: 1, links: [first.one] }),
        {
          ...base,
          id: at(second.ids, 0),
          campaignId: second.campaignId,
          email: 'Ann@example.org',
          name: 'Ann',
          company: 'Acme',
          state: 'failed',
        },
      ],
    )
    assert.deepEqual(
      (await ask([first.campaignId], [first.two])).map(({ links }) => links),
      [[], [first.two], [first.two], []],
    )
    const [bounced, ...others] = await ask([third.campaignId, third.campaignId])
    assert.equal(bounced?.bouncedAt, h.now + 5)
    assert.deepEqual(others, [])
    assert.deepEqual(await ask([]), [])
    assert.deepEqual(await h.store.messages.became({ campaignIds: [first.campaignId], emails: [], links: [] }), [])
  }),

  became('what a campaign that is gone became of is not told', async (h) => {
    const { campaignId, ids } = await sent(h, [recipient('ann@example.org')])
    const ask = () => h.store.messages.became({ campaignIds: [campaignId], emails: ['ann@example.org'], links: [] })
    assert.deepEqual(
      (await ask()).map(({ id }) => id),
      ids,
    )
    await h.store.campaigns.remove(campaignId)
    assert.deepEqual(await ask(), [])
  }),

  became('more addresses than a statement takes are told of, whatever else there is', async (h) => {
    const all = people(2_600)
    const campaigns = [await draft(h), await draft(h)]
    for (const id of campaigns) await h.store.campaigns.plan(id, all, h.now)
    const told = await h.store.messages.became({
      campaignIds: campaigns,
      emails: all.slice(100).map(({ email }) => email),
      links: [],
    })
    assert.equal(told.length, 5_000)
    assert.equal(new Set(told.map(({ id }) => id)).size, 5_000)
  }),
]
